//! A response whose status decides the type of its body.

use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;

use super::decode::decode_json;
use super::error::{DecodeError, Error, ResponseHead};

/// A response whose status decides the type of its body.
#[doc(hidden)]
pub struct RawResponse {
    head: ResponseHead,
    body: Bytes,
}

/// A value that has a variant for each documented status.
#[doc(hidden)]
pub trait ByStatus: Sized {
    /// The variant of the response's status.
    fn read(response: RawResponse) -> Result<Self, Error>;
}

impl RawResponse {
    pub(crate) fn new(head: ResponseHead, body: Bytes) -> Self {
        Self { head, body }
    }

    pub fn status(&self) -> u16 {
        self.head.status.as_u16()
    }

    pub fn json<T: DeserializeOwned>(self) -> Result<T, Error> {
        decode_json(&self.head, &self.body)
    }

    pub fn text(self) -> Result<String, Error> {
        String::from_utf8(self.body.into()).map_err(|error| {
            let what = "its body is not UTF-8 text";
            let cause = error.utf8_error();
            DecodeError::new(
                self.head.attempt,
                self.head.status,
                what,
                None,
                Some(cause.into()),
            )
            .into()
        })
    }

    pub fn bytes(self) -> Bytes {
        self.body
    }
}

/// The decoded body; `None` if the response has no body, or a status that is documented without one.
pub(crate) fn optional_json<T: DeserializeOwned>(
    response: RawResponse,
    without_body: &[u16],
) -> Result<Option<T>, Error> {
    let empty = response.body.is_empty()
        || without_body.contains(&response.status())
        || response.head.status == StatusCode::RESET_CONTENT;
    if empty {
        Ok(None)
    } else {
        response.json().map(Some)
    }
}
