//! The parts of the document that are the same for every operation.

/// The parts of the document that are the same for every operation.
#[derive(Debug)]
pub struct Api {
    /// The `user-agent` of a client that sets none of its own.
    pub user_agent: &'static str,
    /// The document's first server; a client without a base URL of its own calls this one. Empty when the
    /// document names no absolute URL.
    pub server: &'static str,
    /// The kinds of credentials that the API accepts (`components.securitySchemes`).
    pub security_schemes: &'static [SecurityScheme],
    /// The response headers that hold the rest of the rate limit.
    pub rate_limit: Option<RateLimitHeaders>,
}

/// One entry of `components.securitySchemes`.
#[derive(Debug)]
pub struct SecurityScheme {
    /// The name that operations refer to it by.
    pub name: &'static str,
    /// Where the credential goes.
    pub kind: SecurityKind,
    /// The environment variable that conventionally holds the credential.
    pub variable: Option<&'static str>,
}

/// Where a credential goes in the request.
#[derive(Debug)]
pub enum SecurityKind {
    /// In the request header of this name.
    ApiKeyHeader(&'static str),
    /// In the query parameter of this name.
    ApiKeyQuery(&'static str),
    /// In the cookie of this name.
    ApiKeyCookie(&'static str),
    /// In `authorization: Bearer …` (also for flows that end in such a token).
    HttpBearer,
    /// In `authorization: Basic …`; the credential is `user:password`.
    HttpBasic,
}

/// The names of the response headers that hold the rest of the rate limit.
#[derive(Debug)]
pub struct RateLimitHeaders {
    /// The header with the number of requests left.
    pub remaining: &'static str,
    /// The header with the time of the next reset, in Unix seconds.
    pub reset: &'static str,
}
