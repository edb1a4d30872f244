//! The model of an API: its types, its operations, and their names in Rust.
//!
//! The model depends neither on `openapiv3` nor on Rust tokens. [`lower`](crate::lower) builds it, [`emit`](crate::emit)
//! turns it into code, and [`diff`](crate::diff) compares the models of two versions.

mod api;
mod docs;
pub(crate) mod extern_name;
pub mod media_type;
pub mod name;
pub mod operation;
mod pagination;
pub mod rate_limit;
pub mod scope;
pub mod security;
pub mod types;

pub use self::api::{Api, Group, Server, ServerVariable};
pub use self::docs::{Docs, Link, code_span, visible};
pub use self::rate_limit::RateLimit;
