//! The core of every generated client: it sends requests, and reads responses and errors.
//!
//! An operation of a generated crate is data ([`Operation`]) and a few calls on a [`Call`]; whatever happens
//! on the wire happens here, once. The folders are layers, and each uses only those above it in this list:
//!
//! | layer | contents |
//! | --- | --- |
//! | `spec` | what generated code states: the API, an operation, its path segments and parameters |
//! | `json` | JSON values and Rust values: the macros of generated types, Base64, timestamps, secrets, limits |
//! | `error` | one file for each error; the attempt and the response head that an error names |
//! | `http` | request and response bodies, the reasons why exchanges fail, deadlines, the span of a call |
//! | `response` | the response of a call: typed headers, byte streams, lines, events, decoding, error messages |
//! | `request` | arguments and their styles, percent-encoding, forms, multipart bodies, lines of JSON, readers |
//! | `prepare` | settings, base URL, credentials, retry policy, and how a draft becomes a request |
//! | `transport` | `reqwest` or a `tower` service of the user's, and which redirects are followed |
//! | `call` | the client and its builder, calls, sending with retries, lists in pages |
//!
//! Each folder's `mod.rs` imports the layers that its files use, so a file names an item of another layer as
//! `super::json::Json`. That path works in this crate and in the copy that a generated crate embeds as its module
//! `runtime`.

mod call;
mod error;
mod http;
pub mod json;
mod prepare;
mod request;
mod response;
mod spec;
mod transport;

pub use self::call::{Call, Client, ClientBuilder, Items, Page, Pages};
pub use self::error::{
    ApiError, ArgumentError, BodyError, BoxError, ConfigError, ConnectionError, DecodeError, Error,
    RateLimit, TimeoutError, TokenError,
};
pub use self::http::Body;
pub use self::json::{LimitError, Secret, generated_types, limit};
pub use self::prepare::{RetryPolicy, TokenSource};
pub use self::request::{Multipart, NdJson, Part};
pub use self::response::{
    ByStatus, ByteStream, Event, Events, Headers, JsonLines, RawResponse, Response, headers,
};
pub use self::spec::{
    Api, Location, Method, Operation, Parameter, RateLimitHeaders, Repeat, SecurityKind,
    SecurityScheme, Segment, Style,
};
