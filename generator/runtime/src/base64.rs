//! How do bytes look in JSON (`format: byte`)? As Base64 text.

use std::any::type_name;
use std::io;

use ::base64::Engine as _;
use ::base64::alphabet::STANDARD;
use ::base64::display::Base64Display;
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::ser::Formatter;

use super::json::{Json, Mismatch};

/// Padded on the way out, padded or not on the way in.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// How many bytes become text at once: few enough for the stack, enough to be quick.
const PIECE: usize = 384;

/// Written with padding (RFC 4648, section 4), read with or without.
impl Json for Bytes {
    const OFTEN_WRONG: bool = true;

    fn from_json(value: Value) -> Result<Self, Mismatch> {
        ENGINE
            .decode(String::from_json(value)?)
            .map(Self::from)
            .map_err(Mismatch::new)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if is_own::<S>() {
            return serializer.serialize_bytes(self);
        }
        serializer.collect_str(&Base64Display::new(self, &ENGINE))
    }
}

/// Writes a value as JSON text, with bytes as Base64.
///
/// `serde_json` looks in any text for what has to be escaped, which takes longer than all else that there is to do.
/// Base64 has nothing of the kind.
pub(super) fn write_json<T: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    value: &T,
) -> serde_json::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(out, Unsearched))
}

struct Unsearched;

impl Formatter for Unsearched {
    fn write_byte_array<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        bytes: &[u8],
    ) -> io::Result<()> {
        let mut text = [0; PIECE / 3 * 4];
        writer.write_all(b"\"")?;
        for piece in bytes.chunks(PIECE) {
            let length = ENGINE
                .encode_slice(piece, &mut text)
                .map_err(io::Error::other)?;
            writer.write_all(text.get(..length).unwrap_or_default())?;
        }
        writer.write_all(b"\"")
    }
}

/// Whether this is the serializer of [`write_json`]; any other would not make text of bytes. A name is all that there is
/// to know a type by which may hold references. If names should ever differ, the same is written in more time.
fn is_own<S>() -> bool {
    type_name::<S>() == type_name::<&mut serde_json::Serializer<&mut Vec<u8>, Unsearched>>()
}

/// Bytes as padded Base64 text.
pub(super) fn text(bytes: &(impl AsRef<[u8]> + ?Sized)) -> String {
    ENGINE.encode(bytes)
}
