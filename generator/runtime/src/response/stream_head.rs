//! The head of the response that a stream of parts (events, lines) belongs to.

use bytes::Bytes;
use http::HeaderMap;
use serde::de::DeserializeOwned;

use super::decode::decode_json;
use super::error::{Attempt, Error, ResponseHead};

/// The head of a response without its headers: they describe the stream, not the parts of it.
pub(crate) struct StreamHead(ResponseHead);

impl StreamHead {
    pub(super) fn new(head: &ResponseHead) -> Self {
        Self(ResponseHead {
            headers: HeaderMap::new(),
            ..*head
        })
    }

    pub(super) fn attempt(&self) -> Attempt {
        self.0.attempt
    }

    /// Decodes a part of the stream as JSON.
    pub(super) fn decode_json<T: DeserializeOwned>(&self, part: &Bytes) -> Result<T, Error> {
        decode_json(&self.0, part)
    }
}
