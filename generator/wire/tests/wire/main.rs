//! Does what a document says go over the wire as the RFCs have it? A generated client against a real server.

#![allow(missing_docs, reason = "tests are named after what they show")]

mod bodies;
mod paths;
mod responses;
mod secrets;
mod server;
mod streams;
mod uuids;
