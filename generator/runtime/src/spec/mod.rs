//! What generated code states about the API: its servers and credentials, its operations and their parameters.

mod api;
mod operation;
mod parameter;
mod segment;

pub use self::api::{Api, RateLimitHeaders, SecurityKind, SecurityScheme};
pub use self::operation::{Method, Operation, Repeat};
pub use self::parameter::{Location, Parameter, Style};
pub use self::segment::Segment;
