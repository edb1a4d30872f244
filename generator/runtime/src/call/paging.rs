//! The ways in which a list is divided into pages, as the generator states them.

/// The way in which a list is divided into pages, and what ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    pub(super) kind: Kind,
    /// Whether a page with fewer items than an earlier one is the last.
    pub(super) ends_short: bool,
    /// Whether a page has the number of items or pages of the whole list.
    pub(super) has_total: bool,
    /// Whether a page says that a next one follows.
    pub(super) says_next: bool,
}

/// The way in which a page leads to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A page has the cursor of the next page, for the query parameter of this name.
    Cursor(&'static str),
    /// The query parameter of this name is the number of items to skip.
    Offset(&'static str),
    /// The query parameter of this name is the number of the page, from this number on.
    Number(&'static str, i64),
    /// A page has the URL of the next page.
    Url,
    /// The response has the URL of the next page, in the `link` header with this relation type (RFC 8288).
    Link(&'static str),
}

impl Paging {
    const fn new(kind: Kind) -> Self {
        Self {
            kind,
            ends_short: false,
            has_total: false,
            says_next: false,
        }
    }

    /// Counts items in a query parameter, which is increased by the number of items received.
    #[must_use]
    pub const fn offset(parameter: &'static str) -> Self {
        Self::new(Kind::Offset(parameter))
    }

    /// Counts pages in a query parameter, from a first number on.
    #[must_use]
    pub const fn number(parameter: &'static str, first: i64) -> Self {
        Self::new(Kind::Number(parameter, first))
    }

    /// Reads the URL of the next page from a page.
    #[must_use]
    pub const fn url() -> Self {
        Self::new(Kind::Url)
    }

    /// Reads the URL of the next page from the link with this relation type.
    #[must_use]
    pub const fn link(relation: &'static str) -> Self {
        Self::new(Kind::Link(relation))
    }

    /// Ends the list at a page with fewer items than an earlier one.
    #[must_use]
    pub const fn ends_short(mut self) -> Self {
        self.ends_short = true;
        self
    }

    /// Ends the list at the total that a page has.
    #[must_use]
    pub const fn has_total(mut self) -> Self {
        self.has_total = true;
        self
    }

    /// Ends the list at a page that does not say that a next one follows.
    #[must_use]
    pub const fn says_next(mut self) -> Self {
        self.says_next = true;
        self
    }

    /// Returns the query parameter that selects a page.
    pub(super) fn parameter(self) -> Option<&'static str> {
        match self.kind {
            Kind::Cursor(parameter) | Kind::Offset(parameter) | Kind::Number(parameter, _) => {
                Some(parameter)
            }
            Kind::Url | Kind::Link(_) => None,
        }
    }

    /// Returns whether the client counts, so that a server that ignores the parameter repeats a page forever.
    pub(super) fn is_counted(self) -> bool {
        matches!(self.kind, Kind::Offset(_) | Kind::Number(..))
    }
}

impl From<&'static str> for Paging {
    fn from(cursor: &'static str) -> Self {
        Self::new(Kind::Cursor(cursor))
    }
}
