//! The user's own request headers: their names and values, and the headers that must not be set this way.

use std::fmt;

use http::header::{
    AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, HeaderName,
    PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use http::{HeaderMap, HeaderValue};

use super::error::ConfigError;
use super::spec::{Api, SecurityKind};

/// Validates a header. The error names it, and never shows the value.
pub(crate) fn own_header<V>(name: &str, value: V) -> Result<(HeaderName, HeaderValue), ConfigError>
where
    V: TryInto<HeaderValue>,
    V::Error: Into<http::Error>,
{
    checked(name, value.try_into().map_err(Into::into))
}

/// Not generic, so it is compiled only once.
fn checked(
    name: &str,
    value: Result<HeaderValue, http::Error>,
) -> Result<(HeaderName, HeaderValue), ConfigError> {
    let name = HeaderName::try_from(name).map_err(|error| {
        // The rest may be a value.
        let is_of_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        let end = name.find(|c| !is_of_token(c)).unwrap_or(name.len());
        let start = name.get(..end).unwrap_or_default();
        let reason = format!("the header name that starts with `{start}` is not valid");
        ConfigError::because(reason, error)
    })?;
    if let Some(instead) = reserved(&name) {
        return Err(ConfigError::new(format!(
            "the header `{name}` cannot be set here: {instead}"
        )));
    }
    // The source is dropped because nothing derived from the value may be shown.
    let value = value.map_err(|_| {
        ConfigError::new(format!(
            "the value of the header `{name}` has a control character"
        ))
    })?;
    Ok((name, value))
}

/// The headers of the connection (RFC 9110, section 7.6.1) that have no constant.
const OF_CONNECTION: [&str; 3] = ["http2-settings", "keep-alive", "proxy-connection"];

/// Returns what to use instead of a header that must not be set.
fn reserved(name: &HeaderName) -> Option<&'static str> {
    if [AUTHORIZATION, COOKIE].contains(name) {
        return Some(
            "it carries credentials; set the credential on the builder of the client, or the header in a layer",
        );
    }
    if *name == PROXY_AUTHORIZATION {
        return Some(
            "it carries credentials; set the proxy on a `reqwest` client, and that with `http_client`",
        );
    }
    if *name == HOST {
        return Some("it is the host of the base URL; set that with `base_url`");
    }
    if *name == CONTENT_TYPE {
        return Some("it describes the body; set it with `Body::with_content_type`");
    }
    if [CONTENT_LENGTH, TRANSFER_ENCODING].contains(name) {
        return Some("it describes the body; set the length of a stream with `Body::with_length`");
    }
    let is_of_connection =
        [CONNECTION, TE, TRAILER, UPGRADE].contains(name) || OF_CONNECTION.contains(&name.as_str());
    is_of_connection.then_some("it belongs to the connection, which the transport manages")
}

/// Rejects the headers of the API's keys.
pub(crate) fn check_no_keys(headers: &HeaderMap, api: &Api) -> Result<(), ConfigError> {
    for scheme in api.security_schemes {
        if let SecurityKind::ApiKeyHeader(header) = scheme.kind
            && headers.contains_key(header)
        {
            return Err(ConfigError::new(format!(
                "the header `{header}` cannot be set here: it carries the credential `{}`; set that on the builder of \
                 the client",
                scheme.name
            )));
        }
    }
    Ok(())
}

/// The names of headers, for `Debug` output, because values may be secrets.
pub(crate) struct HeaderNames<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for HeaderNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.0.keys().map(HeaderName::as_str))
            .finish()
    }
}
