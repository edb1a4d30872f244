//! What does a generated client send, and what does it make of what it gets? Its tests ask a server.
#![allow(
    clippy::all,
    clippy::pedantic,
    unreachable_pub,
    reason = "the rest of this file is generated"
)]

include!(concat!(env!("OUT_DIR"), "/lib.rs"));
