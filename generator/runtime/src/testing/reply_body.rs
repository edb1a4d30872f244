//! The body of a double's response.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::StreamExt as _;
use http_body::{Body, Frame, SizeHint};

use super::error::BoxError;
use super::response::ByteStream;

/// The body of a double's response.
#[derive(Debug)]
pub struct ReplyBody {
    chunks: VecDeque<Bytes>,
    rest: Option<ByteStream>,
    /// The number of bytes left before the body ends early.
    cut: Option<usize>,
    /// The length of the whole body that is left, if it is known.
    length: Option<u64>,
}

impl ReplyBody {
    pub(super) fn empty() -> Self {
        Self::new(VecDeque::new(), None, None)
    }

    pub(super) fn new(
        chunks: VecDeque<Bytes>,
        rest: Option<ByteStream>,
        cut: Option<usize>,
    ) -> Self {
        let length = chunks.iter().map(|chunk| chunk.len() as u64).sum();
        Self {
            chunks,
            length: rest.is_none().then_some(length),
            rest,
            cut,
        }
    }
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        if this.cut == Some(0) {
            let error = "the body ends early, as the test says";
            return Poll::Ready(Some(Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                error,
            )
            .into())));
        }
        let chunk = match (this.chunks.pop_front(), &mut this.rest) {
            (Some(chunk), _) => Some(Ok(chunk)),
            (None, Some(rest)) => ready!(rest.poll_next_unpin(context)),
            (None, None) => None,
        };
        let mut chunk = match chunk {
            Some(Ok(chunk)) => chunk,
            Some(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
            None if this.cut.is_some() => {
                this.cut = Some(0);
                return Pin::new(this).poll_frame(context);
            }
            None => return Poll::Ready(None),
        };
        if let Some(cut) = &mut this.cut {
            chunk.truncate(*cut);
            *cut -= chunk.len();
        }
        if let Some(length) = &mut this.length {
            *length = length.saturating_sub(chunk.len() as u64);
        }
        Poll::Ready(Some(Ok(Frame::data(chunk))))
    }

    fn size_hint(&self) -> SizeHint {
        match self.length {
            // A body that ends early is never empty, or it would not be read.
            Some(length) if self.cut.is_some() => SizeHint::with_exact(length.max(1)),
            Some(length) => SizeHint::with_exact(length),
            None => SizeHint::default(),
        }
    }
}
