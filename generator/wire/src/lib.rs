//! The generated client of `api.yaml`. Its tests check the wire format against a server.
#![allow(
    clippy::all,
    clippy::pedantic,
    unreachable_pub,
    reason = "the rest of this file is generated"
)]

include!(concat!(env!("OUT_DIR"), "/client/lib.rs"));
