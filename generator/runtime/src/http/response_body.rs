//! The body of a response, from `reqwest` or the user's service.

use std::pin::Pin;
#[cfg(all(feature = "gzip", not(target_family = "wasm")))]
use std::task::ready;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::combinators::UnsyncBoxBody;

use super::error::BoxError;
#[cfg(all(feature = "gzip", not(target_family = "wasm")))]
use super::gunzip::Gunzip;

/// The body of a response, from either transport.
pub(crate) enum ResponseBody {
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    Http(reqwest::Response),
    #[cfg(all(feature = "gzip", not(target_family = "wasm")))]
    Gzip(Box<Gzipped>),
    Service(UnsyncBoxBody<Bytes, BoxError>),
}

/// A compressed body.
#[cfg(all(feature = "gzip", not(target_family = "wasm")))]
pub(crate) struct Gzipped {
    response: reqwest::Response,
    /// The decoder, until the body has ended.
    gunzip: Option<Gunzip>,
}

impl ResponseBody {
    /// Creates a body that decompresses that of a response.
    #[cfg(all(feature = "gzip", not(target_family = "wasm")))]
    pub(crate) fn gunzip(response: reqwest::Response) -> Self {
        Self::Gzip(Box::new(Gzipped {
            response,
            gunzip: Some(Gunzip::new()),
        }))
    }
}

#[cfg(all(feature = "gzip", not(target_family = "wasm")))]
impl Gzipped {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, BoxError>> {
        while let Some(gunzip) = &mut self.gunzip {
            let bytes = gunzip.next()?;
            if !bytes.is_empty() {
                return Poll::Ready(Ok(Some(bytes)));
            }
            match ready!(poll_chunk(&mut self.response, context))? {
                Some(chunk) => gunzip.push(chunk),
                None => {
                    let rest = gunzip.finish()?;
                    self.gunzip = None;
                    if !rest.is_empty() {
                        return Poll::Ready(Ok(Some(rest)));
                    }
                }
            }
        }
        Poll::Ready(Ok(None))
    }
}

impl http_body::Body for ResponseBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match self.get_mut() {
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            Self::Http(response) => poll_chunk(response, context).map(|chunk| {
                let frame = chunk.map_err(Into::into).transpose()?;
                Some(frame.map(Frame::data))
            }),
            #[cfg(all(feature = "gzip", not(target_family = "wasm")))]
            Self::Gzip(body) => body
                .poll_chunk(context)
                .map(|chunk| Some(chunk.transpose()?.map(Frame::data))),
            Self::Service(body) => Pin::new(body).poll_frame(context),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
            Self::Http(response) => response
                .content_length()
                .map_or_else(SizeHint::new, SizeHint::with_exact),
            #[cfg(all(feature = "gzip", not(target_family = "wasm")))]
            Self::Gzip(_) => SizeHint::new(),
            Self::Service(body) => body.size_hint(),
        }
    }
}

/// Polls the next chunk. Unlike other `reqwest` errors, those of this method do not contain the URL.
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
fn poll_chunk(
    response: &mut reqwest::Response,
    context: &mut Context<'_>,
) -> Poll<reqwest::Result<Option<Bytes>>> {
    // The future borrows only the response, so dropping it loses no data.
    std::pin::pin!(response.chunk()).poll(context)
}
