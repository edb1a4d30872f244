//! The behaviour of a client as its documentation has it. One binary, since each further one must be linked.

#![allow(missing_docs, reason = "tests are named after what they show")]

mod auth;
mod bodies;
mod body_limit;
mod client;
mod decoding;
mod encodings;
mod errors;
mod fixture;
mod formats;
#[path = "../../src/json/generated_types.rs"]
mod generated_types;
mod headers;
#[allow(
    unreachable_pub,
    reason = "the macros are for the types of a crate, which others name"
)]
mod json;
mod json_text;
mod pages;
mod paths;
mod readers;
#[cfg(feature = "reqwest")]
mod redirects;
#[cfg(feature = "reqwest")]
mod renewals;
mod retries;
#[cfg(feature = "reqwest")]
mod scripted_server;
#[cfg(feature = "reqwest")]
mod sockets;
#[cfg(feature = "tracing")]
mod spans;
mod styles;
mod timeouts;
