//! The description of an API: everything that is common to all its operations.

/// The description of an API: everything that is common to all its operations.
#[derive(Debug)]
pub struct Api {
    /// The default `user-agent`.
    pub user_agent: &'static str,
    /// The default base URL: the document's first server. Empty if the document has no absolute server URL.
    pub server: &'static str,
    /// The credentials that the API accepts (`components.securitySchemes`).
    pub security_schemes: &'static [SecurityScheme],
    /// The alternatives of the credentials of a request that is not one of the document's operations, each a list of the
    /// schemes it combines: the document's `security`, or else those of its operations.
    pub security: &'static [&'static [&'static str]],
    /// The response headers that report the rate limit.
    pub rate_limit: Option<RateLimitHeaders>,
}

/// One entry of `components.securitySchemes`.
#[derive(Debug)]
pub struct SecurityScheme {
    /// The name that operations refer to.
    pub name: &'static str,
    /// The location of the credential in a request.
    pub kind: SecurityKind,
    /// The environment variable that conventionally holds the credential.
    pub variable: Option<&'static str>,
}

/// The location of a credential in a request.
#[derive(Debug)]
pub enum SecurityKind {
    /// A request header with this name.
    ApiKeyHeader(&'static str),
    /// A query parameter with this name.
    ApiKeyQuery(&'static str),
    /// A cookie with this name.
    ApiKeyCookie(&'static str),
    /// `authorization: Bearer …`, also for OAuth 2 flows that end in such a token.
    HttpBearer,
    /// `authorization: Basic …`; the credential is `user:password`.
    HttpBasic,
}

/// The names of the response headers that report the rate limit.
#[derive(Debug)]
pub struct RateLimitHeaders {
    /// The header with the number of remaining requests.
    pub remaining: &'static str,
    /// The header with the time of the next reset, in Unix seconds or as the number of seconds until the reset.
    pub reset: &'static str,
}
