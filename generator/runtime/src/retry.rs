//! When is a request sent again?

use std::time::Duration;

/// When and how often a failed request is sent again.
///
/// A client stores the policy with the rest of its settings; a request is sent once for now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    tries: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_total: Duration,
}

impl Default for RetryPolicy {
    /// Three tries, waits from 100 ms up to 10 s, no try started later than 60 s after the first.
    fn default() -> Self {
        Self {
            tries: 3,
            base_delay: Duration::from_millis(100),
            max_delay: Duration::from_secs(10),
            max_total: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// One try, and no other.
    #[must_use]
    pub fn none() -> Self {
        Self { tries: 1, ..Self::default() }
    }

    /// Sets how many times a request is sent at most, the first time included; 0 counts as 1.
    #[must_use]
    pub fn tries(self, tries: u32) -> Self {
        Self { tries: tries.max(1), ..self }
    }

    /// Sets the wait before the second try; it doubles with each further one.
    #[must_use]
    pub fn base_delay(self, delay: Duration) -> Self {
        Self { base_delay: delay, ..self }
    }

    /// Sets the longest wait between two tries.
    #[must_use]
    pub fn max_delay(self, delay: Duration) -> Self {
        Self { max_delay: delay, ..self }
    }

    /// Sets how long after the first try another may still start.
    #[must_use]
    pub fn max_total(self, total: Duration) -> Self {
        Self { max_total: total, ..self }
    }
}
