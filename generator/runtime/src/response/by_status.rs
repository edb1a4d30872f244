//! Responses whose body type depends on the status.

use bytes::Bytes;
use http::StatusCode;

use super::decode::decode_json;
use super::error::{DecodeError, Error, ResponseHead};
use super::json::Json;

/// A response whose body has been read but not decoded.
#[doc(hidden)]
pub struct RawResponse {
    head: ResponseHead,
    body: Bytes,
}

/// An enum with a variant for each documented status.
#[doc(hidden)]
pub trait ByStatus: Sized {
    /// Decodes the variant for the response's status.
    fn read(response: RawResponse) -> Result<Self, Error>;
}

impl RawResponse {
    pub(crate) fn new(head: ResponseHead, body: Bytes) -> Self {
        Self { head, body }
    }

    pub fn status(&self) -> u16 {
        self.head.status.as_u16()
    }

    pub fn json<T: Json>(self) -> Result<T, Error> {
        decode_json(&self.head, &self.body)
    }

    pub fn text(self) -> Result<String, Error> {
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
        self.body
    }
}

/// Decodes the body, or returns `None` if it is empty.
pub(crate) fn optional_json<T: Json>(response: RawResponse) -> Result<Option<T>, Error> {
    let empty = response.body.is_empty() || response.head.status == StatusCode::RESET_CONTENT;
    if empty {
        Ok(None)
    } else {
        response.json().map(Some)
    }
}
