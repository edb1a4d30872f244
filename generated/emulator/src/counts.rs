//! The numbers of requests so far, one for each operation.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::route::Operation;

/// The numbers of requests so far.
#[derive(Debug, Default)]
pub(crate) struct Counts([AtomicU64; Operation::ALL.len()]);

impl Counts {
    pub(crate) fn add(&self, operation: Operation) {
        self.counter(operation).fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn get(&self, operation: Operation) -> u64 {
        self.counter(operation).load(Ordering::Relaxed)
    }

    fn counter(&self, operation: Operation) -> &AtomicU64 {
        // `ALL` lists the operations in the order of their declaration.
        &self.0[operation as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_operation_has_a_counter() {
        let counts = Counts::default();
        for (number, operation) in (0_u64..).zip(Operation::ALL) {
            (0..number).for_each(|_| counts.add(operation));
        }
        for (number, operation) in (0_u64..).zip(Operation::ALL) {
            assert_eq!(counts.get(operation), number, "{operation}");
        }
    }
}
