//! One operation of the document: everything about it that does not depend on the arguments of a call.

pub use http::Method;

use super::parameter::Parameter;
use super::segment::Segment;

/// One operation of the document: everything about it that does not depend on a call's arguments.
#[derive(Debug)]
pub struct Operation {
    /// The operation id, which errors name.
    pub id: &'static str,
    /// The request's method.
    pub method: Method,
    /// The path template, in pieces.
    pub path: &'static [Segment],
    /// The query that some documents write behind the path template, percent-encoded as it goes on the wire.
    pub query: Option<&'static str>,
    /// The parameters, in the order in which they go on the wire.
    pub parameters: &'static [Parameter],
    /// The media types of the success responses, as an `accept` header.
    pub accept: &'static str,
    /// The alternatives of `security`, each the names of the schemes it combines. Empty: no credential is sent.
    pub security: &'static [&'static [&'static str]],
    /// Whether the request may be retried.
    pub repeat: Repeat,
    /// The server of this operation, if it is not the document's. A client with a base URL of its own uses that instead.
    pub server: Option<&'static str>,
    /// Whether a redirect is the documented response, which is neither followed nor an error.
    pub expects_redirect: bool,
}

impl Operation {
    /// An operation without parameters and credentials that responds with JSON, retried as its method allows (RFC 9110,
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
            path: &[Segment::Literal("/")],
            query: None,
            parameters: &[],
            accept: "application/json",
            security: &[],
            repeat,
            server: None,
            expects_redirect: false,
        }
    }

    /// Sets the path template.
    #[must_use]
    pub const fn path(mut self, path: &'static [Segment]) -> Self {
        self.path = path;
        self
    }

    /// Sets the query behind the path template.
    #[must_use]
    pub const fn query(mut self, query: &'static str) -> Self {
        self.query = Some(query);
        self
    }

    /// Sets the parameters.
    #[must_use]
    pub const fn parameters(mut self, parameters: &'static [Parameter]) -> Self {
        self.parameters = parameters;
        self
    }

    /// Sets the media types to ask for, if they are not JSON.
    #[must_use]
    pub const fn accept(mut self, accept: &'static str) -> Self {
        self.accept = accept;
        self
    }

    /// Sets the alternatives of `security`.
    #[must_use]
    pub const fn security(mut self, security: &'static [&'static [&'static str]]) -> Self {
        self.security = security;
        self
    }

    /// Sets whether the request may be retried.
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

    /// Returns a redirect as the response.
    #[must_use]
    pub const fn expects_redirect(mut self) -> Self {
        self.expects_redirect = true;
        self
    }
}

/// Whether a request whose outcome is unknown may be retried.
#[derive(Debug)]
pub enum Repeat {
    /// Yes: twice has the effect of once.
    Always,
    /// No.
    Never,
    /// Yes, unless one of the parameters of these names is given (and is not `false`).
    Unless(&'static [&'static str]),
}
