//! The documentation of an item, from the document.

use std::borrow::Cow;

/// The documentation of an item, from the document. All strings are `CommonMark`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// A short sentence.
    pub summary: Option<String>,
    /// A longer description.
    pub description: Option<String>,
    /// The limits and defaults that the types do not express, one sentence each.
    pub notes: Vec<String>,
    /// A link to external documentation.
    pub link: Option<Link>,
    /// Whether the item is deprecated.
    pub deprecated: bool,
}

/// A link to external documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The URL.
    pub url: String,
    /// The description of the page.
    pub description: Option<String>,
}

/// Formats a code span, with enough backticks around it to escape those inside (`CommonMark`, section 6.1). Every name
/// of a document in documentation goes through this function.
pub fn code_span(text: &str) -> String {
    let text = visible(text);
    let text = text.replace('\n', "\\n").replace('\t', "\\t");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let is_stripped = text.starts_with(' ') && text.ends_with(' ');
    let padding = if text.starts_with('`') || text.ends_with('`') || text.is_empty() || is_stripped
    {
        " "
    } else {
        ""
    };
    format!("{fence}{padding}{text}{padding}{fence}")
}

/// A string in which control characters and marks that turn the direction of text are visible escapes. Lines and tabs
/// stay. The compiler rejects such characters in comments, or denies them by a lint.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_invisible(c) {
            escaped.extend(c.escape_unicode());
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// Whether a character is a control character that does not separate lines or words, or a mark of direction.
fn is_invisible(c: char) -> bool {
    match c {
        '\n' | '\t' | ' '..='~' => false,
        '\u{061C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' => true,
        other => other.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_visible() {
        assert_eq!(visible("a\r\nb\tc é"), "a\nb\tc é");
        assert_eq!(
            visible("\r\0\u{7f}\u{85}\u{202e}\u{feff}\u{2028}"),
            r"\u{d}\u{0}\u{7f}\u{85}\u{202e}\u{feff}\u{2028}"
        );
    }

    #[test]
    fn no_name_leaves_its_code_span() {
        assert_eq!(code_span("a"), "`a`");
        assert_eq!(code_span("a`\n\n```\nb"), "````a`\\n\\n```\\nb````");
        assert_eq!(code_span("`"), "`` ` ``");
        assert_eq!(code_span(" a "), "`  a  `");
        assert_eq!(code_span("a\rb"), r"`a\u{d}b`");
    }
}
