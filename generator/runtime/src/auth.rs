//! How does a call prove who makes it?

use std::fmt;

use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use http::header::{AUTHORIZATION, HeaderName};

use super::api::{SecurityKind, SecurityScheme};
use super::encode;
use super::error::ConfigError;
use super::operation::Operation;

/// A credential as the user gave it. It is never shown.
#[derive(Clone)]
pub(super) struct Token(String);

impl Token {
    pub(super) fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A credential as it goes on the wire.
pub(super) struct Credential {
    scheme: &'static str,
    place: Place,
}

enum Place {
    Header(HeaderName, HeaderValue),
    Query(String),
    Cookie(String),
}

/// The parts of a request that a credential can go into.
pub(super) struct Carriers<'a> {
    pub(super) headers: &'a mut http::HeaderMap,
    pub(super) query: &'a mut Vec<String>,
    pub(super) cookies: &'a mut Vec<String>,
}

impl Credential {
    /// Checks the secret and brings it into its form on the wire. Errors name the scheme, not the secret.
    pub(super) fn new(scheme: &'static SecurityScheme, Token(secret): &Token) -> Result<Self, ConfigError> {
        let name = scheme.name;
        if secret.is_empty() {
            return Err(ConfigError::new(format!("the credential `{name}` is empty")));
        }
        let place = match scheme.kind {
            SecurityKind::ApiKeyHeader(header) => {
                let header = HeaderName::try_from(header).map_err(|error| {
                    ConfigError::because(format!("`{header}` of `{name}` is not a header name"), error)
                })?;
                Place::Header(header, secret_value(name, secret)?)
            }
            SecurityKind::HttpBearer => {
                Place::Header(AUTHORIZATION, secret_value(name, &format!("Bearer {secret}"))?)
            }
            SecurityKind::HttpBasic => Place::Header(
                AUTHORIZATION,
                secret_value(name, &format!("Basic {}", STANDARD.encode(secret)))?,
            ),
            SecurityKind::ApiKeyQuery(query) => Place::Query(pair(query, secret)),
            SecurityKind::ApiKeyCookie(cookie) => Place::Cookie(pair(cookie, secret)),
        };
        Ok(Self { scheme: name, place })
    }

    fn add_to(&self, carriers: &mut Carriers<'_>) {
        match &self.place {
            Place::Header(name, value) => {
                carriers.headers.insert(name, value.clone());
            }
            Place::Query(pair) => carriers.query.push(pair.clone()),
            Place::Cookie(pair) => carriers.cookies.push(pair.clone()),
        }
    }
}

fn pair(name: &str, secret: &str) -> String {
    format!("{}={}", encode::value(name), encode::value(secret))
}

/// A header value that is not shown, and not kept in the compression tables of HTTP/2.
fn secret_value(scheme: &str, text: &str) -> Result<HeaderValue, ConfigError> {
    let refused = || {
        ConfigError::new(format!(
            "the credential `{scheme}` cannot go into a header: it holds a control character, or starts or ends with a space"
        ))
    };
    if text.trim() != text {
        return Err(refused());
    }
    // The error's own text is of no use, and nothing derived from the secret goes further.
    let mut value = HeaderValue::from_bytes(text.as_bytes()).map_err(|_| refused())?;
    value.set_sensitive(true);
    Ok(value)
}

/// Adds what the operation asks for: the first alternative that the client has all credentials of.
///
/// Without any, the request goes out as it is: a proxy may add the credential, and if none does, the server's
/// refusal says more than this client could.
pub(super) fn authorize(operation: &Operation, credentials: &[Credential], carriers: &mut Carriers<'_>) {
    let find = |name: &&str| credentials.iter().find(|credential| credential.scheme == *name);
    let held = operation
        .security
        .iter()
        .filter(|alternative| !alternative.is_empty())
        .find_map(|alternative| alternative.iter().map(find).collect::<Option<Vec<_>>>());
    for credential in held.into_iter().flatten() {
        credential.add_to(carriers);
    }
}
