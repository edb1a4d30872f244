//! The progress of a request body, as observed by its call.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

use super::error::BoxError;
use super::failure::RequestBodyError;
use super::timer::Timer;

/// The time that a transport has for each chunk of a request body after the response is complete.
const GRACE_OF_TRANSPORT: Duration = Duration::from_secs(1);

/// The time that the caller's stream has for each chunk after the response is complete.
const GRACE_OF_CALLER: Duration = Duration::from_secs(5);

/// The progress of a request body that can fail, shared by the body and its call.
///
/// A transport does not always report the failure: an HTTP/2 stream is only reset, and a server may have responded
/// before it has read the whole body.
#[derive(Clone)]
pub(crate) struct Upload(Arc<Mutex<Progress>>);

struct Progress {
    state: State,
    /// The task that waits for a change.
    waker: Option<Waker>,
    /// The number of chunks that the transport has received.
    chunks: u64,
    /// The number of bodies that have been sent before, for redirects.
    previous: u32,
}

enum State {
    /// The transport waits for the caller's next chunk.
    Waiting,
    /// The transport has not requested the next chunk yet.
    Sending,
    /// The body has been sent, or the transport has dropped it.
    Ended,
    Failed(RequestBodyError),
}

/// The body's half of an [`Upload`].
pub(super) struct Reporter {
    upload: Upload,
    /// The number of bodies that have been sent before.
    previous: u32,
}

impl Upload {
    pub(super) fn new() -> (Self, Reporter) {
        let upload = Self(Arc::new(Mutex::new(Progress {
            state: State::Sending,
            waker: None,
            chunks: 0,
            previous: 0,
        })));
        let reporter = Reporter {
            upload: upload.clone(),
            previous: 0,
        };
        (upload, reporter)
    }

    /// Starts again with the same body, which is sent to the target of a redirect.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub(super) fn again(&self) -> Reporter {
        let mut progress = self.lock();
        progress.previous += 1;
        progress.state = State::Sending;
        Reporter {
            upload: self.clone(),
            previous: progress.previous,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Progress> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the error of the body, if it has failed.
    pub(crate) fn failure(&self) -> Option<BoxError> {
        match &self.lock().state {
            State::Failed(error) => Some(Box::new(error.clone())),
            State::Waiting | State::Sending | State::Ended => None,
        }
    }

    /// Waits until the body has been sent or has failed, and returns its error. Stops waiting for a transport that does
    /// not request the next chunk, because the server does not read the rest, and for a stream that stalls.
    pub(crate) async fn finished(&self) -> Option<BoxError> {
        let mut seen = None;
        let mut grace = Timer::after(GRACE_OF_CALLER);
        poll_fn(|context| {
            let mut progress = self.lock();
            let wait = match &progress.state {
                State::Ended | State::Failed(_) => return Poll::Ready(()),
                State::Waiting => GRACE_OF_CALLER,
                State::Sending => GRACE_OF_TRANSPORT,
            };
            progress.waker = Some(context.waker().clone());
            let chunks = progress.chunks;
            drop(progress);
            if seen != Some((wait, chunks)) {
                seen = Some((wait, chunks));
                grace = Timer::after(wait);
            }
            grace.poll(context)
        })
        .await;
        self.failure()
    }
}

impl Reporter {
    /// Changes the progress, unless the body has ended or is that of an earlier request.
    fn set(&self, change: impl FnOnce(&mut Progress)) {
        let mut progress = self.upload.lock();
        let is_over = matches!(progress.state, State::Ended | State::Failed(_));
        if is_over || progress.previous != self.previous {
            return;
        }
        change(&mut progress);
        let waker = progress.waker.take();
        drop(progress);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Records the result of polling the body.
    pub(super) fn report<T>(&self, frame: &Poll<Option<Result<T, BoxError>>>, is_end: bool) {
        self.set(|progress| match frame {
            Poll::Pending => progress.state = State::Waiting,
            Poll::Ready(None) => progress.state = State::Ended,
            Poll::Ready(Some(Ok(_))) => {
                progress.chunks += 1;
                progress.state = if is_end { State::Ended } else { State::Sending };
            }
            Poll::Ready(Some(Err(error))) => {
                if let Some(error) = error.downcast_ref::<RequestBodyError>() {
                    progress.state = State::Failed(error.clone());
                }
            }
        });
    }
}

impl Drop for Reporter {
    fn drop(&mut self) {
        self.set(|progress| progress.state = State::Ended);
    }
}
