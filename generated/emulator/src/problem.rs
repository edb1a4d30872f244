//! The failures of a request, with their status and body.

use bytes::Bytes;
use http::StatusCode;
use serde::Serialize;

/// A failed request.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
    /// The detail of the body, for an error of a batch.
    pub(crate) detail: String,
}

/// The usual body: `{"title": …, "detail": …}`.
#[derive(Serialize)]
struct Titled<'a> {
    title: &'a str,
    detail: &'a str,
}

/// The body of some failures: `{"msg": …, "detail": …}`.
#[derive(Serialize)]
struct Message<'a> {
    msg: &'a str,
    detail: &'a str,
}

impl Problem {
    /// A failure with the title of its status.
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let title = status.canonical_reason().unwrap_or("Error");
        let body = json(&Titled {
            title,
            detail: &detail,
        });
        Self {
            status,
            body,
            detail,
        }
    }

    /// A failure with `msg` in place of `title`.
    pub(crate) fn with_message(status: StatusCode, msg: &str, detail: &str) -> Self {
        let body = json(&Message { msg, detail });
        let detail = detail.to_owned();
        Self {
            status,
            body,
            detail,
        }
    }

    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    pub(crate) fn no_store() -> Self {
        Self::new(StatusCode::NOT_FOUND, "there is no store with this id")
    }

    pub(crate) fn no_item() -> Self {
        Self::new(StatusCode::NOT_FOUND, "there is no item with this key")
    }

    /// The failure of a condition. Its response is empty.
    pub(crate) fn condition() -> Self {
        Self {
            status: StatusCode::PRECONDITION_FAILED,
            body: Bytes::new(),
            detail: "the condition is not met".to_owned(),
        }
    }
}

/// Serializes a value that has only strings, numbers and lists, which cannot fail.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> Bytes {
    serde_json::to_vec(value).unwrap_or_default().into()
}
