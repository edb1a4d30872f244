//! The cursors of lists.
//!
//! A cursor is opaque to clients. It is Base64 with the characters that need encoding in a query (`+`, `/`, `=`), and
//! is valid only for the list that it was made for.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::limits::{PAGE_LIMIT, integer};
use crate::problem::Problem;

/// The start of all cursors, which is `+/+/` in Base64.
const START: &[u8] = &[0xfb, 0xff, 0xbf];

/// Identifies a list. The number of elements per page may change from page to page.
#[derive(Debug, Clone, Copy, Hash)]
pub(crate) enum List<'a> {
    Stores {
        name: Option<&'a str>,
    },
    Keys {
        store: &'a str,
        prefix: &'a str,
        is_eventual: bool,
    },
}

impl List<'_> {
    /// Returns the cursor of the page after this element.
    pub(crate) fn cursor(&self, last: &[u8]) -> String {
        let mut bytes = START.to_vec();
        bytes.extend_from_slice(&self.hash_with(last).to_be_bytes());
        // A cursor always ends with `=`, so its length is not a multiple of three.
        let padding = usize::from((bytes.len() + 1 + last.len()).is_multiple_of(3));
        bytes.push(u8::from(padding == 1));
        bytes.extend(std::iter::repeat_n(0, padding));
        bytes.extend_from_slice(last);
        STANDARD.encode(bytes)
    }

    /// Returns the element before the page of a cursor.
    pub(crate) fn position(&self, cursor: &str) -> Result<Vec<u8>, Problem> {
        self.decode(cursor)
            .ok_or_else(|| Problem::bad_request("the cursor does not belong to this list"))
    }

    fn decode(&self, cursor: &str) -> Option<Vec<u8>> {
        let bytes = STANDARD.decode(cursor).ok()?;
        let (hash, rest) = bytes.strip_prefix(START)?.split_first_chunk::<8>()?;
        let (padding, rest) = rest.split_first()?;
        let last = match padding {
            0 => rest,
            1 => rest.strip_prefix(&[0])?,
            _ => return None,
        };
        (self.hash_with(last).to_be_bytes() == *hash).then(|| last.to_vec())
    }

    fn hash_with(&self, last: &[u8]) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        last.hash(&mut hasher);
        hasher.finish()
    }
}

/// Returns the number of elements per page for the argument `limit`.
pub(crate) fn limit(argument: Option<&str>) -> Result<usize, Problem> {
    let Some(argument) = argument else {
        return Ok(PAGE_LIMIT);
    };
    match integer(argument) {
        Some(0) | None => Err(Problem::bad_request("`limit` must be a positive integer")),
        Some(limit) => Ok(usize::try_from(limit).map_or(PAGE_LIMIT, |limit| limit.min(PAGE_LIMIT))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: List<'_> = List::Keys {
        store: "s",
        prefix: "",
        is_eventual: false,
    };

    #[test]
    fn a_cursor_needs_encoding_and_returns_its_position() {
        for last in ["", "a", "ab", "abc", "ü/日本"] {
            let cursor = KEYS.cursor(last.as_bytes());
            assert!(
                cursor.starts_with("+/+/") && cursor.ends_with('='),
                "{cursor}"
            );
            assert_eq!(KEYS.position(&cursor).ok(), Some(last.as_bytes().to_vec()));
        }
    }

    #[test]
    fn a_cursor_of_a_different_list_is_an_error() {
        let cursor = KEYS.cursor(b"k");
        let others = [
            List::Stores { name: None },
            List::Keys {
                store: "t",
                prefix: "",
                is_eventual: false,
            },
            List::Keys {
                store: "s",
                prefix: "k",
                is_eventual: false,
            },
            List::Keys {
                store: "s",
                prefix: "",
                is_eventual: true,
            },
        ];
        for other in others {
            assert!(other.position(&cursor).is_err(), "{other:?}");
        }
        for broken in ["", "=", "+/+/", "AAAA", &cursor[1..], &format!("{cursor}=")] {
            assert!(KEYS.position(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn a_limit_is_positive_and_has_a_maximum() {
        assert_eq!(limit(None).ok(), Some(1_000));
        assert_eq!(limit(Some("5")).ok(), Some(5));
        assert_eq!(limit(Some("99999999999")).ok(), Some(1_000));
        for wrong in ["", "0", "-1", "+1", "1.5", "ten", "99999999999999999999999"] {
            assert!(limit(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
