//! The client runtime of crates that `openapi-crate` generates with `runtime = "crate"`.
//!
//! # Users of this crate
//!
//! - A crate whose client is generated with `runtime = "crate"`, in a build script or with the command line, depends on
//!   this crate, and usually on nothing else: several generated clients share it.
//! - A program that uses a generated client does not need it: the client re-exports the types in its signatures, such as
//!   [`Error`], [`ClientBuilder`] and [`RetryPolicy`].
//! - A crate that is generated with default settings does not need it: it contains a copy of the runtime.
//!
//! Items that only generated code uses, such as [`Api`], [`Call`] and [`for_operations`], are public, and may change in any
//! version.
//!
//! # Features
//!
//! - `reqwest` (default): the transport of a client that is built without a service.
//! - `rustls` (default): HTTPS with rustls. Enables `reqwest`.
//! - `native-tls`: HTTPS with the TLS of the operating system, which takes precedence over rustls. Enables `reqwest`.
//! - `fs`: `Body::from_file`.
//! - `gzip`: compressed responses.
//! - `tracing`: a span for each call and an event for each attempt.
//! - `testing`: a double of the API, for tests.
//! - `uuid`: JSON for `uuid::Uuid`, for APIs with UUIDs.
//! - `rust_decimal`, `url`: JSON for `rust_decimal::Decimal` and `url::Url`, for APIs whose settings use them.
//! - `client`: the runtime without any of these. Each of them enables it.
//! - `sources`: the sources, for the generator. They have no dependencies.
//!
//! # Versions
//!
//! Generated code states the version of the generator with [`require_version!`], which fails to compile with a version
//! of this crate that it was not generated for.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    docsrs,
    doc(auto_cfg(hide(target_family = "wasm", target_os = "unknown")))
)]

#[cfg(feature = "client")]
#[path = "embedded.rs"]
mod embedded;
#[cfg(feature = "client")]
mod known_types;
#[cfg(feature = "client")]
mod own_client;
#[cfg(feature = "sources")]
pub mod sources;
#[cfg(feature = "uuid")]
mod uuids;
#[doc(hidden)]
pub mod version;

#[cfg(feature = "client")]
pub use embedded::*;
#[cfg(all(
    feature = "reqwest",
    any(not(target_family = "wasm"), target_os = "unknown")
))]
pub use reqwest;
#[cfg(feature = "rust_decimal")]
pub use rust_decimal;
#[cfg(feature = "url")]
pub use url;
#[cfg(feature = "uuid")]
pub use uuid;
#[cfg(feature = "client")]
pub use {
    bytes, futures_core, http, http_body, jiff, serde, serde_json, tower_layer, tower_service,
};
