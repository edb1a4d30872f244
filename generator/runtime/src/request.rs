//! How do an operation and its arguments become a request?

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderName, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Uri};

use super::argument::{Argument, NotAnArgument};
use super::auth::{Carriers, authorize};
use super::body::Body;
use super::call::{Call, Content};
use super::encode::{self, Piece};
use super::error::ArgumentError;
use super::operation::{Location, Parameter};

impl Call {
    /// The request, or the argument that cannot be sent.
    pub(super) fn into_request(self) -> Result<http::Request<Body>, ArgumentError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let (path, template_query) = encode::split_template(self.operation.path);
        let path = self.expand_path(path)?;
        let mut query = template_query.into_iter().map(encode::template_text).collect::<Vec<_>>();
        query.extend(self.pairs(Location::Query, encode::query)?);
        let mut cookies = self.pairs(Location::Cookie, encode::cookie)?;
        let mut headers = HeaderMap::new();
        let settings = self.client.settings();
        headers.insert(USER_AGENT, settings.user_agent.clone());
        headers.insert(ACCEPT, HeaderValue::from_static(self.operation.accept.unwrap_or("*/*")));
        let mut carriers = Carriers { headers: &mut headers, query: &mut query, cookies: &mut cookies };
        authorize(self.operation, &settings.credentials, &mut carriers);
        self.add_headers(&mut headers)?;
        if !cookies.is_empty() {
            headers.insert(COOKIE, self.header_value("cookie", &cookies.join("; "))?);
        }
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        let uri = Uri::try_from(format!("{}{path}{query}", settings.base_url.as_str()))
            .map_err(|error| self.refuse("path and query", format!("do not make a URL: {error}")))?;

        let mut request = http::Request::new(Body::empty());
        *request.method_mut() = self.operation.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        add_content(&mut request, self.content);
        Ok(request)
    }

    /// The text of a query argument.
    pub(super) fn query_text(&self, name: &str) -> Option<&str> {
        let mut arguments = self.arguments(Location::Query);
        arguments.find_map(|(parameter, argument)| match argument {
            Argument::Primitive(text) if parameter.name == name => Some(text.as_str()),
            _ => None,
        })
    }

    /// The arguments that go into a part of the request, in the operation's order.
    fn arguments(&self, location: Location) -> impl Iterator<Item = (&'static Parameter, &Argument)> {
        let all = self.operation.parameters.iter().zip(&self.arguments);
        all.filter(move |(parameter, _)| parameter.location == location)
            .filter_map(|(parameter, argument)| Some((parameter, argument.as_ref()?)))
    }

    fn refuse(&self, name: &'static str, why: impl Into<String>) -> ArgumentError {
        ArgumentError::new(self.operation.id, name, why)
    }

    fn expand_path(&self, template: &'static str) -> Result<String, ArgumentError> {
        let segments = template.split('/').map(|segment| self.expand_segment(segment));
        Ok(segments.collect::<Result<Vec<_>, _>>()?.join("/"))
    }

    fn expand_segment(&self, template: &'static str) -> Result<String, ArgumentError> {
        let mut segment = String::new();
        let mut last = "path";
        for piece in encode::pieces(template) {
            match piece {
                Piece::Text(text) => segment.push_str(&text),
                Piece::Parameter(name) => {
                    last = name;
                    let argument =
                        self.arguments(Location::Path).find(|(parameter, _)| parameter.name == name);
                    let (parameter, argument) = argument.ok_or_else(|| self.refuse(name, "is required"))?;
                    let expanded = encode::path(parameter, argument);
                    segment.push_str(&expanded.map_err(|NotAnArgument(why)| self.refuse(name, why))?);
                }
            }
        }
        if encode::is_dot_segment(&segment) {
            let why = format!("would make the path segment `{segment}`, which names another resource");
            return Err(self.refuse(last, why));
        }
        Ok(segment)
    }

    fn pairs(
        &self,
        location: Location,
        encode: impl Fn(&Parameter, &Argument) -> Result<Vec<String>, NotAnArgument>,
    ) -> Result<Vec<String>, ArgumentError> {
        let mut pairs = Vec::new();
        for (parameter, argument) in self.arguments(location) {
            let encoded = encode(parameter, argument);
            pairs.extend(encoded.map_err(|NotAnArgument(why)| self.refuse(parameter.name, why))?);
        }
        Ok(pairs)
    }

    fn add_headers(&self, headers: &mut HeaderMap) -> Result<(), ArgumentError> {
        for (parameter, argument) in self.arguments(Location::Header) {
            let name = HeaderName::try_from(parameter.name)
                .map_err(|_| self.refuse(parameter.name, "is not a header name"))?;
            let value = encode::header(parameter, argument)
                .map_err(|NotAnArgument(why)| self.refuse(parameter.name, why))?;
            if let Some(value) = value {
                headers.insert(name, self.header_value(parameter.name, &value)?);
            }
        }
        Ok(())
    }

    /// UTF-8 goes into a header as it is.
    fn header_value(&self, name: &'static str, text: &str) -> Result<HeaderValue, ArgumentError> {
        HeaderValue::from_bytes(text.as_bytes())
            .map_err(|_| self.refuse(name, "holds a character that a header cannot carry"))
    }
}

fn add_content(request: &mut http::Request<Body>, content: Option<Content>) {
    let (media_type, body) = match content {
        Some(Content { media_type, body }) => (Some(media_type), body),
        None => (None, Body::empty()),
    };
    if let Some(media_type) = media_type {
        request.headers_mut().entry(CONTENT_TYPE).or_insert(HeaderValue::from_static(media_type));
    }
    // Servers expect a length from these even if it is 0 (RFC 9110, section 8.6).
    let expected = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
    if let Some(length) = body.length().filter(|length| *length > 0 || expected) {
        request.headers_mut().insert(CONTENT_LENGTH, length.into());
    }
    *request.body_mut() = body;
}
