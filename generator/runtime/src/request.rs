//! How do an operation and its arguments become a request?

use std::borrow::Cow;
use std::iter::successors;

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderName, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method};

use super::argument::{Argument, NotAnArgument};
use super::auth::{Carriers, authorize};
use super::base_url::BaseUrl;
use super::body::Body;
use super::call::Call;
use super::encode;
use super::error::ArgumentError;
use super::operation::{Location, Parameter};

/// The longest URL that the types of `http` take.
const LONGEST_URL: usize = 65_534;

/// What most URLs are not longer than.
const USUAL_URL: usize = 256;

/// A request before it is one of a certain HTTP library.
pub(super) struct Request {
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
}

impl Call {
    /// The request, or the argument that cannot be sent.
    pub(super) fn request(&self, body: Body) -> Result<Request, ArgumentError> {
        let (path, template_query) = encode::split_template(self.operation.path);
        let settings = self.client.settings();
        let mut url = String::with_capacity(USUAL_URL);
        url.push_str(self.base_url()?.as_str());
        self.push_path(&mut url, path)?;
        let mut query = template_query.into_iter().map(encode::template_text).collect::<Vec<_>>();
        query.extend(self.pairs(Location::Query, encode::query)?);
        let mut cookies = self.pairs(Location::Cookie, encode::cookie)?;
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, settings.user_agent.clone());
        let accept = self.accept.unwrap_or(self.operation.accept);
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        let mut carriers = Carriers { headers: &mut headers, query: &mut query, cookies: &mut cookies };
        authorize(self.operation, &settings.credentials, &self.tokens, &mut carriers);
        self.add_headers(&mut headers)?;
        if !cookies.is_empty() {
            headers.insert(COOKIE, self.header_value("cookie", &cookies.join("; "))?);
        }
        for (index, pair) in query.iter().enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            url.push_str(pair);
        }
        if url.len() > LONGEST_URL {
            return Err(self.refuse("path and query", format!("make a URL of {} bytes", url.len())));
        }
        let method = self.operation.method.clone();
        self.describe_body(&mut headers, &body)?;
        Ok(Request { method, url, headers, body })
    }

    /// Where the request goes: to the operation's own server, unless the user names another.
    pub(super) fn base_url(&self) -> Result<Cow<'_, BaseUrl>, ArgumentError> {
        let settings = self.client.settings();
        match self.operation.server.filter(|_| !settings.has_own_base_url) {
            None => Ok(Cow::Borrowed(&settings.base_url)),
            Some(server) => match BaseUrl::parse(server) {
                Ok(base_url) => Ok(Cow::Owned(base_url)),
                Err(error) => Err(self.refuse("server", format!("of the operation is wrong: {error}"))),
            },
        }
    }

    /// The text of a query argument.
    pub(super) fn query_argument(&self, name: &str) -> Option<&str> {
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

    fn push_path(&self, url: &mut String, template: &'static str) -> Result<(), ArgumentError> {
        let start = url.len();
        let mut rest = template;
        while let Some((text, name, after)) = encode::split_parameter(rest) {
            encode::push_template_text(url, text);
            let argument = self.arguments(Location::Path).find(|(parameter, _)| parameter.name == name);
            let (parameter, argument) = argument.ok_or_else(|| self.refuse(name, "is required"))?;
            encode::push_path(url, parameter, argument)
                .map_err(|NotAnArgument(why)| self.refuse(name, why))?;
            rest = after;
        }
        encode::push_template_text(url, rest);
        // No argument adds a segment: the slash in one is escaped.
        let path = url.get(start..).unwrap_or_default();
        // Nearly no path has a segment that starts like one, which is told sooner than what each segment is.
        if !path.as_bytes().windows(2).any(|two| matches!(two, b"/." | b"/%")) {
            return Ok(());
        }
        match path.split('/').enumerate().find(|(_, segment)| encode::is_dot_segment(segment)) {
            Some((index, segment)) => Err(self.refuse_segment(template, index, segment)),
            None => Ok(()),
        }
    }

    /// Blames the last argument of a segment of the template for what has become of it.
    fn refuse_segment(&self, template: &'static str, index: usize, segment: &str) -> ArgumentError {
        let in_template = template.split('/').nth(index).unwrap_or_default();
        let parameters =
            successors(encode::split_parameter(in_template), |(_, _, after)| encode::split_parameter(after));
        let name = parameters.last().map_or("path", |(_, name, _)| name);
        self.refuse(name, format!("would make the path segment `{segment}`, which names another resource"))
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

    fn describe_body(&self, headers: &mut HeaderMap, body: &Body) -> Result<(), ArgumentError> {
        let own = body
            .content_type()
            .map_err(|_| self.refuse("body", "has a content type that a header cannot carry"))?;
        if let Some(content_type) = own {
            headers.insert(CONTENT_TYPE, content_type.clone());
        } else if let Some(media_type) = self.media_type {
            headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static(media_type));
        }
        // Servers expect a length from these even if it is 0 (RFC 9110, section 8.6).
        let expected = [Method::POST, Method::PUT, Method::PATCH].contains(&self.operation.method);
        if let Some(length) = body.length().filter(|length| *length > 0 || expected) {
            headers.insert(CONTENT_LENGTH, length.into());
        }
        Ok(())
    }
}
