//! Responses whose body type depends on the status.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::StatusCode;

use super::charset::Charset;
use super::decode::{check_whole, check_whole_json, decode_json};
use super::error::{ApiError, DecodeError, Error, ResponseHead};
use super::json::Json;

/// A response whose body has been read but not decoded.
#[doc(hidden)]
pub struct RawResponse {
    head: ResponseHead,
    body: Bytes,
    /// Whether the whole body has been received.
    is_complete: bool,
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
            is_complete: true,
            is_used: Arc::default(),
        }
    }

    /// Creates the response of a failure, whose body may be incomplete.
    pub(super) fn of_failure(error: &ApiError) -> Self {
        Self {
            is_complete: error.is_body_complete(),
            ..Self::new(error.head().clone(), error.body().clone())
        }
    }

    pub fn status_code(&self) -> StatusCode {
        self.head.status
    }

    pub fn status(&self) -> u16 {
        self.head.status.as_u16()
    }

    pub fn json<T: Json>(self) -> Result<T, Error> {
        self.is_used.store(true, Ordering::Relaxed);
        check_whole_json(&self.head, &self.body, self.is_complete)?;
        decode_json(&self.head, &self.body)
    }

    pub fn text(self) -> Result<String, Error> {
        self.is_used.store(true, Ordering::Relaxed);
        check_whole(&self.head, &self.body, self.is_complete)?;
        let text = Charset::of(&self.head.headers).decode(self.body.into());
        text.map_err(|(reason, cause)| {
            let cause = cause.map(Into::into);
            let error = DecodeError::new(
                self.head.attempt.clone(),
                self.head.status,
                reason,
                None,
                cause,
            );
            error.with_request_id(&self.head).into()
        })
    }

    pub fn bytes(self) -> Bytes {
        self.is_used.store(true, Ordering::Relaxed);
        self.body
    }

    /// Returns the body of a failure, which may be incomplete or encoded.
    pub fn all_bytes(self) -> Result<Bytes, Error> {
        check_whole(&self.head, &self.body, self.is_complete)?;
        Ok(self.bytes())
    }

    /// Creates the error of a failure with an undocumented status.
    pub fn undocumented(self) -> Error {
        let reason = "the status is not documented";
        DecodeError::new(
            self.head.attempt.clone(),
            self.head.status,
            reason,
            None,
            None,
        )
        .into()
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
