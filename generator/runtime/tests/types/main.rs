//! Generated types, which read and write the values that their documents describe. The other files are `types.rs` of the
//! fixtures of the same name; a test of the generator keeps them so.

#![allow(missing_docs, reason = "tests are named after what they show")]

/// Generated files, as they are.
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
    enums,
    narrowed_enums,
    one_of_discriminator,
    one_of_shapes,
    parents,
    string_formats,
    v3_1_types,
    validated
);

mod all_of_values;
mod choices;
mod families;
mod narrowed;
mod nothing;
mod runtime;
mod validation;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads a value and holds that it is written as it was.
fn round_trip<T: DeserializeOwned + Serialize>(json: &Value) -> T {
    let read: T = serde_json::from_value(json.clone()).expect("the value fits");
    assert_eq!(
        serde_json::to_value(&read).expect("what was read can be written"),
        *json
    );
    read
}
