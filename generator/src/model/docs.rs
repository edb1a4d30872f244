//! What a document says of one thing, for the readers of the generated documentation.

/// What a document says of one thing, for the reader of the generated documentation. All texts are `CommonMark`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// A short sentence.
    pub summary: Option<String>,
    /// As much as the author had to say.
    pub description: Option<String>,
    /// What keywords say and types do not: limits, defaults. A sentence each.
    pub notes: Vec<String>,
    /// A page elsewhere.
    pub link: Option<Link>,
    /// Whether the document advises against it.
    pub deprecated: bool,
}

/// A page elsewhere that explains a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its address.
    pub url: String,
    /// What the document says of the page.
    pub description: Option<String>,
}

/// A code span, with as many backticks around it as keep those inside apart (`CommonMark`, section 6.1).
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
