//! What does every generated client share? Its core: requests out, answers and errors in.
//!
//! An operation of a generated crate is data ([`Operation`]) and a few calls on a [`Call`]; whatever happens
//! on the wire happens here, once. The way of a call through the files:
//!
//! | file | question |
//! | --- | --- |
//! | `api`, `operation` | What does the document say about the API, about one operation? |
//! | `builder`, `client`, `base_url`, `auth` | Who calls what, where, with which credentials? |
//! | `call`, `draft`, `argument`, `encode`, `request` | Which arguments, and how do they look on the wire? |
//! | `body`, `reader`, `ndjson`, `form`, `multipart` | What goes up? |
//! | `transport`, `http_client`, `redirect` | How does it travel? |
//! | `exchange`, `attempt`, `retry`, `retry_after`, `deadline`, `trace` | How often, for how long, and who sees it? |
//! | `response`, `byte_stream`, `headers`, `decode`, `place`, `by_status`, `lines`, `json_lines`, `events`, `content_disposition`, `pages`, `rate_limit` | What comes down? |
//! | `error`, `message` | What went wrong, and what did the server say about it? |
//! | `json`, `generated_types` | How does a value become JSON, and JSON a value? |
//! | `limit` | Is a value what the document allows? |
//! | `base64`, `timestamp`, `secret` | The same, for values with a format. |

mod api;
mod argument;
mod attempt;
mod auth;
mod base64;
mod base_url;
mod body;
mod builder;
mod by_status;
mod byte_stream;
mod call;
mod client;
mod content_disposition;
mod deadline;
mod decode;
mod draft;
mod encode;
mod error;
mod events;
mod exchange;
mod exclusive;
mod form;
pub mod generated_types;
pub mod headers;
#[cfg(feature = "reqwest")]
mod http_client;
pub mod json;
mod json_lines;
pub mod limit;
mod lines;
mod message;
mod multipart;
mod ndjson;
mod operation;
mod pages;
mod place;
mod rate_limit;
mod reader;
#[cfg(feature = "reqwest")]
mod redirect;
mod request;
mod response;
mod retry;
mod retry_after;
mod secret;
mod timestamp;
mod trace;
mod transport;

pub use self::api::{Api, RateLimitHeaders, SecurityKind, SecurityScheme};
pub use self::auth::TokenSource;
pub use self::body::Body;
pub use self::builder::ClientBuilder;
pub use self::by_status::{Answer, ByStatus};
pub use self::byte_stream::ByteStream;
pub use self::call::Call;
pub use self::client::Client;
pub use self::error::{
    ApiError, ArgumentError, BodyError, BoxError, ConfigError, ConnectionError, DecodeError, Error,
    TimeoutError, TokenError,
};
pub use self::events::{Event, Events};
pub use self::headers::Headers;
pub use self::json_lines::JsonLines;
pub use self::limit::LimitError;
pub use self::multipart::{Multipart, Part};
pub use self::ndjson::NdJson;
pub use self::operation::{Location, Method, Operation, Parameter, Repeat, Style};
pub use self::pages::{Items, Page, Pages};
pub use self::rate_limit::RateLimit;
pub use self::response::Response;
pub use self::retry::RetryPolicy;
pub use self::secret::Secret;
