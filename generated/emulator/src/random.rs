//! Pseudorandom numbers, for store IDs and for faults.

use std::hash::{BuildHasher, RandomState};

/// A generator of pseudorandom numbers (`SplitMix64`). The same seed produces the same numbers.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn from_seed(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns a generator that differs from run to run.
    pub(crate) fn from_system() -> Self {
        Self(RandomState::new().hash_one("seed"))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns `true` with this probability.
    pub(crate) fn is_below(&mut self, probability: f64) -> bool {
        // 32 bits are exact in a float.
        let drawn = u32::try_from(self.next() >> 32).unwrap_or(u32::MAX);
        f64::from(drawn) < probability * 4_294_967_296.0
    }

    /// Returns an ID of 22 characters, as the API's stores have.
    pub(crate) fn id(&mut self) -> String {
        const DIGITS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
        let digit = |_| {
            let index = usize::try_from(self.next() % 36).unwrap_or(0);
            char::from(DIGITS[index])
        };
        (0..22).map(digit).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_determines_the_numbers() {
        let numbers = |seed| {
            let mut random = Random::from_seed(seed);
            [random.next(), random.next()]
        };
        assert_eq!(numbers(1), numbers(1));
        assert_ne!(numbers(1), numbers(2));
    }

    #[test]
    fn a_probability_is_met() {
        let mut random = Random::from_seed(0);
        let count = (0..10_000).filter(|_| random.is_below(0.1)).count();
        assert!((900..1_100).contains(&count), "{count}");
        assert!((0..1_000).all(|_| random.is_below(1.0)));
        assert!(!(0..1_000).any(|_| random.is_below(0.0)));
    }

    #[test]
    fn ids_differ() {
        let mut random = Random::from_system();
        let (one, two) = (random.id(), random.id());
        assert_eq!(one.len(), 22);
        assert_ne!(one, two);
    }
}
