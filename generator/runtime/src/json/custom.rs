//! Types of the user's in JSON, by their `serde` implementations or as strings.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

use super::convert::from_text;
use super::mismatch::Mismatch;

/// The traits of a type of the user's, which replaces one of the document.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot replace a type of the OpenAPI document",
    label = "this type must implement `Clone`, `Debug`, `PartialEq`, and `Serialize` and `Deserialize` of serde",
    note = "the settings `types` or an overlay's `x-rust-type` name it"
)]
pub trait CustomType: Clone + fmt::Debug + PartialEq + Serialize + DeserializeOwned {}

impl<T: Clone + fmt::Debug + PartialEq + Serialize + DeserializeOwned> CustomType for T {}

/// Fails to compile for a type that lacks a trait of [`CustomType`].
pub const fn is_custom_type<T: CustomType>() {}

/// Decodes a string that a type parses, in any spelling that it accepts.
///
/// # Errors
///
/// Returns the value and a [`Mismatch`] if it is not a string, or the type does not parse it.
pub fn from_parsed<T: FromStr<Err: fmt::Display>>(value: Value) -> Result<T, (Value, Mismatch)> {
    from_text(value, |text| text.parse::<T>().map_err(Mismatch::new))
}

/// Decodes a value with the type's own implementation of `Deserialize`.
///
/// # Errors
///
/// Returns a [`Mismatch`] with the path to the value that does not match the type.
pub fn from_serde<T: DeserializeOwned>(value: Value) -> Result<T, Mismatch> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path: Vec<Segment> = error.path().iter().cloned().collect();
        let mismatch = Mismatch::new(error.into_inner());
        path.into_iter()
            .rev()
            .fold(mismatch, |mismatch, segment| match segment {
                Segment::Seq { index } => mismatch.at(index),
                Segment::Map { key } => mismatch.under(&key),
                // A variant is no step in the JSON, and an unknown step has no name.
                Segment::Enum { .. } | Segment::Unknown => mismatch,
            })
    })
}
