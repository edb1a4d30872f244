//! The start of a response body, for the `Debug` output of its error.

use std::fmt;

/// The maximum number of bytes that are shown.
const MAX_SHOWN: usize = 1000;

/// The minimum length of a secret that is replaced. A shorter one would also be replaced within ordinary words.
const MIN_SECRET: usize = 8;

/// The start of a body.
pub(super) struct Excerpt {
    text: String,
    is_cut: bool,
}

impl Excerpt {
    /// Creates an excerpt, in which secrets are replaced.
    pub(super) fn new(body: &[u8], secrets: &[&str]) -> Self {
        // A secret that crosses the end of the excerpt must not be shown either.
        let longest = secrets.iter().map(|secret| secret.len()).max();
        let searched = body.len().min(MAX_SHOWN + longest.unwrap_or(0));
        let text = String::from_utf8_lossy(body.get(..searched).unwrap_or_default());
        let text = redacted(text.into_owned(), secrets);
        let mut ends = (0..=MAX_SHOWN.min(text.len())).rev();
        let end = ends.find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        Self {
            is_cut: end < text.len() || searched < body.len(),
            text: text.get(..end).unwrap_or_default().to_owned(),
        }
    }
}

/// Replaces the secrets in a string, which a server may have repeated.
pub(super) fn redacted(text: String, secrets: &[&str]) -> String {
    let secrets = secrets.iter().filter(|secret| secret.len() >= MIN_SECRET);
    secrets.fold(text, |text, secret| {
        if text.contains(secret) {
            text.replace(secret, "[redacted]")
        } else {
            text
        }
    })
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `Debug` of a string escapes control and formatting characters.
        write!(f, "{:?}{}", self.text, if self.is_cut { "…" } else { "" })
    }
}
