//! Reading of a response body up to a length and a time.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;

use super::byte_stream::ByteStream;
use super::http::Timer;

/// Reads a body up to a limit, and returns it with whether it is complete. Stops after a time without a chunk, or in
/// total. The bytes read before an error are kept.
pub(crate) async fn read_up_to(
    body: &mut ByteStream,
    limit: usize,
    idle: Duration,
    total: Duration,
) -> (Bytes, bool) {
    let mut head = BytesMut::new();
    let mut total = Timer::after(total);
    loop {
        let mut idle = Timer::after(idle);
        let next = poll_fn(|context| match body.poll_next_unpin(context) {
            Poll::Ready(chunk) => Poll::Ready(Some(chunk)),
            Poll::Pending => {
                #[cfg(feature = "testing")]
                let _entered = body.enter();
                let is_late = idle.poll(context).is_ready() || total.poll(context).is_ready();
                if is_late {
                    Poll::Ready(None)
                } else {
                    Poll::Pending
                }
            }
        });
        let chunk = match next.await {
            Some(None) => return (head.freeze(), true),
            Some(Some(Ok(chunk))) => chunk,
            Some(Some(Err(_))) | None => return (head.freeze(), false),
        };
        let remaining = limit - head.len();
        if chunk.len() > remaining {
            head.extend_from_slice(&chunk.slice(..remaining));
            return (head.freeze(), false);
        }
        head.extend_from_slice(&chunk);
    }
}
