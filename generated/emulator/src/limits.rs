//! The limits of names, keys, values, metadata and numbers.

use http::StatusCode;

use crate::problem::Problem;

/// The maximum length of a key, in bytes of UTF-8.
pub const KEY_BYTES: usize = 1_024;

/// The maximum length of an item's metadata, in bytes of UTF-8.
pub const METADATA_BYTES: usize = 2_000;

/// The maximum length of a value: 25 MB, in bytes.
pub const VALUE_BYTES: usize = 25 * 1_024 * 1_024;

/// The maximum length of a store's name, in bytes of UTF-8.
pub const STORE_NAME_BYTES: usize = 255;

/// The default and the maximum of the number of stores or keys on a page.
pub const PAGE_LIMIT: usize = 1_000;

/// The maximum length of a JSON request body, in bytes.
pub(crate) const JSON_BYTES: usize = 64 * 1_024;

/// The maximum number of errors that the response to a batch lists.
pub(crate) const BATCH_ERRORS: usize = 10_000;

const FORBIDDEN_IN_KEYS: &[char] = &['\r', '\n', '#', ';', '?', '^', '|'];
const FORBIDDEN_KEY_PREFIX: &str = ".well-known/acme-challenge/";

/// Returns an error unless this is a key of an item.
pub(crate) fn check_key(key: &str) -> Result<(), Problem> {
    let reason = if key.is_empty() || key.len() > KEY_BYTES {
        format!("a key has 1 to {KEY_BYTES} bytes")
    } else if key == "." || key == ".." {
        "a key cannot be `.` or `..`".to_owned()
    } else if key.starts_with(FORBIDDEN_KEY_PREFIX) {
        format!("a key cannot start with `{FORBIDDEN_KEY_PREFIX}`")
    } else if let Some(found) = key.chars().find(|char| FORBIDDEN_IN_KEYS.contains(char)) {
        format!("a key cannot contain {found:?}")
    } else {
        return Ok(());
    };
    Err(Problem::bad_request(reason))
}

/// Returns an error unless this is a name of a store.
pub(crate) fn check_store_name(name: &str) -> Result<(), Problem> {
    if name.is_empty() {
        return Err(Problem::bad_request("a store needs a name"));
    }
    if name.len() > STORE_NAME_BYTES {
        return Err(Problem::bad_request(format!(
            "the name of a store is limited to {STORE_NAME_BYTES} bytes"
        )));
    }
    Ok(())
}

/// Returns an error if metadata is too long.
pub(crate) fn check_metadata(metadata: &[u8]) -> Result<(), Problem> {
    if metadata.len() > METADATA_BYTES {
        return Err(Problem::bad_request(format!(
            "metadata is limited to {METADATA_BYTES} bytes"
        )));
    }
    if std::str::from_utf8(metadata).is_err() {
        return Err(Problem::bad_request("metadata must be UTF-8"));
    }
    Ok(())
}

/// Parses an integer of decimal digits, without a sign.
pub(crate) fn integer(text: &str) -> Option<u64> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// The error for a value that exceeds the limit.
pub(crate) fn value_too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "the value is too large")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_limits() {
        let longest = "k".repeat(KEY_BYTES);
        for key in ["k", "...", ".well-known/", "a/../b", " ", "\u{0}", &longest] {
            assert!(check_key(key).is_ok(), "{key:?}");
        }
        let longer = "ü".repeat(KEY_BYTES / 2 + 1);
        let challenge = ".well-known/acme-challenge/x";
        for key in ["", ".", "..", challenge, "a\rb", "a\nb", &longer] {
            assert!(check_key(key).is_err(), "{key:?}");
        }
        for key in ["#", ";", "?", "^", "|"] {
            assert!(check_key(key).is_err(), "{key:?}");
        }
    }

    #[test]
    fn names_and_metadata_have_limits() {
        assert!(check_store_name(&"n".repeat(STORE_NAME_BYTES)).is_ok());
        assert!(check_store_name(&"n".repeat(STORE_NAME_BYTES + 1)).is_err());
        assert!(check_store_name("").is_err());
        assert!(check_metadata(&[b'm'; METADATA_BYTES]).is_ok());
        assert!(check_metadata(&[b'm'; METADATA_BYTES + 1]).is_err());
        assert!(check_metadata(b"\xff").is_err());
    }
}
