//! One parameter of an operation: its name, its place in the request, and its style.

/// One parameter: its name, where it goes, and how its value is written there.
///
/// The constructors set the specification's defaults for the location; [`style`](Self::style),
/// [`explode`](Self::explode) and [`allow_reserved`](Self::allow_reserved) change them, in that order.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// The part of the request it goes into.
    pub location: Location,
    /// How arrays and objects are joined.
    pub style: Style,
    /// Whether each element or property is written on its own.
    pub explode: bool,
    /// Whether the characters that RFC 3986 reserves stay as they are in a query value, unless they would delimit it.
    pub allow_reserved: bool,
}

/// The part of the request a parameter goes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// A `{name}` of the path template.
    Path,
    /// The query string.
    Query,
    /// A header field.
    Header,
    /// The `cookie` header.
    Cookie,
}

/// How a value is written, as in the specification's table of style examples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `blue,black`, in paths and headers.
    Simple,
    /// `.blue,black`, in paths.
    Label,
    /// `;color=blue,black`, in paths.
    Matrix,
    /// `color=blue,black`, in queries and cookies.
    Form,
    /// `color=blue%20black`, in queries.
    SpaceDelimited,
    /// `color=blue%7Cblack`, in queries.
    PipeDelimited,
    /// `color%5BR%5D=100`, in queries.
    DeepObject,
    /// `color=%5B%22blue%22%5D`: a parameter with `content: application/json` instead of a style.
    Json,
}

impl Parameter {
    /// A path parameter, style `simple`.
    #[must_use]
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Location::Path).style(Style::Simple)
    }

    /// A query parameter, style `form`, exploded.
    #[must_use]
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query)
    }

    /// A header parameter, style `simple`.
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header).style(Style::Simple)
    }

    /// A cookie parameter, style `form`, exploded.
    #[must_use]
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Location::Cookie)
    }

    const fn new(name: &'static str, location: Location) -> Self {
        Self {
            name,
            location,
            style: Style::Form,
            explode: true,
            allow_reserved: false,
        }
    }

    /// Whether it is the one of this name in this part of the request.
    pub(crate) fn is(&self, location: Location, name: &str) -> bool {
        self.location == location && self.name == name
    }

    /// Sets the style, and `explode` to what that style has by default.
    #[must_use]
    pub const fn style(self, style: Style) -> Self {
        Self {
            style,
            explode: matches!(style, Style::Form),
            ..self
        }
    }

    /// Sets whether each element or property is written on its own.
    #[must_use]
    pub const fn explode(self, explode: bool) -> Self {
        Self { explode, ..self }
    }

    /// Keeps the characters that RFC 3986 reserves as they are in the value.
    #[must_use]
    pub const fn allow_reserved(self) -> Self {
        Self {
            allow_reserved: true,
            ..self
        }
    }
}
