//! How do bytes look in JSON (`format: byte`)? As Base64 text.

use std::borrow::Cow;

use ::base64::Engine as _;
use ::base64::alphabet::STANDARD;
use ::base64::display::Base64Display;
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serializer, de};

use super::format::Format;

/// Padded on the way out, padded or not on the way in.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Written with padding (RFC 4648, section 4), read with or without.
impl Format for Bytes {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A short value needs no memory of its own, a long one not all of it at once.
        let mut buffer = [0; 2048];
        let short = ENGINE.encode_slice(self, &mut buffer).ok().and_then(|length| buffer.get(..length));
        match short.and_then(|text| std::str::from_utf8(text).ok()) {
            Some(text) => serializer.serialize_str(text),
            None => serializer.collect_str(&Base64Display::new(self, &ENGINE)),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        ENGINE.decode(text.as_bytes()).map(Bytes::from).map_err(de::Error::custom)
    }
}

/// Bytes as padded Base64 text.
pub(super) fn text(bytes: &(impl AsRef<[u8]> + ?Sized)) -> String {
    ENGINE.encode(bytes)
}
