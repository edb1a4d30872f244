//! The ways in which a list is divided into pages, as the generator states them.

/// The way in which a list is divided into pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paging {
    /// A page has the cursor of the next page, for the query parameter of this name.
    Cursor(&'static str),
    /// A query parameter is the number of items to skip. It is advanced by the number of items received.
    Offset {
        /// The name of the query parameter.
        parameter: &'static str,
        /// Whether a page with fewer items than an earlier one is the last.
        ends_short: bool,
    },
    /// A query parameter is the number of the page.
    Number {
        /// The name of the query parameter.
        parameter: &'static str,
        /// The number of the first page.
        first: i64,
    },
    /// A page has the URL of the next page.
    Url,
    /// The response has the URL of the next page, in the `link` header with this relation type (RFC 8288).
    Link(&'static str),
}

impl Paging {
    /// The query parameter that selects a page.
    pub(super) fn parameter(self) -> Option<&'static str> {
        match self {
            Self::Cursor(parameter)
            | Self::Offset { parameter, .. }
            | Self::Number { parameter, .. } => Some(parameter),
            Self::Url | Self::Link(_) => None,
        }
    }

    /// Whether the client counts, so that a server that ignores the parameter repeats a page forever.
    pub(super) fn is_counted(self) -> bool {
        matches!(self, Self::Offset { .. } | Self::Number { .. })
    }
}

impl From<&'static str> for Paging {
    fn from(cursor: &'static str) -> Self {
        Self::Cursor(cursor)
    }
}
