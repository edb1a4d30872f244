//! The generated client of part of Fastly's API. Its tests check the wire format against a server.
#![cfg_attr(
    corpus,
    allow(
        clippy::all,
        clippy::pedantic,
        unreachable_pub,
        unused,
        deprecated,
        reason = "the rest of this file is generated"
    )
)]

#[cfg(corpus)]
include!(concat!(env!("OUT_DIR"), "/client/lib.rs"));
