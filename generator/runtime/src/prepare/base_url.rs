//! The base URL of a client, and the URL of a request under it.

use http::Uri;
use http::uri::Scheme;

use super::error::ConfigError;
use super::request::{is_dot_segment, path_text};

/// The URL of a request.
pub(crate) struct Target {
    pub(crate) url: String,
    /// The length of the URL before its query.
    #[cfg(feature = "reqwest")]
    pub(super) path_end: usize,
}

/// Scheme, host, port and a path prefix; an operation's path is appended to it.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl {
    /// Without a slash at the end.
    text: String,
    /// The length of the text without the path prefix.
    origin: usize,
    /// The origin as a type of `reqwest`.
    #[cfg(feature = "reqwest")]
    parsed: reqwest::Url,
}

impl BaseUrl {
    pub(crate) fn parse(text: &str) -> Result<Self, ConfigError> {
        let invalid = |reason: &str| ConfigError::new(format!("the base URL {reason}"));
        // `Uri` drops a fragment without a word.
        if text.contains('#') {
            return Err(invalid("has a fragment, which no request can carry"));
        }
        let uri = text
            .parse::<Uri>()
            .map_err(|error| ConfigError::because("the base URL is not a URL", error))?;
        let scheme = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTP || *scheme == Scheme::HTTPS => scheme,
            _ => return Err(invalid("does not start with `http://` or `https://`")),
        };
        let authority = uri.authority().ok_or_else(|| invalid("has no host"))?;
        // A password in a URL ends up in logs; the text itself is not repeated for the same reason.
        if authority.as_str().contains('@') {
            return Err(invalid(
                "holds a user name or password: give the client a credential instead",
            ));
        }
        if authority.host().is_empty() {
            return Err(invalid("has no host"));
        }
        if uri.query().is_some() {
            return Err(invalid("has a query, which every request would lose"));
        }
        let prefix = path_text(uri.path().trim_end_matches('/'));
        if prefix.split('/').any(is_dot_segment) {
            return Err(invalid("has a path segment `.` or `..`"));
        }
        let mut text = format!("{scheme}://{authority}");
        let origin = text.len();
        #[cfg(feature = "reqwest")]
        let parsed = reqwest::Url::parse(&text)
            .map_err(|error| ConfigError::because("the base URL is not a URL", error))?;
        text.push_str(&prefix);
        Ok(Self {
            text,
            origin,
            #[cfg(feature = "reqwest")]
            parsed,
        })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> &str {
        self.text.get(..self.origin).unwrap_or(&self.text)
    }

    /// The origin as a type of `reqwest`. It costs the most to parse, and is parsed once for all requests.
    #[cfg(feature = "reqwest")]
    pub(crate) fn parsed_origin(&self) -> &reqwest::Url {
        &self.parsed
    }

    /// Adds the path and the query of a URL that starts with this one to the origin.
    #[cfg(feature = "reqwest")]
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
