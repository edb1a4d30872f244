//! A recorded API: a local server that plays back recordings in order.
//!
//! ```text
//! recording   a file with one exchange: the expected request and its response
//! server      accepts connections, plays the next exchange for each request, and records differences
//! difference  the comparison of a recorded request with the one received
//! ```
#![allow(
    dead_code,
    unused_imports,
    reason = "each program that includes this module uses only some of it"
)]

mod difference;
mod recording;
mod server;

pub(crate) use self::difference::Matching;
pub(crate) use self::recording::{Exchange, Request, Response, files, files_in, load};
pub(crate) use self::server::Server;

/// The token that every request must have.
pub(crate) const TOKEN: &str = "recorded-token";

/// The prefix of every request's user agent.
pub(crate) const USER_AGENT: &str = "fastly-kv-store/";
