//! Random numbers.

use std::hash::{BuildHasher as _, RandomState};

/// Returns 64 random bits that the author of a file or the server cannot know.
pub(crate) fn random() -> u64 {
    RandomState::new().hash_one(seed())
}

/// The keys of a `RandomState` are random.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
fn seed() -> [u64; 0] {
    []
}

/// The keys of a `RandomState` are the same in each run, because the standard library has no source of random numbers.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
fn seed() -> [u64; 2] {
    [js_sys::Math::random(), js_sys::Math::random()].map(f64::to_bits)
}

#[cfg(test)]
mod tests {
    use super::random;

    #[test]
    fn numbers_differ() {
        let numbers: std::collections::HashSet<u64> = (0..100).map(|_| random()).collect();
        assert_eq!(numbers.len(), 100);
    }
}
