//! Tests of the wire format: a generated client against a server that decodes requests by the RFCs.

#![allow(missing_docs, reason = "the names of tests describe them")]

mod any_json;
mod bodies;
mod custom_types;
mod decode;
mod failures;
mod media_types;
mod methods;
mod mixed;
mod page_places;
mod pages;
mod parts;
mod patches;
mod paths;
mod responses;
mod secrets;
mod sequences;
mod server;
mod streams;
mod uuids;
mod values;
