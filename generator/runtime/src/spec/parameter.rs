//! The description of a parameter: its name, location and style.

/// The description of a parameter: its name, location and style.
///
/// The constructors set the specification's defaults for the location; [`style`](Self::style),
/// [`explode`](Self::explode) and [`allow_reserved`](Self::allow_reserved) change them, in that order.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// The part of the request that holds the parameter.
    pub location: Location,
    /// The serialization style of arrays and objects.
    pub style: Style,
    /// Whether each array item or object property is written separately.
    pub explode: bool,
    /// Whether reserved characters (RFC 3986) are left unescaped in a value, except those that would delimit it.
    pub allow_reserved: bool,
}

/// The part of the request that holds a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// A `{name}` in the path template.
    Path,
    /// The query string.
    Query,
    /// The whole query string.
    Querystring,
    /// A header field.
    Header,
    /// The `cookie` header.
    Cookie,
}

/// The serialization style of a value (OpenAPI 3.0.4, "Style Examples").
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
    /// `color=blue; color=black`, in cookies without percent-encoding.
    Cookie,
    /// `color=%5B%22blue%22%5D`, for a parameter with `content: application/json` instead of a style.
    Json,
}

impl Parameter {
    /// Creates a path parameter with style `simple`.
    #[must_use]
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Location::Path).style(Style::Simple)
    }

    /// Creates a query parameter with style `form`, exploded.
    #[must_use]
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query)
    }

    /// Creates a parameter that is the whole query string, with style `form`: the fields of a form. With style `Json` it is
    /// percent-encoded JSON, and with style `Simple` a percent-encoded string.
    #[must_use]
    pub const fn querystring(name: &'static str) -> Self {
        Self::new(name, Location::Querystring)
    }

    /// Creates a header parameter with style `simple`.
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header).style(Style::Simple)
    }

    /// Creates a cookie parameter with style `form`, exploded.
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

    /// Returns whether the parameter has this location and name.
    pub(crate) fn is(&self, location: Location, name: &str) -> bool {
        self.location == location && self.name == name
    }

    /// Sets the style, and resets `explode` to that style's default.
    #[must_use]
    pub const fn style(self, style: Style) -> Self {
        Self {
            style,
            explode: matches!(style, Style::Form | Style::Cookie),
            ..self
        }
    }

    /// Sets whether each array item or object property is written separately.
    #[must_use]
    pub const fn explode(self, explode: bool) -> Self {
        Self { explode, ..self }
    }

    /// Leaves reserved characters (RFC 3986) unescaped in the value.
    #[must_use]
    pub const fn allow_reserved(self) -> Self {
        Self {
            allow_reserved: true,
            ..self
        }
    }
}
