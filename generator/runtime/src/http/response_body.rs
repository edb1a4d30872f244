//! The body of a response, from `reqwest` or the user's service.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::combinators::UnsyncBoxBody;

use super::error::BoxError;

/// The body of a response, from either transport.
pub(crate) enum ResponseBody {
    #[cfg(feature = "reqwest")]
    Http(reqwest::Response),
    Service(UnsyncBoxBody<Bytes, BoxError>),
}

impl http_body::Body for ResponseBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match self.get_mut() {
            #[cfg(feature = "reqwest")]
            Self::Http(response) => poll_chunk(response, context).map(|chunk| {
                let frame = chunk.map_err(Into::into).transpose()?;
                Some(frame.map(Frame::data))
            }),
            Self::Service(body) => Pin::new(body).poll_frame(context),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            #[cfg(feature = "reqwest")]
            Self::Http(response) => response
                .content_length()
                .map_or_else(SizeHint::new, SizeHint::with_exact),
            Self::Service(body) => body.size_hint(),
        }
    }
}

/// Polls the next chunk. Unlike other `reqwest` errors, those of this method do not contain the URL.
#[cfg(feature = "reqwest")]
fn poll_chunk(
    response: &mut reqwest::Response,
    context: &mut Context<'_>,
) -> Poll<reqwest::Result<Option<Bytes>>> {
    // The future borrows only the response, so dropping it loses no data.
    std::pin::pin!(response.chunk()).poll(context)
}
