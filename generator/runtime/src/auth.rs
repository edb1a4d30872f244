//! How does a call prove who makes it?

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use http::header::{AUTHORIZATION, HeaderName};

use super::api::{SecurityKind, SecurityScheme};
use super::attempt::Attempt;
use super::encode;
use super::error::{BoxError, ConfigError, Error, TokenError};
use super::operation::Operation;
use super::request::set_header;

/// Gives the token that a request proves its caller with: one that has to be fetched, and expires.
///
/// It is asked before each try of a request, so one that costs something is best kept until it expires. A closure
/// that returns a future is one:
///
/// ```text
/// let builder = Client::builder().oauth_source(|| async { Ok("…".to_owned()) });
/// ```
///
/// A server may refuse a token before its time. An answer of 401 means that nothing was carried out, so any request may
/// follow it, a write as well: the source is told ([`refused`](Self::refused)) and asked once more, and the request is sent
/// again with what it gives. That happens once in a call, where the token is another one, the body is no stream, and the
/// [`RetryPolicy`](super::RetryPolicy) leaves a try. Otherwise, and if that token is refused, too, the 401 is the call's error.
///
/// Calls ask at the same time, as many as there are. A source that keeps a token has one of them fetch the next while the
/// others wait for it; where a client's builder takes a source, its documentation has one that does.
pub trait TokenSource: Send + Sync + 'static {
    /// The token, without the word `Bearer`.
    fn token(&self) -> Pin<Box<dyn Future<Output = Result<String, BoxError>> + Send + '_>>;

    /// The server has answered 401 to this token: it is not to be given again.
    ///
    /// Of a thousand calls with one token each tells so, the last perhaps when there is a new one. What is kept is to be
    /// forgotten only where it is the token that was refused; the first call then fetches another for all of them. Some
    /// servers answer 401 where the token is good and the caller has no right: a source may go on with one that it has
    /// fetched a moment ago.
    ///
    /// Without this method nothing happens here, which is right for a source that keeps nothing.
    fn refused(&self, token: &str) {
        let _ = token;
    }
}

impl<F, Fut> TokenSource for F
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<String, BoxError>> + Send + 'static,
{
    fn token(&self) -> Pin<Box<dyn Future<Output = Result<String, BoxError>> + Send + '_>> {
        Box::pin(self())
    }
}

/// A credential as the user gave it. It is never shown.
#[derive(Clone)]
pub(super) enum Token {
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

/// A credential as it goes on the wire.
pub(super) struct Credential {
    scheme: &'static str,
    place: Place,
}

enum Place {
    Header(HeaderName, HeaderValue),
    Query(String),
    Cookie(String),
    /// In `authorization`, as a source gives it.
    Source(Arc<dyn TokenSource>),
}

/// What the sources of a client gave for one try of a call, each under its scheme's name.
#[derive(Default, PartialEq)]
pub(super) struct Tokens(Vec<(&'static str, HeaderValue)>);

impl Tokens {
    /// Asks the sources of the credentials that the operation is sent with.
    pub(super) async fn fetch(
        attempt: Attempt,
        operation: &Operation,
        credentials: &[Credential],
    ) -> Result<Self, Error> {
        let mut tokens = Vec::new();
        for &scheme in held(operation, credentials) {
            let Some(Place::Source(source)) = place(credentials, scheme) else {
                continue;
            };
            let failed = |error: BoxError| Error::Token(TokenError::new(attempt, scheme, error));
            let token = source.token().await.map_err(failed)?;
            let value = secret_value(scheme, &format!("{BEARER}{token}"));
            tokens.push((scheme, value.map_err(|error| failed(error.into()))?));
        }
        Ok(Self(tokens))
    }

    /// Tells the sources that the server refuses what they gave; false where none gave anything.
    pub(super) fn refuse(&self, credentials: &[Credential]) -> bool {
        for (scheme, value) in &self.0 {
            let token = std::str::from_utf8(value.as_bytes())
                .ok()
                .and_then(|text| text.strip_prefix(BEARER));
            if let (Some(Place::Source(source)), Some(token)) = (place(credentials, scheme), token)
            {
                source.refused(token);
            }
        }
        !self.0.is_empty()
    }
}

/// What stands before a token (RFC 6750, section 2.1).
const BEARER: &str = "Bearer ";

/// The parts of a request that a credential can go into.
pub(super) struct Carriers<'a> {
    pub(super) headers: &'a mut http::HeaderMap,
    pub(super) query: Vec<String>,
    pub(super) cookies: Vec<String>,
}

impl Credential {
    /// Checks the secret and brings it into its form on the wire. Errors name the scheme, not the secret.
    pub(super) fn new(scheme: &'static SecurityScheme, token: &Token) -> Result<Self, ConfigError> {
        let name = scheme.name;
        let secret = match token {
            Token::Source(source) => {
                return Ok(Self {
                    scheme: name,
                    place: Place::Source(Arc::clone(source)),
                });
            }
            // What comes behind the first colon is the password (RFC 7617, section 2).
            Token::Basic(user, _) if user.contains(':') => {
                return Err(ConfigError::new(format!(
                    "the user name of `{name}` has a colon, which ends it"
                )));
            }
            Token::Basic(user, password) => &format!("{user}:{password}"),
            Token::Text(secret) => secret,
        };
        if secret.is_empty() {
            return Err(ConfigError::new(format!(
                "the credential `{name}` is empty"
            )));
        }
        let place = match scheme.kind {
            SecurityKind::ApiKeyHeader(header) => {
                let header = HeaderName::try_from(header).map_err(|error| {
                    ConfigError::because(
                        format!("`{header}` of `{name}` is not a header name"),
                        error,
                    )
                })?;
                Place::Header(header, secret_value(name, secret)?)
            }
            SecurityKind::HttpBearer => Place::Header(
                AUTHORIZATION,
                secret_value(name, &format!("{BEARER}{secret}"))?,
            ),
            SecurityKind::HttpBasic => Place::Header(
                AUTHORIZATION,
                secret_value(name, &format!("Basic {}", STANDARD.encode(secret)))?,
            ),
            SecurityKind::ApiKeyQuery(query) => Place::Query(encode::pair(query, secret)),
            SecurityKind::ApiKeyCookie(cookie) => Place::Cookie(encode::pair(cookie, secret)),
        };
        Ok(Self {
            scheme: name,
            place,
        })
    }

    /// Whether it has to be asked for.
    pub(super) fn is_source(&self) -> bool {
        matches!(self.place, Place::Source(_))
    }
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

/// Adds what the operation asks for.
pub(super) fn authorize(
    operation: &Operation,
    credentials: &[Credential],
    tokens: &Tokens,
    carriers: &mut Carriers<'_>,
) {
    for &scheme in held(operation, credentials) {
        match place(credentials, scheme) {
            Some(Place::Header(name, value)) => {
                set_header(carriers.headers, name.clone(), value);
            }
            Some(Place::Query(pair)) => carriers.query.push(pair.clone()),
            Some(Place::Cookie(pair)) => carriers.cookies.push(pair.clone()),
            Some(Place::Source(_)) => {
                if let Some((_, value)) = tokens.0.iter().find(|(of, _)| *of == scheme) {
                    set_header(carriers.headers, AUTHORIZATION, value);
                }
            }
            None => {}
        }
    }
}

/// The first alternative that the client has all credentials of.
///
/// Without any, the request goes out as it is: a proxy may add the credential, and if none does, the server's
/// refusal says more than this client could.
fn held(operation: &Operation, credentials: &[Credential]) -> &'static [&'static str] {
    let mut alternatives = operation
        .security
        .iter()
        .filter(|alternative| !alternative.is_empty());
    let has = |scheme: &&str| place(credentials, scheme).is_some();
    alternatives
        .find(|alternative| alternative.iter().all(has))
        .copied()
        .unwrap_or_default()
}

/// Where the credential of a scheme goes, if the client has it.
fn place<'a>(credentials: &'a [Credential], scheme: &str) -> Option<&'a Place> {
    credentials
        .iter()
        .find(|credential| credential.scheme == scheme)
        .map(|credential| &credential.place)
}
