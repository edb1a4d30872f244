//! The credentials of a client.

use std::fmt;
use std::sync::Arc;

use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use http::header::{AUTHORIZATION, HeaderName};

use super::error::{Attempt, BoxError, ConfigError, Error, Secrets, TokenError};
use super::http::set_header;
use super::json::is_hidden;
use super::request::{pair, path_text};
use super::spec::{SecurityKind, SecurityScheme};
use super::token_source::TokenSource;

/// A credential as set by the user. It is always redacted.
#[derive(Clone)]
pub(crate) enum Token {
    Text(String),
    /// A user name and a password.
    Basic(String, String),
    Source(Arc<dyn TokenSource>),
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A validated and encoded credential.
pub(crate) struct Credential {
    scheme: &'static str,
    destination: Destination,
    /// The forms of the secret that a server may repeat in a message.
    secrets: Vec<String>,
}

/// The location of a credential in a request.
enum Destination {
    Header(HeaderName, HeaderValue),
    Query(String),
    Cookie(String),
    /// The `authorization` header, with a token from a token source.
    Source(Arc<dyn TokenSource>),
}

/// The alternatives of `security`, each a list of the schemes it combines.
type Alternatives = &'static [&'static [&'static str]];

/// The tokens from the client's token sources for an attempt, each with its scheme's name.
#[derive(Default, PartialEq)]
pub(crate) struct Tokens(Vec<(&'static str, HeaderValue)>);

impl Tokens {
    /// Fetches the required tokens from their sources.
    pub(crate) async fn fetch(
        attempt: &Attempt,
        security: Alternatives,
        credentials: &[Credential],
    ) -> Result<Self, Error> {
        let mut tokens = Vec::new();
        for &scheme in satisfied(security, credentials) {
            let Some(Destination::Source(source)) = destination(credentials, scheme) else {
                continue;
            };
            let failed =
                |error: BoxError| Error::Token(TokenError::new(attempt.clone(), scheme, error));
            let token = source.token().await.map_err(failed)?;
            let value = check(scheme, &SecurityKind::HttpBearer, &token)
                .and_then(|()| secret_value(scheme, BEARER, &token));
            tokens.push((scheme, value.map_err(|error| failed(error.into()))?));
        }
        Ok(Self(tokens))
    }

    /// Returns the client's secrets and the tokens, which errors must not show.
    pub(crate) fn secrets(&self, of_client: &Secrets) -> Secrets {
        if self.0.is_empty() {
            return of_client.clone();
        }
        let tokens = self.0.iter().filter_map(|(_, value)| {
            let text = std::str::from_utf8(value.as_bytes()).ok()?;
            text.strip_prefix(BEARER).map(str::to_owned)
        });
        of_client.and(tokens)
    }

    /// Notifies the sources that the server rejected their tokens. Returns false if there are none.
    pub(crate) fn refuse(&self, credentials: &[Credential]) -> bool {
        for (scheme, value) in &self.0 {
            let token = std::str::from_utf8(value.as_bytes())
                .ok()
                .and_then(|text| text.strip_prefix(BEARER));
            if let (Some(Destination::Source(source)), Some(token)) =
                (destination(credentials, scheme), token)
            {
                source.refused(token);
            }
        }
        !self.0.is_empty()
    }
}

/// The prefix of a token (RFC 6750, section 2.1).
const BEARER: &str = "Bearer ";

/// The parts of a request that can hold a credential.
pub(crate) struct CredentialTargets<'a> {
    pub(crate) headers: &'a mut http::HeaderMap,
    pub(crate) query: Vec<String>,
    pub(crate) cookies: Vec<String>,
}

impl Credential {
    /// Validates and encodes a secret. Errors name the scheme, never the secret.
    pub(crate) fn new(scheme: &'static SecurityScheme, token: &Token) -> Result<Self, ConfigError> {
        let name = scheme.name;
        let secret = match token {
            Token::Source(source) => {
                return Ok(Self {
                    scheme: name,
                    destination: Destination::Source(Arc::clone(source)),
                    secrets: Vec::new(),
                });
            }
            // The password starts after the first colon (RFC 7617, section 2).
            Token::Basic(user, _) if user.contains(':') => {
                return Err(ConfigError::new(format!(
                    "the user name of `{name}` must not contain a colon"
                )));
            }
            Token::Basic(user, password) => &format!("{user}:{password}"),
            Token::Text(secret) => secret,
        };
        check(name, &scheme.kind, secret)?;
        let destination = match scheme.kind {
            SecurityKind::ApiKeyHeader(header) => {
                let header = HeaderName::try_from(header).map_err(|error| {
                    ConfigError::because(
                        format!("`{header}` of `{name}` is not a valid header name"),
                        error,
                    )
                })?;
                Destination::Header(header, secret_value(name, "", secret)?)
            }
            SecurityKind::HttpBearer => {
                Destination::Header(AUTHORIZATION, secret_value(name, BEARER, secret)?)
            }
            SecurityKind::HttpBasic => Destination::Header(
                AUTHORIZATION,
                secret_value(name, "Basic ", &STANDARD.encode(secret))?,
            ),
            SecurityKind::ApiKeyQuery(query) => Destination::Query(pair(query, secret)),
            SecurityKind::ApiKeyCookie(cookie) => Destination::Cookie(pair(cookie, secret)),
        };
        let mut secrets = vec![secret.clone(), STANDARD.encode(secret), path_text(secret)];
        if let Token::Basic(_, password) = token {
            secrets.push(password.clone());
        }
        Ok(Self {
            scheme: name,
            destination,
            secrets,
        })
    }

    /// Returns the forms of the secret that a server may repeat in a response.
    pub(crate) fn secrets(&self) -> &[String] {
        &self.secrets
    }

    /// Returns whether the credential is a token source.
    pub(crate) fn is_source(&self) -> bool {
        matches!(self.destination, Destination::Source(_))
    }
}

/// Checks a secret, so that a pasted or configured one with white space fails here and not as a rejected request.
///
/// A key may have spaces inside. A bearer token has no white space (RFC 6750, section 2.1). A user name and a password
/// have no control characters (RFC 7617, section 2).
fn check(scheme: &str, kind: &SecurityKind, secret: &str) -> Result<(), ConfigError> {
    if secret.is_empty() {
        return Err(ConfigError::new(format!(
            "the credential `{scheme}` is empty"
        )));
    }
    let invalid = match kind {
        SecurityKind::HttpBasic => secret.contains(char::is_control),
        SecurityKind::HttpBearer => secret.contains(|c: char| c.is_whitespace() || is_hidden(c)),
        _ => secret.trim() != secret || secret.contains(is_hidden),
    };
    if invalid {
        return Err(ConfigError::new(format!(
            "the credential `{scheme}` has white space around it, or an invisible character"
        )));
    }
    Ok(())
}

/// Returns a sensitive header value: redacted in `Debug`, and kept out of HTTP/2 compression tables.
fn secret_value(scheme: &str, prefix: &str, secret: &str) -> Result<HeaderValue, ConfigError> {
    let text = format!("{prefix}{secret}");
    // The source is dropped because nothing derived from the secret may be shown.
    let mut value = HeaderValue::from_bytes(text.as_bytes()).map_err(|_| {
        ConfigError::new(format!("the credential `{scheme}` is not a header value"))
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Adds the required credentials.
pub(crate) fn authorize(
    security: Alternatives,
    credentials: &[Credential],
    tokens: &Tokens,
    targets: &mut CredentialTargets<'_>,
) {
    for &scheme in satisfied(security, credentials) {
        match destination(credentials, scheme) {
            Some(Destination::Header(name, value)) => {
                set_header(targets.headers, name.clone(), value);
            }
            Some(Destination::Query(pair)) => targets.query.push(pair.clone()),
            Some(Destination::Cookie(pair)) => targets.cookies.push(pair.clone()),
            Some(Destination::Source(_)) => {
                if let Some((_, value)) = tokens.0.iter().find(|(of, _)| *of == scheme) {
                    set_header(targets.headers, AUTHORIZATION, value);
                }
            }
            None => {}
        }
    }
}

/// Returns the first of the alternatives for which the client has all credentials.
///
/// If there is none, the request is sent without credentials: a proxy may add them, and otherwise the server's error is
/// more informative than one from the client.
fn satisfied(security: Alternatives, credentials: &[Credential]) -> &'static [&'static str] {
    let mut alternatives = security
        .iter()
        .filter(|alternative| !alternative.is_empty());
    let has = |scheme: &&str| destination(credentials, scheme).is_some();
    alternatives
        .find(|alternative| alternative.iter().all(has))
        .copied()
        .unwrap_or_default()
}

/// Returns the destination of a scheme's credential, if the client has one.
fn destination<'a>(credentials: &'a [Credential], scheme: &str) -> Option<&'a Destination> {
    credentials
        .iter()
        .find(|credential| credential.scheme == scheme)
        .map(|credential| &credential.destination)
}
