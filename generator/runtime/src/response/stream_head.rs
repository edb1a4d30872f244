//! The response head of a stream of events or lines.

use bytes::Bytes;

use super::decode::decode_json;
use super::error::{Error, ResponseHead};
use super::json::Json;

/// A response head without headers, which describe the stream rather than its items, except for the request id.
pub(crate) struct StreamHead(ResponseHead);

impl StreamHead {
    pub(super) fn new(head: &ResponseHead) -> Self {
        Self(ResponseHead {
            headers: head.request_id_headers(),
            request_id_header: head.request_id_header.clone(),
            secrets: head.secrets.clone(),
            final_url: None,
            attempt: head.attempt.clone(),
            ..*head
        })
    }

    /// Creates the head of a stream that a test creates.
    #[cfg(feature = "testing")]
    pub(super) fn for_test() -> Self {
        Self(ResponseHead::for_test())
    }

    /// Decodes an item of the stream as JSON.
    pub(super) fn decode_json<T: Json>(&self, item: &Bytes) -> Result<T, Error> {
        decode_json(&self.0, item)
    }
}
