//! The current time of a call.

use super::clock::Instant;

/// Returns the current time: that of the clock, or later in a call that reaches a test double.
pub(crate) fn now() -> Instant {
    let now = Instant::now();
    #[cfg(feature = "testing")]
    let now = super::virtual_time::shifted(now);
    now
}
