//! The generated client of a document with every kind of schema in every position. Its tests send and read each.
#![allow(
    clippy::all,
    clippy::pedantic,
    unreachable_pub,
    reason = "the rest of this file is generated"
)]

include!(concat!(env!("OUT_DIR"), "/client/lib.rs"));
