//! Distributes independent work among the processors.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The minimum number of parts per thread.
const PARTS_A_THREAD: usize = 8;

/// Applies `work` to each part, and returns the results in order. Each thread takes the next part when it is done.
pub(super) fn map<P: Sync, T: Send>(parts: &[P], work: impl Fn(&P) -> T + Sync) -> Vec<T> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = processors.min(parts.len() / PARTS_A_THREAD).max(1);
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = parts.get(index) else {
                return done;
            };
            done.push((index, work(part)));
        }
    };
    let mut done = thread::scope(|scope| {
        // If a thread cannot be spawned, the others do its share.
        let others = (1..threads).map(|_| thread::Builder::new().spawn_scoped(scope, take));
        let others: Vec<_> = others.filter_map(Result::ok).collect();
        let mut done = take();
        for other in others {
            done.extend(
                other
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            );
        }
        done
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, value)| value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order_for_any_number_of_parts() {
        for count in [0, 1, 7, 200] {
            let parts: Vec<usize> = (0..count).collect();
            let expected: Vec<_> = (0..count).map(|number| number * 2).collect();
            assert_eq!(map(&parts, |number| number * 2), expected);
        }
    }
}
