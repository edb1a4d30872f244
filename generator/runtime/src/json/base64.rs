//! Bytes in JSON (`format: byte`), encoded as Base64.

use ::base64::Engine as _;
use ::base64::alphabet::STANDARD;
use ::base64::display::Base64Display;
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::convert::{Json, accepts_scalar, from_text};
use super::mismatch::Mismatch;

/// Writes padding, and accepts input with or without it.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The name of a newtype struct around a string without characters that JSON escapes.
///
/// [`write_json`](super::write_json) skips the search for such characters. Any other serializer writes the same string.
pub(super) const NO_ESCAPES: &str = "$openapi-crate-runtime::NoEscapes";

/// Encodes with padding (RFC 4648, section 4), and decodes with or without it.
impl Json for Bytes {
    const LENIENT: bool = true;

    fn from_json(value: Value) -> Result<Self, Mismatch> {
        Self::decode(value).map_err(|(_, mismatch)| mismatch)
    }

    fn decode(value: Value) -> Result<Self, (Value, Mismatch)> {
        from_text(value, |text| {
            let bytes = ENGINE.decode(text).map_err(Mismatch::new)?;
            Ok(Self::from(bytes))
        })
    }

    fn accepts(value: &Value) -> bool {
        accepts_scalar::<Self>(value)
    }

    /// Returns whether padding is missing.
    fn is_unknown(value: &Value) -> bool {
        value.as_str().is_some_and(|text| text.len() % 4 != 0)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(NO_ESCAPES, &Base64(self))
    }
}

struct Base64<'a>(&'a [u8]);

impl Serialize for Base64<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Base64Display::new(self.0, &ENGINE))
    }
}

/// Encodes bytes as Base64 with padding.
pub(crate) fn encode(bytes: &(impl AsRef<[u8]> + ?Sized)) -> String {
    ENGINE.encode(bytes)
}
