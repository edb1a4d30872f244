//! What does the document say about one operation?

pub use http::Method;

use super::encode::split_at;

/// One operation of the document: everything about it that does not depend on a call's arguments.
#[derive(Debug)]
pub struct Operation {
    /// The operation id; errors name it.
    pub id: &'static str,
    /// The request's method.
    pub method: Method,
    /// The path template, `{name}` where the path argument of that name goes.
    pub path: &'static str,
    /// The query that some documents write behind the path template.
    pub query: Option<&'static str>,
    /// The parameters, in the order in which they go on the wire.
    pub parameters: &'static [Parameter],
    /// The media types of the success responses, as an `accept` header.
    pub accept: &'static str,
    /// The alternatives of `security`, each the names of the schemes it combines. Empty: no credential is sent.
    pub security: &'static [&'static [&'static str]],
    /// Whether the request may be sent a second time.
    pub repeat: Repeat,
    /// The server of this operation, where it is not the document's own. A client with a base URL goes there all the
    /// same.
    pub server: Option<&'static str>,
    /// Whether a redirect is the answer, and is neither followed nor an error.
    pub answers_redirect: bool,
}

impl Operation {
    /// An operation without parameters and credentials that answers with JSON, repeated as its method allows (RFC 9110,
    /// section 9.2.2).
    #[must_use]
    pub const fn new(id: &'static str, method: Method) -> Self {
        let repeat = match method {
            Method::POST | Method::PATCH => Repeat::Never,
            _ => Repeat::Always,
        };
        Self {
            id,
            method,
            path: "/",
            query: None,
            parameters: &[],
            accept: "application/json",
            security: &[],
            repeat,
            server: None,
            answers_redirect: false,
        }
    }

    /// Sets the path template, and the query behind it, if there is one; a fragment is left out.
    #[must_use]
    pub const fn path(mut self, path: &'static str) -> Self {
        let (path, _) = split_at(path, b'#');
        (self.path, self.query) = split_at(path, b'?');
        self
    }

    /// Sets the parameters.
    #[must_use]
    pub const fn parameters(mut self, parameters: &'static [Parameter]) -> Self {
        self.parameters = parameters;
        self
    }

    /// Sets the media types that are asked for, where they are not JSON.
    #[must_use]
    pub const fn accept(mut self, accept: &'static str) -> Self {
        self.accept = accept;
        self
    }

    /// Sets the alternatives of credentials.
    #[must_use]
    pub const fn security(mut self, security: &'static [&'static [&'static str]]) -> Self {
        self.security = security;
        self
    }

    /// Sets whether the request may be sent a second time.
    #[must_use]
    pub const fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    /// Sets the server of this operation alone.
    #[must_use]
    pub const fn server(mut self, server: &'static str) -> Self {
        self.server = Some(server);
        self
    }

    /// Takes a redirect for the answer.
    #[must_use]
    pub const fn answers_redirect(mut self) -> Self {
        self.answers_redirect = true;
        self
    }
}

/// Whether a request whose outcome is unknown may be sent a second time.
#[derive(Debug)]
pub enum Repeat {
    /// Yes: twice has the effect of once.
    Always,
    /// No.
    Never,
    /// Yes, unless one of the parameters of these names is given (and is not `false`).
    Unless(&'static [&'static str]),
}

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
    /// Whether each element or property stands on its own.
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
    pub(super) fn is(&self, location: Location, name: &str) -> bool {
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

    /// Sets whether each element or property stands on its own.
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
