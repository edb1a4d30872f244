//! How does a program talk to a recorded API? A server on this machine answers from recordings, in order.
//!
//! ```text
//! recording   a file with one exchange: the request as it must arrive, the response as it is given
//! server      accepts connections, takes the next exchange for each request, and keeps what differed
//! difference  what is not the same between a recorded request and the one that arrived
//! ```
#![allow(
    dead_code,
    unused_imports,
    reason = "each program that includes this module uses a part of it"
)]

mod difference;
mod recording;
mod server;

pub(crate) use self::difference::Matching;
pub(crate) use self::recording::{Exchange, Request, Response, files, files_in, load};
pub(crate) use self::server::Server;

/// The token that every request has to carry.
pub(crate) const TOKEN: &str = "recorded-token";

/// What the user agent of every request starts with.
pub(crate) const USER_AGENT: &str = "fastly-kv-store/";
