//! Conversion between JSON values and Rust types.
//!
//! Generated types implement [`Json`] instead of deriving `serde` traits. A type is decoded from a
//! [`serde_json::Value`] by functions that are compiled once, and a format (a timestamp, Base64) is an ordinary type at
//! any depth of options, arrays and maps.

mod base64;
mod convert;
mod custom;
mod escape;
mod far_future;
pub mod generated_types;
pub mod limit;
mod mismatch;
mod object;
mod one_of;
mod property;
mod secret;
mod set_property;
mod standard_types;
mod timestamp;
mod writer;

pub(crate) use self::base64::encode;
pub(crate) use self::convert::from_string;
pub use self::convert::{
    Json, accepts_inner, accepts_scalar, from_format, is_lenient, is_rewritten, keeps_inner, read,
    written, written_list,
};
pub use self::custom::{CustomType, from_parsed, from_serde, is_custom_type};
pub(crate) use self::escape::{Escaping, escape, is_hidden};
pub use self::limit::LimitError;
pub use self::mismatch::Mismatch;
pub(crate) use self::mismatch::{JsonPath, Step, shortened};
pub use self::object::{entries, properties, property, put, put_all, put_null, take, take_kept};
pub use self::one_of::{OneOf, Variant, is_unknown, read_one_of, write_tagged};
pub use self::property::{Entries, Property, accepts_object, undeclared};
pub use self::secret::Secret;
pub(crate) use self::set_property::{property_text, with_property};
// For the macros, whose callers need not depend on these crates.
pub(crate) use self::standard_types::whole;
pub(crate) use self::writer::{write_any_json, write_json};
#[doc(hidden)]
pub use {serde, serde_json};
