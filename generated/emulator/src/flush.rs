//! A connection that counts when everything was sent, so that a cut response is complete up to the cut.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// The number of times that all data of a connection was sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flushes(Arc<Mutex<(u64, Option<Waker>)>>);

impl Flushes {
    /// Returns whether all data was sent after `since`, which is set by the first call. Wakes the task if it was not.
    pub(crate) fn poll_since(&self, since: &mut Option<u64>, context: &Context<'_>) -> Poll<()> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.0 > *since.get_or_insert(state.0) {
            return Poll::Ready(());
        }
        state.1 = Some(context.waker().clone());
        Poll::Pending
    }

    fn count(&self) {
        let waker = {
            let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            state.0 = state.0.wrapping_add(1);
            state.1.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// A stream that counts its flushes.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TokioIo<TcpStream>,
    flushes: Flushes,
}

impl Connection {
    pub(crate) fn new(stream: TcpStream, flushes: Flushes) -> Self {
        Self {
            stream: TokioIo::new(stream),
            flushes,
        }
    }

    /// Makes the connection end with a reset when it is dropped.
    pub(crate) fn reset(self) {
        // If this fails, the connection ends in the usual way.
        let _ = self.stream.inner().set_zero_linger();
    }
}

impl Read for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl Write for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, buffer)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, buffers)
    }

    /// Hyper flushes the stream only after it has written all data.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.stream).poll_flush(context);
        if result.is_ready() {
            self.flushes.count();
        }
        result
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
