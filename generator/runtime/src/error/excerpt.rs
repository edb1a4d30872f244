//! The start of a response body, for the `Debug` output of its error.

use std::fmt;

use super::secrets::Secrets;

/// The maximum number of bytes that are shown.
const MAX_SHOWN: usize = 1000;

/// The number of bytes that are searched for secrets, which may take more space than their replacements.
const MAX_SEARCHED: usize = 16 * 1024;

/// The start of a body.
pub(super) struct Excerpt {
    text: String,
    is_cut: bool,
}

impl Excerpt {
    /// Creates an excerpt, in which secrets are replaced.
    pub(super) fn new(body: &[u8], secrets: &Secrets) -> Self {
        // A secret that crosses the end must not be shown either.
        let searched = secrets.extended(body, 0..body.len().min(MAX_SEARCHED));
        let text = String::from_utf8_lossy(body.get(searched.clone()).unwrap_or_default());
        let (text, is_cut) = secrets.start(&text, MAX_SHOWN);
        Self {
            is_cut: is_cut || searched.end < body.len(),
            text,
        }
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `Debug` of a string escapes control and formatting characters.
        write!(f, "{:?}{}", self.text, if self.is_cut { "…" } else { "" })
    }
}
