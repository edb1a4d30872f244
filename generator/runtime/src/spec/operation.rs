//! The description of an operation: everything that does not depend on a call's arguments.

pub use http::{Method, StatusCode};

use super::parameter::Parameter;
use super::segment::Segment;

/// The description of an operation: everything that does not depend on a call's arguments.
#[derive(Debug)]
pub struct Operation {
    /// The operation id, shown in errors.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The HTTP method, if it has no constant. Takes precedence over `method`.
    pub extension_method: Option<&'static str>,
    /// The path template, split into segments.
    pub path: &'static [Segment],
    /// The query that some documents append to the path template, already percent-encoded.
    pub query: Option<&'static str>,
    /// The parameters, in the order in which they are written.
    pub parameters: &'static [Parameter],
    /// The media types of the success responses, as an `accept` header.
    pub accept: &'static str,
    /// The alternatives of `security`, each a list of the schemes it combines. If empty, no credential is sent.
    pub security: &'static [&'static [&'static str]],
    /// Whether the request may be retried.
    pub repeat: Repeat,
    /// The operation's own server, if it has one. A base URL set on the client takes precedence.
    pub server: Option<&'static str>,
    /// Whether a redirect is the documented response: it is neither followed nor an error.
    pub expects_redirect: bool,
}

impl Operation {
    /// Creates an operation without parameters or credentials that responds with JSON and is retried if its method is
    /// idempotent (RFC 9110, section 9.2.2).
    #[must_use]
    pub const fn new(id: &'static str, method: Method) -> Self {
        let repeat = match method {
            Method::POST | Method::PATCH => Repeat::Never,
            _ => Repeat::Always,
        };
        Self {
            id,
            method,
            extension_method: None,
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

    /// Creates an operation with a method that has no constant, as [`new`](Self::new) does. It is not retried.
    #[must_use]
    pub const fn with_method(id: &'static str, method: &'static str) -> Self {
        let mut operation = Self::new(id, Method::POST);
        operation.extension_method = Some(method);
        operation
    }

    /// Returns the name of the method of the request.
    pub(crate) fn method_name(&self) -> &str {
        match self.extension_method {
            Some(name) => name,
            None => self.method.as_str(),
        }
    }

    /// Returns the method of the request. A name that is not a token (RFC 9110, section 9.1), which the generator
    /// rejects, is `POST`.
    pub(crate) fn request_method(&self) -> Method {
        self.extension_method
            .and_then(|name| Method::from_bytes(name.as_bytes()).ok())
            .unwrap_or_else(|| self.method.clone())
    }

    /// Sets the path template.
    #[must_use]
    pub const fn path(mut self, path: &'static [Segment]) -> Self {
        self.path = path;
        self
    }

    /// Sets the query appended to the path template.
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

    /// Sets the `accept` header, JSON by default.
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

    /// Sets the operation's own server.
    #[must_use]
    pub const fn server(mut self, server: &'static str) -> Self {
        self.server = Some(server);
        self
    }

    /// Makes a redirect the documented response.
    #[must_use]
    pub const fn expects_redirect(mut self) -> Self {
        self.expects_redirect = true;
        self
    }
}

/// Whether a request may be retried if the server may already have processed it.
#[derive(Debug)]
pub enum Repeat {
    /// Retried: the request is idempotent.
    Always,
    /// Not retried.
    Never,
    /// Retried unless one of these parameters is set to a value other than `false`.
    Unless(&'static [&'static str]),
}
