//! How do an operation and its arguments become a request?

use std::borrow::Cow;
use std::iter::successors;

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderName, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::argument::NotAnArgument;
use super::attempt::Attempt;
use super::auth::{Carriers, Tokens, authorize};
use super::base_url::BaseUrl;
use super::body::Body;
use super::draft::Draft;
use super::encode;
use super::error::ArgumentError;
use super::operation::Location;
use super::response::{Head, Response};

/// The longest URL that the types of `http` take.
const LONGEST_URL: usize = 65_534;

/// What most URLs are not longer than.
const USUAL_URL: usize = 256;

/// Where a request goes.
pub(super) struct Target {
    pub(super) url: String,
    /// How much of the URL comes before its query, if it has one.
    #[cfg(feature = "reqwest")]
    pub(super) path_end: usize,
}

/// What a request is made from, so that it can be made once more.
pub(super) struct Recipe<'a> {
    pub(super) attempt: Attempt,
    pub(super) draft: &'a Draft,
    /// What the client's token sources gave.
    pub(super) tokens: &'a Tokens,
    /// The body once more, unless it is a stream.
    #[cfg(feature = "reqwest")]
    pub(super) body: Option<&'a Body>,
}

impl Recipe<'_> {
    pub(super) fn method(&self) -> Method {
        self.draft.operation.method.clone()
    }

    /// Writes the headers of a request with this body, and returns where it goes; or the argument that cannot be sent.
    ///
    /// The map is that of the request as its HTTP library has it, so that nothing is moved from one to the other.
    pub(super) fn write(
        &self,
        base_url: &BaseUrl,
        headers: &mut HeaderMap,
        body: &Body,
    ) -> Result<Target, ArgumentError> {
        let draft = self.draft;
        let settings = draft.settings();
        let mut url = String::with_capacity(USUAL_URL);
        url.push_str(base_url.as_str());
        draft.push_path(&mut url, draft.operation.path)?;
        set_header(headers, USER_AGENT, &settings.user_agent);
        let accept = draft.accept.unwrap_or(draft.operation.accept);
        set_header(headers, ACCEPT, &HeaderValue::from_static(accept));
        let mut secrets = Carriers {
            headers,
            query: Vec::new(),
            cookies: Vec::new(),
        };
        authorize(
            draft.operation,
            &settings.credentials,
            self.tokens,
            &mut secrets,
        );
        let Carriers {
            query: secret_query,
            cookies: secret_cookies,
            ..
        } = secrets;
        let mut query = draft
            .operation
            .query
            .map(encode::template_text)
            .into_iter()
            .collect::<Vec<_>>();
        let mut cookies = Vec::new();
        for (parameter, argument) in draft.arguments() {
            let refused = |NotAnArgument(why)| draft.refuse(parameter.name, why);
            match parameter.location {
                // Goes where the template says.
                Location::Path => {}
                Location::Query => {
                    query.extend(encode::query(parameter, argument).map_err(refused)?);
                }
                Location::Cookie => {
                    cookies.extend(encode::cookie(parameter, argument).map_err(refused)?);
                }
                Location::Header => {
                    if let Some(value) = encode::header(parameter, argument).map_err(refused)? {
                        draft.add_header(headers, parameter.name, &value)?;
                    }
                }
            }
        }
        query.extend(secret_query);
        cookies.extend(secret_cookies);
        if !cookies.is_empty() {
            set_header(
                headers,
                COOKIE,
                &draft.header_value("cookie", &cookies.join("; "))?,
            );
        }
        #[cfg(feature = "reqwest")]
        let path_end = url.len();
        for (index, pair) in query.iter().enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            url.push_str(pair);
        }
        if url.len() > LONGEST_URL {
            return Err(draft.refuse(
                "path and query",
                format!("make a URL of {} bytes", url.len()),
            ));
        }
        draft.describe_body(headers, body)?;
        Ok(Target {
            url,
            #[cfg(feature = "reqwest")]
            path_end,
        })
    }

    /// The answer to it.
    pub(super) fn answer<T>(&self, status: StatusCode, headers: HeaderMap, body: T) -> Response<T> {
        let rate_limit = self.draft.settings().api.rate_limit.as_ref();
        Response::new(
            Head {
                attempt: self.attempt,
                status,
                headers,
                rate_limit,
            },
            body,
        )
    }
}

impl Draft {
    /// Where the request goes: to the operation's own server, unless the user names another.
    pub(super) fn base_url(&self) -> Result<Cow<'_, BaseUrl>, ArgumentError> {
        let settings = self.settings();
        match self.operation.server.filter(|_| !settings.has_own_base_url) {
            None => Ok(Cow::Borrowed(&settings.base_url)),
            Some(server) => match BaseUrl::parse(server) {
                Ok(base_url) => Ok(Cow::Owned(base_url)),
                Err(error) => {
                    Err(self.refuse("server", format!("of the operation is wrong: {error}")))
                }
            },
        }
    }

    fn refuse(&self, name: &'static str, why: impl Into<String>) -> ArgumentError {
        ArgumentError::new(self.operation.id, name, why)
    }

    fn push_path(&self, url: &mut String, template: &'static str) -> Result<(), ArgumentError> {
        let start = url.len();
        let mut rest = template;
        while let Some((text, name, after)) = encode::split_parameter(rest) {
            encode::push_template_text(url, text);
            let argument = self
                .arguments()
                .find(|(parameter, _)| parameter.is(Location::Path, name));
            let (parameter, argument) = argument.ok_or_else(|| self.refuse(name, "is required"))?;
            encode::push_path(url, parameter, argument)
                .map_err(|NotAnArgument(why)| self.refuse(name, why))?;
            rest = after;
        }
        encode::push_template_text(url, rest);
        // No argument adds a segment: the slash in one is escaped.
        let path = url.get(start..).unwrap_or_default();
        // Nearly no path has a segment that starts like one, which is told sooner than what each segment is.
        if !path
            .as_bytes()
            .windows(2)
            .any(|two| matches!(two, b"/." | b"/%"))
        {
            return Ok(());
        }
        match path
            .split('/')
            .enumerate()
            .find(|(_, segment)| encode::is_dot_segment(segment))
        {
            Some((index, segment)) => Err(self.refuse_segment(template, index, segment)),
            None => Ok(()),
        }
    }

    /// Blames the last argument of a segment of the template for what has become of it.
    fn refuse_segment(&self, template: &'static str, index: usize, segment: &str) -> ArgumentError {
        let in_template = template.split('/').nth(index).unwrap_or_default();
        let parameters = successors(encode::split_parameter(in_template), |(_, _, after)| {
            encode::split_parameter(after)
        });
        let name = parameters.last().map_or("path", |(_, name, _)| name);
        self.refuse(
            name,
            format!("would make the path segment `{segment}`, which names another resource"),
        )
    }

    fn add_header(
        &self,
        headers: &mut HeaderMap,
        name: &'static str,
        value: &str,
    ) -> Result<(), ArgumentError> {
        let value = self.header_value(name, value)?;
        let name =
            HeaderName::try_from(name).map_err(|_| self.refuse(name, "is not a header name"))?;
        set_header(headers, name, &value);
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
            set_header(headers, CONTENT_TYPE, content_type);
        } else if let Some(media_type) = self.media_type {
            headers
                .entry(CONTENT_TYPE)
                .or_insert(HeaderValue::from_static(media_type));
        }
        // Servers expect a length from these even if it is 0 (RFC 9110, section 8.6).
        let expected = matches!(
            self.operation.method,
            Method::POST | Method::PUT | Method::PATCH
        );
        if let Some(length) = body.length().filter(|length| *length > 0 || expected) {
            set_header(headers, CONTENT_LENGTH, &length.into());
        }
        Ok(())
    }
}

/// As [`HeaderMap::insert`], which is compiled into each place that it is called from.
#[inline(never)]
pub(super) fn set_header(headers: &mut HeaderMap, name: HeaderName, value: &HeaderValue) {
    headers.insert(name, value.clone());
}
