//! Descriptions of an API, written by the generator: its server, credentials, operations and parameters.

mod api;
mod operation;
mod parameter;
mod segment;

pub use self::api::{Api, RateLimitHeaders, SecurityKind, SecurityScheme};
pub use self::operation::{Method, Operation, Repeat, StatusCode};
pub use self::parameter::{Location, Parameter, Style};
pub use self::segment::Segment;
