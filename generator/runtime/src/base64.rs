//! How do bytes look in JSON (`format: byte`)? As Base64 text.

use ::base64::Engine as _;
use ::base64::alphabet::STANDARD;
use ::base64::display::Base64Display;
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::{Serializer, ser};
use serde_json::Value;

use super::json::{Json, Mismatch};

/// Padded on the way out, padded or not on the way in.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What is quicker as one piece.
const SHORT: usize = 4096;

/// How much text needs no memory of its own.
const STACK: usize = 512;

/// Written with padding (RFC 4648, section 4), read with or without.
impl Json for Bytes {
    const OFTEN_WRONG: bool = true;

    fn from_json(value: Value) -> Result<Self, Mismatch> {
        ENGINE.decode(String::from_json(value)?).map(Self::from).map_err(Mismatch::new)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut stack = [0; STACK];
        if let Ok(length) = ENGINE.encode_slice(self, &mut stack) {
            let text = stack.get(..length).unwrap_or_default();
            return serializer.serialize_str(str::from_utf8(text).map_err(ser::Error::custom)?);
        }
        if self.len() <= SHORT {
            return serializer.serialize_str(&text(self));
        }
        // Not all of the text at once: its memory would be new to the processor from end to end.
        serializer.collect_str(&Base64Display::new(self, &ENGINE))
    }
}

/// Bytes as padded Base64 text.
pub(super) fn text(bytes: &(impl AsRef<[u8]> + ?Sized)) -> String {
    ENGINE.encode(bytes)
}
