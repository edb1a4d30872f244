//! Decoding of text: in the charset of its content type, or, in messages, in one that is guessed.

use std::borrow::Cow;
use std::str::Utf8Error;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::http::{is_xml, parameters};

/// The maximum length of an XML declaration.
const MAX_DECLARATION: usize = 256;

/// The charset of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    /// UTF-8, and every charset that is not one of the others.
    Utf8,
    /// That of the XML declaration, as the content type has none.
    Xml,
    /// UTF-16 with these bytes first unless there is a byte order mark: the higher, or else the lower ones.
    Utf16 { is_big_endian: bool },
    /// windows-1252, which includes Latin-1 and is what servers mean by it (WHATWG Encoding, section 4.2).
    Windows1252,
}

impl Charset {
    /// Returns the charset of a content type. The default is UTF-8.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let content_type = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let parameters = parameters(content_type.unwrap_or_default());
        let charset = parameters
            .into_iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("charset"));
        match charset {
            None if content_type.is_some_and(is_xml) => Self::Xml,
            None => Self::Utf8,
            Some((_, charset)) => Self::named(&charset),
        }
    }

    fn named(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "l1" | "windows-1252"
            | "cp1252" | "x-cp1252" => Self::Windows1252,
            "utf-16" | "utf-16be" => Self::Utf16 {
                is_big_endian: true,
            },
            "utf-16le" => Self::Utf16 {
                is_big_endian: false,
            },
            _ => Self::Utf8,
        }
    }

    /// Decodes a whole body, or returns what it is not.
    pub(crate) fn decode(
        self,
        bytes: Vec<u8>,
    ) -> Result<String, (&'static str, Option<Utf8Error>)> {
        let is_utf16 = matches!(bytes.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
        match self {
            // A body in UTF-8 does not start with these bytes.
            Self::Utf8 | Self::Xml if is_utf16 => {
                let is_big_endian = true;
                Self::Utf16 { is_big_endian }.decode(bytes)
            }
            // A document that has been converted to UTF-8 often has the declaration from before.
            Self::Xml if std::str::from_utf8(&bytes).is_ok() => Self::Utf8.decode(bytes),
            Self::Xml => declared(&bytes).decode(bytes),
            Self::Utf8 => String::from_utf8(bytes)
                .map_err(|error| ("the body is not valid UTF-8", Some(error.utf8_error()))),
            Self::Windows1252 => Ok(bytes.into_iter().map(windows_1252).collect()),
            Self::Utf16 { is_big_endian } => {
                let (is_big_endian, bytes) = match bytes.as_slice() {
                    [0xff, 0xfe, rest @ ..] => (false, rest),
                    [0xfe, 0xff, rest @ ..] => (true, rest),
                    bytes => (is_big_endian, bytes),
                };
                let (units, rest) = bytes.as_chunks::<2>();
                let unit = if is_big_endian {
                    u16::from_be_bytes
                } else {
                    u16::from_le_bytes
                };
                let text = char::decode_utf16(units.iter().map(|pair| unit(*pair)));
                let text = text.collect::<Result<String, _>>();
                text.ok()
                    .filter(|_| rest.is_empty())
                    .ok_or(("the body is not valid UTF-16", None))
            }
        }
    }
}

/// Returns the charset of the XML declaration at the start of a document.
fn declared(document: &[u8]) -> Charset {
    let start = document.get(..MAX_DECLARATION).unwrap_or(document);
    let declaration = start.strip_prefix(b"<?xml").and_then(|rest| {
        let end = rest.windows(2).position(|two| two == b"?>")?;
        std::str::from_utf8(rest.get(..end)?).ok()
    });
    let encoding = declaration.and_then(|text| {
        let (_, value) = text.split_once("encoding")?;
        let value = value.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (name, _) = value.get(1..)?.split_once(quote)?;
        Some(name)
    });
    match encoding.map(Charset::named) {
        Some(Charset::Windows1252) => Charset::Windows1252,
        // A declaration that can be read is not in UTF-16.
        _ => Charset::Utf8,
    }
}

/// The characters of windows-1252 where it differs from Latin-1, from 0x80.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Decodes text: UTF-8, which may end within a character, or UTF-16 with a byte order mark, or else windows-1252, which
/// includes Latin-1. A byte order mark is removed.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => return utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return utf16(rest, u16::from_be_bytes),
        _ => {}
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        // Only the last character is incomplete.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default())
        }
        Err(_) => bytes.iter().copied().map(windows_1252).collect(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'_, str> {
    let pairs = bytes.chunks_exact(2);
    let units = pairs.filter_map(|pair| Some(unit([*pair.first()?, *pair.last()?])));
    char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

fn windows_1252(byte: u8) -> char {
    let index = byte.checked_sub(0x80).map(usize::from);
    let special = index.and_then(|index| WINDOWS_1252.get(index));
    special.copied().unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::{Charset, HeaderMap};
    use http::header::CONTENT_TYPE;

    fn text(content_type: &'static str, bytes: &[u8]) -> Result<String, &'static str> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, http::HeaderValue::from_static(content_type));
        let text = Charset::of(&headers).decode(bytes.to_vec());
        text.map_err(|(reason, _)| reason)
    }

    #[test]
    fn text_has_the_charset_of_its_content_type() {
        let latin = b"\xe9\x80";
        for content_type in [
            "text/csv; charset=ISO-8859-1",
            "text/csv;Charset=\"windows-1252\"",
        ] {
            assert_eq!(text(content_type, latin).as_deref(), Ok("\u{e9}\u{20ac}"));
        }
        for content_type in [
            "text/csv",
            "text/csv; charset=utf-8",
            "text/csv; charset=odd",
        ] {
            assert_eq!(
                text(content_type, "\u{e9}".as_bytes()).as_deref(),
                Ok("\u{e9}")
            );
            assert_eq!(
                text(content_type, latin),
                Err("the body is not valid UTF-8")
            );
        }
        let wide = "text/csv; charset=utf-16";
        assert_eq!(
            text(wide, b"\0a\xd8\x3d\xde\0").as_deref(),
            Ok("a\u{1f600}")
        );
        assert_eq!(text(wide, b"\xff\xfea\0").as_deref(), Ok("a"));
        assert_eq!(text("a/b; charset=UTF-16LE", b"a\0").as_deref(), Ok("a"));
        assert_eq!(text("text/csv", b"\xff\xfea\0").as_deref(), Ok("a"));
        for invalid in [&b"\0"[..], b"\xd8\x3d", b"\xd8\x3d\0a"] {
            assert_eq!(text(wide, invalid), Err("the body is not valid UTF-16"));
        }
    }

    #[test]
    fn xml_without_a_charset_has_that_of_its_declaration() {
        let latin = b"<?xml version='1.0' encoding = \"ISO-8859-1\" ?><a>\xe9</a>";
        let expected = "<?xml version='1.0' encoding = \"ISO-8859-1\" ?><a>\u{e9}</a>";
        for xml in [
            "application/xml",
            "text/XML",
            "application/atom+xml; type=feed",
        ] {
            assert_eq!(text(xml, latin).as_deref(), Ok(expected));
        }
        for other in ["text/plain", "application/xml; charset=utf-8"] {
            assert_eq!(text(other, latin), Err("the body is not valid UTF-8"));
        }
        for utf8 in [
            "<?xml version='1.0' encoding='UTF-8'?><a>\u{e9}</a>",
            "<?xml version='1.0' encoding='UTF-16'?><a>\u{e9}</a>",
            "<?xml version='1.0' encoding='ISO-8859-1'?><a>\u{e9}</a>",
            "<?xml version='1.0'?><a encoding='latin1'>\u{e9}</a>",
            "<?xml encoding",
            "<?xml encoding='latin1?><a>\u{e9}</a>",
            "\u{feff}<a/>",
            "",
        ] {
            assert_eq!(text("text/xml", utf8.as_bytes()).as_deref(), Ok(utf8));
        }
        assert_eq!(text("text/xml", b"\xfe\xff\0<").as_deref(), Ok("<"));
    }
}
