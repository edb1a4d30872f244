//! The documentation of an item, from the document.

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

/// Formats a code span, with enough backticks around it to escape those inside (`CommonMark`, section 6.1).
pub fn code_span(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let padding = if text.starts_with('`') || text.ends_with('`') || text.is_empty() {
        " "
    } else {
        ""
    };
    format!(
        "{fence}{padding}{}{padding}{fence}",
        text.replace('\n', "\\n")
    )
}
