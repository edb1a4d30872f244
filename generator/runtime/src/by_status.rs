//! How does an answer become one of several shapes? By its status.

use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;

use super::decode;
use super::error::{DecodeError, Error};
use super::response::Response;

/// An answer whose status says what its body is.
#[doc(hidden)]
pub struct Answer {
    response: Response<()>,
    body: Bytes,
}

/// A value that has a variant for each documented status.
#[doc(hidden)]
pub trait ByStatus: Sized {
    /// The variant of the answer's status.
    fn read(answer: Answer) -> Result<Self, Error>;
}

impl Answer {
    pub(super) fn new(response: Response<()>, body: Bytes) -> Self {
        Self { response, body }
    }

    /// The response, and what its body is read as.
    pub(super) fn split<T>(
        self,
        read: impl FnOnce(Self) -> Result<T, Error>,
    ) -> Result<(Response<()>, T), Error> {
        let response = self.response.clone();
        Ok((response, read(self)?))
    }

    pub fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    pub fn json<T: DeserializeOwned>(self) -> Result<T, Error> {
        decode::json(self.response.head(), &self.body)
    }

    pub fn text(self) -> Result<String, Error> {
        String::from_utf8(self.body.into()).map_err(|error| {
            let what = "its body is not UTF-8 text";
            let (head, cause) = (self.response.head(), error.utf8_error());
            DecodeError::new(head.attempt, head.status, what, None, Some(cause.into())).into()
        })
    }

    pub fn bytes(self) -> Bytes {
        self.body
    }
}

/// Nothing, where the answer has no body or a status that is documented without one.
pub(super) fn optional_json<T: DeserializeOwned>(
    answer: Answer,
    without_body: &[u16],
) -> Result<Option<T>, Error> {
    let empty = answer.body.is_empty()
        || without_body.contains(&answer.status())
        || answer.response.status() == StatusCode::RESET_CONTENT;
    if empty {
        Ok(None)
    } else {
        answer.json().map(Some)
    }
}
