//! The API as the generator sees it: types, operations and names as Rust will have them.
//!
//! It has nothing of `openapiv3` and nothing of tokens: [`lower`](crate::lower) makes a model, [`emit`](crate::emit)
//! reads it, and what two versions of a document mean for callers can be told from two models.

mod api;
mod docs;
pub(crate) mod extern_name;
pub mod name;
pub mod operation;
pub mod rate_limit;
pub mod scope;
pub mod security;
pub mod types;

pub use self::api::{Api, Group, Server, ServerVariable};
pub use self::docs::{Docs, Link, code_span};
pub use self::rate_limit::RateLimit;
