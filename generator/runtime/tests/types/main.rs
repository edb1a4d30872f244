//! Tests of generated types: decoding and encoding of the values that their documents describe.
//!
//! The generated modules are the `types.rs` files of the fixtures with the same name. A generator test keeps them up to
//! date.

#![allow(missing_docs, reason = "the names of tests describe them")]

/// Declares generated modules, exempt from formatting and lints.
macro_rules! generated {
    ($($name:ident),*) => {
        $(
            #[rustfmt::skip]
            #[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, reason = "as in a generated crate")]
            mod $name;
        )*
    };
}

generated!(
    all_of,
    all_of_merged,
    discriminator_values,
    enums,
    kept_values,
    merge_patch,
    listed_children,
    narrowed_enums,
    one_of_constants,
    one_of_discriminator,
    one_of_shapes,
    parents,
    string_formats,
    v3_1_ids,
    v3_1_types,
    validated
);

mod accepts;
mod all_of_merging;
mod all_of_values;
mod custom_type_message;
mod discriminators;
mod discriminators_without_mapping;
mod ids;
mod integer_discriminators;
mod invalid_values;
mod listed_children_values;
mod merge_patches;
mod null;
mod one_of;
mod one_of_constants_values;
mod runtime;
mod validation;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Decodes a value and asserts that it encodes to the same JSON.
fn round_trip<T: DeserializeOwned + Serialize>(json: &Value) -> T {
    let read: T = serde_json::from_value(json.clone()).expect("the value matches the type");
    assert_eq!(
        serde_json::to_value(&read).expect("a decoded value can be encoded"),
        *json
    );
    read
}
