//! The core of every generated client: builds and sends requests, decodes responses, and reports errors.
//!
//! An operation in a generated crate is data ([`Operation`]) and a few method calls on a [`Call`]. Everything that
//! happens on the wire is implemented here, once. The folders are layers; each uses only those above it in this list:
//!
//! | layer | contents |
//! | --- | --- |
//! | `spec` | descriptions written by the generator: the API, its operations, path segments and parameters |
//! | `json` | conversion between JSON and Rust: macros for generated types, Base64, timestamps, secrets, limits |
//! | `error` | the error types, one per file, and the attempt and response head they report |
//! | `http` | request and response bodies, transport failures, deadlines, tracing spans, reports of attempts |
//! | `response` | the response of a call: typed headers, byte streams, lines, events, decoding, error messages |
//! | `request` | arguments and their styles, percent-encoding, forms, multipart bodies, NDJSON, readers |
//! | `prepare` | client settings, base URL, credentials, retry policy, and the request built from a call |
//! | `transport` | `reqwest` or the user's `tower` service, and the redirects that are followed |
//! | `call` | the client and its builder, calls, sending with retries, pagination |
//! | `testing` | with the feature `testing`: a double of the API, for tests |
//!
//! Each folder's `mod.rs` imports the layers that its files use, so a file refers to an item of another layer as
//! `super::json::Json`. That path is valid both in this crate and in the copy that a generated crate embeds as its
//! `runtime` module.

mod call;
mod error;
mod http;
pub mod json;
mod prepare;
mod request;
mod response;
mod spec;
#[cfg(feature = "testing")]
pub mod testing;
mod transport;

pub use self::call::{Call, Client, ClientBuilder, Items, Page, Pages, Paging, Request};
pub use self::error::{
    ApiError, ArgumentError, BodyError, BoxError, ConfigError, ConnectionError, DecodeError, Error,
    RateLimit, TimeoutError, TokenError,
};
pub use self::http::{AttemptReport, Body};
pub use self::json::{LimitError, Secret, generated_types, limit};
pub use self::prepare::{CallOptions, RetryPolicy, TokenSource};
pub use self::request::{Multipart, NdJson, Part};
pub use self::response::{
    ByStatus, ByteStream, Event, Events, Failures, Headers, JsonLines, RawResponse, Response,
    headers,
};
pub use self::spec::{
    Api, Location, Method, Operation, Parameter, RateLimitHeaders, Repeat, SecurityKind,
    SecurityScheme, Segment, StatusCode, Style,
};
pub use self::transport::{TransportBody, TransportService};

pub use ::http::HeaderMap;

/// Everything that a generated module of operations imports, so that its import stays the same when the API changes.
pub mod for_operations {
    pub use super::{
        Api, Body, ByteStream, Call, CallOptions, Client, ClientBuilder, Error, Items, Method,
        NdJson, Operation, Pages, Parameter, RateLimitHeaders, Repeat, Response, Secret,
        SecurityKind, SecurityScheme, Segment, Style, TokenSource, json,
    };
    pub use bytes::Bytes;
    pub use jiff::Timestamp;
    pub use jiff::civil::Date;
    pub use std::collections::BTreeMap;
    pub use std::net::{Ipv4Addr, Ipv6Addr};
}

/// Everything that a generated module of types imports, so that its import stays the same when the API changes.
pub mod for_types {
    #[allow(unused_imports, reason = "only generated types use the macros")]
    pub use super::generated_types::*;
    pub use super::{ByteStream, Page, Secret, json, limit};
    pub use bytes::Bytes;
    pub use jiff::Timestamp;
    pub use jiff::civil::Date;
    pub use std::collections::BTreeMap;
    pub use std::net::{Ipv4Addr, Ipv6Addr};
}
