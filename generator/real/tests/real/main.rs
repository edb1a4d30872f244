//! Calls to operations of Fastly's API, against a server that decodes requests by the RFCs.

#![cfg(corpus)]
#![allow(missing_docs, reason = "the names of tests describe them")]

// The server is shared with the package that it is named after.
extern crate openapi_crate_real as openapi_crate_wire;

mod calls;
#[allow(dead_code, reason = "these calls use a part of the decoders")]
#[path = "../../../wire/tests/wire/decode.rs"]
mod decode;
#[path = "../../../wire/tests/wire/server.rs"]
#[allow(dead_code, reason = "these tests use only part of it")]
mod server;
