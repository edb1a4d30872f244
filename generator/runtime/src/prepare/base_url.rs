//! The base URL of a client.

use http::Uri;
use http::uri::Scheme;

use super::error::ConfigError;
use super::request::{is_dot_segment, path_text};

/// The URL of a request.
pub(crate) struct Target {
    pub(crate) url: String,
    /// The length of the URL before its query.
    #[cfg(all(
        feature = "reqwest",
        any(not(target_family = "wasm"), target_os = "unknown")
    ))]
    pub(super) path_end: usize,
}

/// A base URL: scheme, host, port and path prefix. An operation's path is appended to it.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl {
    /// The URL without a trailing slash.
    text: String,
    /// The length of the URL without the path prefix.
    origin: usize,
    /// The parsed origin.
    #[cfg(all(
        feature = "reqwest",
        any(not(target_family = "wasm"), target_os = "unknown")
    ))]
    parsed: reqwest::Url,
}

impl BaseUrl {
    pub(crate) fn parse(text: &str) -> Result<Self, ConfigError> {
        let invalid = |reason: &str| ConfigError::new(format!("the base URL {reason}"));
        // `Uri` silently drops a fragment.
        if text.contains('#') {
            return Err(invalid("must not have a fragment"));
        }
        let uri = text
            .parse::<Uri>()
            .map_err(|error| ConfigError::because("the base URL is not a valid URL", error))?;
        let scheme = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTP || *scheme == Scheme::HTTPS => scheme,
            _ => return Err(invalid("must start with `http://` or `https://`")),
        };
        let authority = uri.authority().ok_or_else(|| invalid("must have a host"))?;
        // A password in a URL ends up in logs. For the same reason, the error does not repeat the URL.
        if authority.as_str().contains('@') {
            return Err(invalid(
                "must not contain a user name or password; set a credential on the client instead",
            ));
        }
        if authority.host().is_empty() {
            return Err(invalid("must have a host"));
        }
        if uri.query().is_some() {
            return Err(invalid("must not have a query"));
        }
        let prefix = path_text(uri.path().trim_end_matches('/'));
        if prefix.split('/').any(is_dot_segment) {
            return Err(invalid("must not have a path segment `.` or `..`"));
        }
        let mut text = format!("{scheme}://{authority}");
        let origin = text.len();
        #[cfg(all(
            feature = "reqwest",
            any(not(target_family = "wasm"), target_os = "unknown")
        ))]
        let parsed = reqwest::Url::parse(&text)
            .map_err(|error| ConfigError::because("the base URL is not a valid URL", error))?;
        text.push_str(&prefix);
        Ok(Self {
            text,
            origin,
            #[cfg(all(
                feature = "reqwest",
                any(not(target_family = "wasm"), target_os = "unknown")
            ))]
            parsed,
        })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the scheme, host and port.
    pub(crate) fn origin(&self) -> &str {
        self.text.get(..self.origin).unwrap_or(&self.text)
    }

    /// Returns the parsed origin. Parsing is expensive, so it is done once for all requests.
    #[cfg(all(
        feature = "reqwest",
        any(not(target_family = "wasm"), target_os = "unknown")
    ))]
    pub(crate) fn parsed_origin(&self) -> &reqwest::Url {
        &self.parsed
    }

    /// Adds the path and query of a target to the origin.
    #[cfg(all(
        feature = "reqwest",
        any(not(target_family = "wasm"), target_os = "unknown")
    ))]
    pub(crate) fn complete(&self, origin: &mut reqwest::Url, target: &Target) {
        origin.set_path(
            target
                .url
                .get(self.origin..target.path_end)
                .unwrap_or_default(),
        );
        if let Some(query) = target.url.get(target.path_end + 1..) {
            origin.set_query(Some(query));
        }
    }
}
