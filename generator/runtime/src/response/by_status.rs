//! Responses whose body type depends on the status.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;

use super::decode::decode_json;
use super::error::{DecodeError, Error, ResponseHead};
use super::json::Json;

/// A response whose body has been read but not decoded.
#[doc(hidden)]
pub struct RawResponse {
    head: ResponseHead,
    body: Bytes,
    /// Whether the body has been used.
    is_used: Arc<AtomicBool>,
}

/// An enum with a variant for each documented status.
#[doc(hidden)]
pub trait ByStatus: Sized {
    /// Decodes the variant for the response's status.
    fn read(response: RawResponse) -> Result<Self, Error>;
}

impl RawResponse {
    pub(crate) fn new(head: ResponseHead, body: Bytes) -> Self {
        Self {
            head,
            body,
            is_used: Arc::default(),
        }
    }

    pub fn status(&self) -> u16 {
        self.head.status.as_u16()
    }

    pub fn json<T: Json>(self) -> Result<T, Error> {
        self.is_used.store(true, Ordering::Relaxed);
        decode_json(&self.head, &self.body)
    }

    pub fn text(self) -> Result<String, Error> {
        self.is_used.store(true, Ordering::Relaxed);
        String::from_utf8(self.body.into()).map_err(|error| {
            let reason = "the body is not valid UTF-8";
            let cause = error.utf8_error();
            DecodeError::new(
                self.head.attempt,
                self.head.status,
                reason,
                None,
                Some(cause.into()),
            )
            .with_request_id(&self.head)
            .into()
        })
    }

    pub fn bytes(self) -> Bytes {
        self.is_used.store(true, Ordering::Relaxed);
        self.body
    }
}

/// Returns the variant for the response's status if it does not use the body, which then does not have to be read.
pub(crate) fn variant_without_body<T: ByStatus>(head: &ResponseHead) -> Option<Result<T, Error>> {
    let response = RawResponse::new(head.clone(), Bytes::new());
    let is_used = Arc::clone(&response.is_used);
    let variant = T::read(response);
    (!is_used.load(Ordering::Relaxed)).then_some(variant)
}

/// Decodes the body, or returns `None` if it is empty.
pub(crate) fn optional_json<T: Json>(response: RawResponse) -> Result<Option<T>, Error> {
    if response.body.is_empty() {
        Ok(None)
    } else {
        response.json().map(Some)
    }
}
