//! The emulator's clock, which can be moved, and the formats of its times.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;

/// The end of the year 9999 in Unix seconds, the last time that the formats can represent.
const LAST_SECOND: u64 = 253_402_207_200;

/// The time that the emulator sees.
///
/// It determines generations, timestamps, times to live and the reset of the rate limit. Delays of faults are in real
/// time.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
///
/// use fastly_kv_emulator::{Clock, Emulator, SeedStore};
///
/// let clock = Clock::fixed_at(UNIX_EPOCH + Duration::from_secs(1_750_707_658));
/// let emulator = Emulator::builder().clock(clock).start_blocking()?;
/// emulator.seed_store(SeedStore::new("assets"))?; // created at 2025-06-23 19:40:58
/// emulator.advance(Duration::from_secs(60));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Clock {
    start: Start,
    /// Microseconds by which the clock was moved.
    moved: AtomicU64,
}

#[derive(Debug)]
enum Start {
    System,
    Running { at: u64, since: std::time::Instant },
    Fixed { at: u64 },
}

impl Clock {
    /// Returns a clock that follows the system's clock. This is the default.
    #[must_use]
    pub fn system() -> Self {
        Self::new(Start::System)
    }

    /// Returns a clock that runs from this time.
    #[must_use]
    pub fn starting_at(time: SystemTime) -> Self {
        Self::new(Start::Running {
            at: micros_since_epoch(time),
            since: std::time::Instant::now(),
        })
    }

    /// Returns a clock that shows this time until it is moved with [`Emulator::advance`](crate::Emulator::advance).
    #[must_use]
    pub fn fixed_at(time: SystemTime) -> Self {
        Self::new(Start::Fixed {
            at: micros_since_epoch(time),
        })
    }

    fn new(start: Start) -> Self {
        Self {
            start,
            moved: AtomicU64::new(0),
        }
    }

    /// The latest time that a clock shows, in microseconds since 1970.
    pub(crate) const LATEST: u64 = LAST_SECOND * 1_000_000;

    pub(crate) fn advance(&self, by: Duration) {
        let add = |moved: u64| Some(moved.saturating_add(micros(by)));
        // The closure always returns a value, so this always succeeds.
        let _ = self
            .moved
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, add);
    }

    /// Returns the time in microseconds since 1970.
    pub(crate) fn now(&self) -> u64 {
        let unmoved = match self.start {
            Start::System => micros_since_epoch(SystemTime::now()),
            Start::Running { at, since } => at.saturating_add(micros(since.elapsed())),
            Start::Fixed { at } => at,
        };
        unmoved
            .saturating_add(self.moved.load(Ordering::SeqCst))
            .min(Self::LATEST)
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

/// Returns a duration in microseconds, at most `u64::MAX`.
pub(crate) fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// Returns a time in microseconds since 1970, which is 0 for an earlier time.
pub(crate) fn micros_since_epoch(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, micros)
}

/// Formats a time as stores have it: `2025-06-23 19:40:58`, in UTC.
pub(crate) fn store_format(time: u64) -> String {
    timestamp(time).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Formats a time as HTTP headers have it (RFC 9110, section 5.6.7).
pub(crate) fn http_format(time: u64) -> String {
    DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&timestamp(time))
        .unwrap_or_default()
}

fn timestamp(time: u64) -> Timestamp {
    let seconds = i64::try_from((time / 1_000_000).min(LAST_SECOND)).unwrap_or(0);
    Timestamp::from_second(seconds).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_the_formats_of_the_api() {
        let time = 1_750_707_676_353_461;
        assert_eq!(store_format(time), "2025-06-23 19:41:16");
        assert_eq!(http_format(time), "Mon, 23 Jun 2025 19:41:16 GMT");
        assert_eq!(store_format(u64::MAX), "9999-12-30 22:00:00");
        assert_eq!(http_format(u64::MAX), "Thu, 30 Dec 9999 22:00:00 GMT");
    }

    #[test]
    fn a_clock_moves_and_never_overflows() {
        let clock = Clock::fixed_at(UNIX_EPOCH + Duration::from_secs(5));
        assert_eq!(clock.now(), 5_000_000);
        clock.advance(Duration::from_millis(1));
        assert_eq!(clock.now(), 5_001_000);
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), LAST_SECOND * 1_000_000);
    }

    #[test]
    fn a_running_clock_starts_at_its_time() {
        let clock = Clock::starting_at(UNIX_EPOCH + Duration::from_secs(5));
        assert!((5_000_000..65_000_000).contains(&clock.now()));
    }
}
