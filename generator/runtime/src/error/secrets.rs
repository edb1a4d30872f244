//! The credentials that no error may show, although a server may have repeated them.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The length from which a secret is replaced anywhere. A shorter one is replaced only as a whole word.
const MIN_LENGTH: usize = 8;

/// The replacement of a secret.
const REPLACEMENT: &str = "[redacted]";

/// The credentials that no error may show.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Arc<[String]>);

impl Secrets {
    /// Creates the secrets from the strings that were sent, in all the forms in which a response may repeat them.
    pub(crate) fn new(sent: impl IntoIterator<Item = String>) -> Self {
        let mut forms = sent.into_iter().flat_map(forms).collect::<Vec<_>>();
        // The longest first, because a secret may contain another.
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        forms.dedup();
        Self(forms.into())
    }

    /// Returns these secrets and others.
    pub(crate) fn and(&self, sent: impl IntoIterator<Item = String>) -> Self {
        Self::new(self.0.iter().cloned().chain(sent))
    }

    /// Replaces the secrets in a string.
    pub(crate) fn redacted(&self, text: &str) -> String {
        self.start(text, usize::MAX).0
    }

    /// Replaces the secrets in the start of a string, up to a length of the result. Returns whether the rest is cut.
    pub(crate) fn start(&self, text: &str, length: usize) -> (String, bool) {
        let mut start = String::new();
        let mut at = 0;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let (shown, end) = match self.at(text.as_bytes(), at) {
                Some(end) => (REPLACEMENT, end),
                None => (
                    text.get(at..at + c.len_utf8()).unwrap_or_default(),
                    at + c.len_utf8(),
                ),
            };
            if start.len() + shown.len() > length {
                return (start, true);
            }
            start.push_str(shown);
            // Within a character only if a secret in the bytes ends there, which valid UTF-8 rules out.
            at = end;
        }
        (start, false)
    }

    /// Returns whether a string contains a secret.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        (0..text.len()).any(|at| self.at(text.as_bytes(), at).is_some())
    }

    /// Extends a range of a body so that it does not begin or end within a secret.
    pub(crate) fn extended(&self, body: &[u8], range: Range<usize>) -> Range<usize> {
        let longest = self.0.first().map_or(0, String::len);
        let mut extended = range.clone();
        for start in range.start.saturating_sub(longest)..range.end {
            if let Some(end) = self.at(body, start).filter(|end| *end > range.start) {
                extended = extended.start.min(start)..extended.end.max(end);
            }
        }
        extended
    }

    /// Returns the end of the secret that starts at an offset.
    fn at(&self, text: &[u8], start: usize) -> Option<usize> {
        let is_part_of_word = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
        let ends = self.0.iter().filter_map(|secret| {
            let end = start + secret.len();
            let found = text.get(start..end)?;
            let is_word = || {
                let is_after_word = start.checked_sub(1).is_some_and(is_part_of_word);
                !is_after_word && !is_part_of_word(end)
            };
            let is_secret = found.eq_ignore_ascii_case(secret.as_bytes());
            (is_secret && (secret.len() >= MIN_LENGTH || is_word())).then_some(end)
        });
        ends.max()
    }
}

/// Returns a secret as it is, and as it is written in JSON, HTML and URLs.
fn forms(secret: String) -> Vec<String> {
    let json = serde_json::to_string(&secret).unwrap_or_default();
    let json = json
        .get(1..json.len().saturating_sub(1))
        .unwrap_or_default()
        .to_owned();
    let html = |quote: &str, apostrophe: &str| {
        let text = secret.replace('&', "&amp;").replace('<', "&lt;");
        let text = text.replace('>', "&gt;").replace('"', quote);
        text.replace('\'', apostrophe)
    };
    let mut forms = vec![
        json.replace('/', "\\/"),
        json,
        html("&quot;", "&#39;"),
        html("&#34;", "&#x27;"),
        html("\"", "'"),
        secret.bytes().map(percent_encoded).collect(),
        secret,
    ];
    forms.retain(|form| !form.is_empty());
    forms.sort();
    forms.dedup();
    forms
}

fn percent_encoded(byte: u8) -> String {
    match byte {
        b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REPLACEMENT)
    }
}
