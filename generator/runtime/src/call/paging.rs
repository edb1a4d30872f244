//! The ways in which a list is divided into pages, as the generator states them.

/// The names of the properties from a JSON object to a value in it.
pub(super) type Path = &'static [&'static str];

/// The way in which a list is divided into pages, and what ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    pub(super) kind: Kind,
    /// The place of the argument that selects a page.
    pub(super) place: Place,
    /// The type of that argument.
    pub(super) argument: ArgumentType,
    /// The place of the cursor or URL of the next page.
    pub(super) source: Source,
    /// The path to the items of a page.
    pub(super) items: Option<Path>,
    /// Whether a page with fewer items than an earlier one is the last.
    pub(super) ends_short: bool,
    /// Whether a page has the number of items or pages of the whole list.
    pub(super) has_total: bool,
    /// Whether a page says that a next one follows.
    pub(super) says_next: bool,
    /// The path to a property that is `true` on the last page.
    pub(super) last: Option<Path>,
}

/// The way in which a page leads to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A page has the cursor of the next page, for the parameter of this name.
    Cursor(&'static str),
    /// The parameter of this name is the number of items to skip.
    Offset(&'static str),
    /// The parameter of this name is the number of the page, from this number on.
    Number(&'static str, i64),
    /// A page has the URL of the next page.
    Url,
    /// The response has the URL of the next page, in the `link` header with this relation type (RFC 8288).
    Link(&'static str),
}

/// The place of the argument that selects a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Query,
    Path,
    Header,
    /// A property of the JSON body.
    Body {
        media_type: &'static str,
        path: Path,
    },
}

/// The type of the argument that selects a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArgumentType {
    String,
    Integer,
}

/// The place of the cursor or URL of the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// A function of the [`Page`](super::page::Page).
    Page,
    /// A property of the page: a string, an integer, or an object whose `href` is a string.
    Property(Path),
    /// A property of the last item: a string or an integer.
    LastItem(Path),
    /// A response header.
    Header(&'static str),
}

impl Paging {
    const fn new(kind: Kind) -> Self {
        Self {
            kind,
            place: Place::Query,
            argument: match kind {
                Kind::Offset(_) | Kind::Number(..) => ArgumentType::Integer,
                Kind::Cursor(_) | Kind::Url | Kind::Link(_) => ArgumentType::String,
            },
            source: Source::Page,
            items: None,
            ends_short: false,
            has_total: false,
            says_next: false,
            last: None,
        }
    }

    /// Passes the cursor of a page in a parameter.
    #[must_use]
    pub const fn cursor(parameter: &'static str) -> Self {
        Self::new(Kind::Cursor(parameter))
    }

    /// Counts items in a parameter, which is increased by the number of items received.
    #[must_use]
    pub const fn offset(parameter: &'static str) -> Self {
        Self::new(Kind::Offset(parameter))
    }

    /// Counts pages in a parameter, from a first number on.
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

    /// Selects a page by a path parameter instead of a query parameter.
    #[must_use]
    pub const fn in_path(mut self) -> Self {
        self.place = Place::Path;
        self
    }

    /// Selects a page by a header parameter instead of a query parameter.
    #[must_use]
    pub const fn in_header(mut self) -> Self {
        self.place = Place::Header;
        self
    }

    /// Selects a page by a property of the JSON body instead of a query parameter.
    #[must_use]
    pub const fn in_body(
        mut self,
        media_type: &'static str,
        path: &'static [&'static str],
    ) -> Self {
        self.place = Place::Body { media_type, path };
        self
    }

    /// Passes the cursor as an integer.
    #[must_use]
    pub const fn integer(mut self) -> Self {
        self.argument = ArgumentType::Integer;
        self
    }

    /// Reads the cursor or URL of the next page from a property: a string, an integer, or an object whose `href` is a
    /// string. The integer 0 is not a cursor.
    #[must_use]
    pub const fn next_at(mut self, path: &'static [&'static str]) -> Self {
        self.source = Source::Property(path);
        self
    }

    /// Uses a property of the last item as the cursor of the next page. The path is empty if the items are cursors.
    #[must_use]
    pub const fn next_of_items(mut self, path: &'static [&'static str]) -> Self {
        self.source = Source::LastItem(path);
        self
    }

    /// Reads the cursor of the next page from a response header.
    #[must_use]
    pub const fn next_header(mut self, name: &'static str) -> Self {
        self.source = Source::Header(name);
        self
    }

    /// Names the items of a page, so that a page that repeats those of the page before it is found.
    #[must_use]
    pub const fn items(mut self, path: &'static [&'static str]) -> Self {
        self.items = Some(path);
        self
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

    /// Ends the list at a page with a property that is `true`.
    #[must_use]
    pub const fn last_at(mut self, path: &'static [&'static str]) -> Self {
        self.last = Some(path);
        self
    }

    /// Returns the parameter that selects a page.
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
        Self::cursor(cursor)
    }
}
