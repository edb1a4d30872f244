//! Tasks on the event loop of JavaScript.

use futures_util::future::{AbortHandle, abortable};
use wasm_bindgen_futures::spawn_local;

/// A task on the event loop of the current thread. It is cancelled on drop.
///
/// The values of JavaScript belong to a thread, so a future that uses them is not `Send`. In a task, it communicates
/// with the future of a call, which is.
pub(crate) struct Task(AbortHandle);

impl Task {
    pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) -> Self {
        let (future, handle) = abortable(future);
        spawn_local(async {
            let _ = future.await;
        });
        Self(handle)
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}
