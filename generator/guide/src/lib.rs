//! The Rust code of the guide in `docs/guide` and of the README, as documentation tests with the feature `guide`.

#[cfg(all(doctest, feature = "guide"))]
include!(concat!(env!("OUT_DIR"), "/pages.rs"));
