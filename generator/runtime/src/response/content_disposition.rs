//! The file name in a `content-disposition` header (RFC 6266).

use http::HeaderMap;
use http::header::CONTENT_DISPOSITION;
use percent_encoding::percent_decode_str;

use super::http::parameters;
use super::json::is_hidden;

/// Returns the file name without directories: a server must not choose where a file is saved.
pub(crate) fn file_name(headers: &HeaderMap) -> Option<String> {
    let header = headers.get(CONTENT_DISPOSITION)?;
    let header = String::from_utf8_lossy(header.as_bytes());
    let mut plain = None;
    for (name, value) in parameters(&header) {
        if name.eq_ignore_ascii_case("filename*") {
            // `filename*` takes precedence in either order (section 4.3).
            if let Some(name) = extended(&value).as_deref().and_then(last_segment) {
                return Some(name);
            }
        } else if name.eq_ignore_ascii_case("filename") && plain.is_none() {
            plain = last_segment(&value);
        }
    }
    plain
}

/// Decodes an extended value such as `UTF-8'en'%e2%82%ac.txt` (RFC 8187, section 3.2).
fn extended(value: &str) -> Option<String> {
    let mut parts = value.splitn(3, '\'');
    let (charset, _, text) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes = percent_decode_str(text);
    match charset.to_ascii_lowercase().as_str() {
        "utf-8" => bytes.decode_utf8().ok().map(Into::into),
        "iso-8859-1" => Some(bytes.map(char::from).collect()),
        _ => None,
    }
}

/// Returns the part of a name that names a file: without folders and a Windows drive, control and bidirectional
/// characters, which would hide the actual extension.
fn last_segment(name: &str) -> Option<String> {
    let name: String = name.chars().filter(|c| !is_hidden(*c)).collect();
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = match name.split_once(':') {
        Some((drive, rest)) if drive.len() == 1 => rest,
        _ => name,
    };
    // Windows ignores dots and spaces at the end, so these name a folder too.
    let is_folder = name.chars().all(|c| c == '.' || c.is_whitespace());
    (!is_folder).then(|| name.to_owned())
}
