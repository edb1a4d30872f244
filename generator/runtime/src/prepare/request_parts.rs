//! The inputs of a request, and its URL and headers.

use std::borrow::Cow;

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderName, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::auth::{CredentialTargets, Tokens, authorize};
use super::base_url::{BaseUrl, Target};
use super::draft::Draft;
use super::error::{ArgumentError, Attempt, ResponseHead};
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
use super::http::Upload;
use super::http::{Body, Redirects, boundary, set_header};
use super::path::push_path;
use super::reflected::remove_sensitive;
use super::request::{self, NotAnArgument};
use super::response::Response;
#[cfg(feature = "testing")]
use super::seen::SeenCall;
use super::settings::Settings;
use super::spec::Location;

/// The maximum length of a URL in the `http` crate.
const MAX_URL_LENGTH: usize = 65_534;

/// The capacity that suffices for most URLs.
const TYPICAL_URL_LENGTH: usize = 256;

/// The start of the media types whose bodies have parts.
const MULTIPART: &[u8] = b"multipart/";

/// The inputs of a request, kept to build it again for a redirect.
pub(crate) struct RequestParts<'a> {
    pub(crate) attempt: Attempt,
    pub(crate) settings: &'a Settings,
    pub(crate) draft: &'a Draft,
    /// The tokens from the client's token sources.
    pub(crate) tokens: &'a Tokens,
    /// A copy of the body, unless it is a stream.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub(crate) body: Option<&'a Body>,
    /// The progress of the body, if it can fail.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub(crate) upload: Option<Upload>,
    /// The redirects that the transport has followed.
    pub(crate) redirects: Redirects,
}

impl RequestParts<'_> {
    pub(crate) fn method(&self) -> Method {
        self.draft.method()
    }

    /// Returns the base URL: the client's if the user set one, or else that of the operation's own server.
    pub(crate) fn base_url(&self) -> Result<Cow<'_, BaseUrl>, ArgumentError> {
        base_url(self.settings, self.draft)
    }

    /// Writes the headers of a request with this body, and returns its URL.
    ///
    /// The map belongs to the transport's request, so headers are not moved from one map to another.
    pub(crate) fn write(
        &self,
        base_url: &BaseUrl,
        headers: &mut HeaderMap,
        body: &Body,
    ) -> Result<Target, ArgumentError> {
        let (draft, settings) = (self.draft, self.settings);
        let mut url = String::with_capacity(TYPICAL_URL_LENGTH);
        let sent = draft.target.as_deref().map(split_query);
        match sent {
            Some((path, _)) => {
                url.push_str(base_url.origin());
                url.push_str(path);
            }
            None => {
                url.push_str(base_url.as_str());
                push_path(&mut url, draft)?;
            }
        }
        set_header(headers, USER_AGENT, &settings.user_agent);
        let accept = HeaderValue::from_static(draft.operation.accept);
        set_header(headers, ACCEPT, &accept);
        self.write_own(headers);
        let mut secrets = CredentialTargets {
            headers: &mut *headers,
            query: Vec::new(),
            cookies: Vec::new(),
        };
        authorize(
            draft.security(settings),
            &settings.credentials,
            self.tokens,
            &mut secrets,
        );
        let (secret_query, secret_cookies) = (secrets.query, secrets.cookies);
        let (mut query, mut cookies) = write_arguments(draft, headers)?;
        let mut fixed = draft.operation.query;
        if let Some((_, sent)) = sent {
            fixed = None;
            query = without(sent.unwrap_or_default(), &secret_query);
        }
        query.extend(secret_query);
        cookies.extend(secret_cookies);
        if draft.is_reflected() {
            remove_sensitive(headers);
            if !cookies.is_empty() {
                let reason = "must not be part of a request that its response repeats";
                return Err(draft.argument_error("cookies", reason));
            }
        }
        if !cookies.is_empty() {
            let mut value = header_value(draft, "cookie", &cookies.join("; "))?;
            // A credential may be the header `Cookie` itself.
            if let Some(credential) = headers.get(COOKIE) {
                let both = [value.as_bytes(), b"; ", credential.as_bytes()].concat();
                value = HeaderValue::from_bytes(&both).unwrap_or(value);
                value.set_sensitive(credential.is_sensitive());
            }
            set_header(headers, COOKIE, &value);
        }
        #[cfg(all(
            feature = "reqwest",
            any(not(target_family = "wasm"), target_os = "unknown")
        ))]
        let path_end = url.len();
        push_query(&mut url, fixed, &query);
        if url.len() > MAX_URL_LENGTH {
            let reason = format!(
                "make a URL of {} bytes, more than {MAX_URL_LENGTH}",
                url.len()
            );
            return Err(draft.argument_error("path and query", reason));
        }
        describe_body(draft, headers, body)?;
        Ok(Target {
            url,
            #[cfg(all(
                feature = "reqwest",
                any(not(target_family = "wasm"), target_os = "unknown")
            ))]
            path_end,
        })
    }

    /// Returns what a test double sees of the request.
    #[cfg(feature = "testing")]
    pub(crate) fn seen(&self) -> Result<Option<SeenCall>, ArgumentError> {
        let draft = self.draft;
        let Some(time) = draft.seen.time.clone() else {
            return Ok(None);
        };
        Ok(Some(SeenCall {
            operation: draft.operation,
            is_custom: draft.custom.is_some(),
            method: self.method(),
            attempt: self.attempt.number,
            target: target(&*self.base_url()?, draft)?,
            arguments: draft.seen_arguments(),
            has_body: draft.media_type.is_some(),
            form: draft.seen.form.clone(),
            is_idempotent: draft.is_idempotent(self.settings),
            rate_limit: self.settings.api.rate_limit.as_ref(),
            time,
        }))
    }

    /// Writes the user's headers: those of the client, then those of the call. A media type that the method of the
    /// builder requests takes precedence.
    fn write_own(&self, headers: &mut HeaderMap) {
        let draft = self.draft;
        let of_options = draft.options.as_deref().map(|options| &options.headers);
        let of_request = draft.custom.as_deref().map(|custom| &custom.headers);
        let own = [Some(&self.settings.headers), of_options, of_request];
        for (name, value) in own.into_iter().flatten().flatten() {
            set_header(headers, name.clone(), value);
        }
        if let Some(accept) = draft.accept {
            set_header(headers, ACCEPT, &HeaderValue::from_static(accept));
        }
    }

    /// Creates the response to the request. `not_followed` is the reason why it is not followed if it is a redirect.
    /// `final_url` is its URL, if redirects can have changed it.
    pub(crate) fn response<T>(
        &self,
        (status, headers): (StatusCode, HeaderMap),
        body: T,
        not_followed: Option<&'static str>,
        final_url: Option<Box<str>>,
    ) -> Response<T> {
        let head = ResponseHead {
            attempt: self.attempt.clone(),
            status,
            headers,
            max_decoded: self.settings.max_decoded,
            rate_limit: self.settings.api.rate_limit.as_ref(),
            not_followed,
            final_url,
            request_id_header: self.settings.request_id_header.clone(),
            secrets: self.tokens.secrets(&self.settings.secrets),
        };
        Response::new(head, body)
    }
}

/// Returns the base URL of a call: the client's if the user set one, or else that of the operation's own server.
pub(crate) fn base_url<'a>(
    settings: &'a Settings,
    draft: &Draft,
) -> Result<Cow<'a, BaseUrl>, ArgumentError> {
    let server = draft.operation.server;
    match server.filter(|_| !settings.has_custom_base_url) {
        None => Ok(Cow::Borrowed(&settings.base_url)),
        Some(server) => match BaseUrl::parse(server) {
            Ok(base_url) => Ok(Cow::Owned(base_url)),
            Err(error) => {
                let reason = format!("of the operation is invalid: {error}");
                Err(draft.argument_error("server", reason))
            }
        },
    }
}

/// Returns the path and query of a call's request, without credentials.
pub(crate) fn target(base_url: &BaseUrl, draft: &Draft) -> Result<String, ArgumentError> {
    if let Some(target) = &draft.target {
        return Ok(target.clone());
    }
    let mut url = base_url.as_str().to_owned();
    push_path(&mut url, draft)?;
    let (query, _) = write_arguments(draft, &mut HeaderMap::new())?;
    push_query(&mut url, draft.operation.query, &query);
    Ok(url.split_off(base_url.origin().len()))
}

/// Splits a target into its path and its query.
pub(super) fn split_query(target: &str) -> (&str, Option<&str>) {
    match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    }
}

/// Returns the pairs of a query without those of the credentials, which a server may repeat in the URL of the next page.
fn without(query: &str, secrets: &[String]) -> Vec<String> {
    let name = |pair: &str| pair.split('=').next().map(str::to_owned);
    let is_secret = |pair: &&str| secrets.iter().any(|secret| name(secret) == name(pair));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .filter(|pair| !is_secret(pair))
        .map(str::to_owned)
        .collect()
}

/// Writes the header arguments, and returns the pairs of the query and of the cookies.
fn write_arguments(
    draft: &Draft,
    headers: &mut HeaderMap,
) -> Result<(Vec<String>, Vec<String>), ArgumentError> {
    let (mut query, mut cookies) = (Vec::new(), Vec::new());
    for (parameter, argument) in draft.arguments() {
        let invalid = |NotAnArgument(why)| draft.argument_error(parameter.name, why);
        match parameter.location {
            // The path has already been written.
            Location::Path => {}
            Location::Query => {
                query.extend(request::query(parameter, argument).map_err(invalid)?);
            }
            Location::Querystring => {
                let whole = request::querystring(parameter, argument).map_err(invalid)?;
                query.extend(whole);
            }
            Location::Cookie => {
                cookies.extend(request::cookie(parameter, argument).map_err(invalid)?);
            }
            Location::Header => {
                let value = request::header(parameter, argument).map_err(invalid)?;
                // Cookie parameters and credentials are in the same header.
                if parameter.name.eq_ignore_ascii_case(COOKIE.as_str()) {
                    cookies.extend(value.filter(|value| !value.is_empty()));
                } else if let Some(value) = value {
                    add_header(draft, headers, parameter.name, &value)?;
                }
            }
        }
    }
    Ok((query, cookies))
}

fn push_query(url: &mut String, fixed: Option<&str>, pairs: &[String]) {
    let pairs = fixed.into_iter().chain(pairs.iter().map(String::as_str));
    for (index, pair) in pairs.enumerate() {
        url.push(if index == 0 { '?' } else { '&' });
        url.push_str(pair);
    }
}

fn add_header(
    draft: &Draft,
    headers: &mut HeaderMap,
    name: &'static str,
    value: &str,
) -> Result<(), ArgumentError> {
    let value = header_value(draft, name, value)?;
    let name = HeaderName::try_from(name)
        .map_err(|_| draft.argument_error(name, "is not a header name"))?;
    set_header(headers, name, &value);
    Ok(())
}

/// Returns a header value, with UTF-8 left unescaped.
fn header_value(
    draft: &Draft,
    name: &'static str,
    text: &str,
) -> Result<HeaderValue, ArgumentError> {
    HeaderValue::from_bytes(text.as_bytes()).map_err(|_| {
        draft.argument_error(name, "contains a character that is not allowed in a header")
    })
}

/// Writes the `content-type` and `content-length` headers.
fn describe_body(draft: &Draft, headers: &mut HeaderMap, body: &Body) -> Result<(), ArgumentError> {
    let content_type = body.content_type().map_err(|_| {
        draft.argument_error(
            "body",
            "has a content type that is not a valid header value",
        )
    })?;
    if let Some(content_type) = content_type {
        set_header(headers, CONTENT_TYPE, content_type);
    } else if let Some(media_type) = draft.media_type {
        headers
            .entry(CONTENT_TYPE)
            .or_insert(HeaderValue::from_static(media_type));
    }
    if headers.get(CONTENT_TYPE).is_some_and(lacks_boundary) {
        let why = "has a multipart content type without a valid boundary; set it with `Body::with_content_type`";
        return Err(draft.argument_error("body", why));
    }
    // Servers expect a length from these methods even if it is 0 (RFC 9110, section 8.6).
    let expected = matches!(draft.method(), Method::POST | Method::PUT | Method::PATCH);
    if let Some(length) = body.length().filter(|length| *length > 0 || expected) {
        set_header(headers, CONTENT_LENGTH, &length.into());
    }
    Ok(())
}

/// Returns whether a content type is multipart without the boundary of its parts, which it must have (RFC 2046, section
/// 5.1.1).
fn lacks_boundary(content_type: &HeaderValue) -> bool {
    let bytes = content_type.as_bytes();
    let is_multipart = bytes
        .get(..MULTIPART.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(MULTIPART));
    is_multipart && content_type.to_str().ok().and_then(boundary).is_none()
}
