//! JSON for the types that settings may use in place of strings. An embedded runtime does not have it: generated code
//! implements it where the API has such types.

use crate::embedded::json;

crate::custom_text!(jiff::SignedDuration);
crate::custom_text!(jiff::civil::DateTime);
crate::custom_text!(jiff::civil::Time);
#[cfg(feature = "rust_decimal")]
crate::custom_text!(rust_decimal::Decimal);
#[cfg(feature = "url")]
crate::custom_text!(url::Url);
