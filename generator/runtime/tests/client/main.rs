//! Tests of the documented behaviour of a client. A single binary, to link only once.

#![allow(missing_docs, reason = "the names of tests describe them")]

mod attempt_reports;
mod auth;
mod bodies;
mod body_limit;
mod builder;
mod decoding;
mod encodings;
mod endless_lists;
mod errors;
mod fixture;
mod formats;
mod headers;
#[allow(unreachable_pub, reason = "the macros are written for public types")]
mod json;
mod json_writer;
mod layers;
mod numbers;
mod options;
mod pages;
mod paging;
mod paths;
mod rate_limits;
mod readers;
#[cfg(feature = "reqwest")]
mod redirected_pages;
#[cfg(feature = "reqwest")]
mod redirects;
mod reflected_requests;
#[cfg(feature = "reqwest")]
mod rejected_tokens;
mod requests;
mod retries;
#[cfg(feature = "reqwest")]
mod retries_over_sockets;
mod retry_delays;
#[cfg(feature = "reqwest")]
mod scripted_server;
mod scripted_service;
#[cfg(feature = "reqwest")]
mod sockets;
#[cfg(feature = "tracing")]
mod spans;
mod styles;
mod styles_of_3_2;
mod timeouts;
#[cfg(all(
    feature = "reqwest",
    not(any(feature = "rustls", feature = "native-tls"))
))]
mod without_tls;
