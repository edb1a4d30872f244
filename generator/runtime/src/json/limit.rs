//! Validation of values against a schema's limits, for the types that opt in with an overlay.

use std::collections::BTreeMap;
use std::fmt;

/// A limit that a schema sets on a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// `minLength`, in characters.
    MinLength(usize),
    /// `maxLength`, in characters.
    MaxLength(usize),
    /// `minItems` of an array, or `minProperties` of a map.
    MinItems(usize),
    /// `maxItems` of an array, or `maxProperties` of a map.
    MaxItems(usize),
    /// `minimum`.
    Minimum(f64),
    /// `minimum` with `exclusiveMinimum`.
    Above(f64),
    /// `maximum`.
    Maximum(f64),
    /// `maximum` with `exclusiveMaximum`.
    Below(f64),
    /// `multipleOf`.
    MultipleOf(f64),
}

/// The error of a value that violates one of its schema's limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitError(Limit);

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Limit::MinLength(limit) => {
                write!(f, "must have at least {limit} character{}", plural(limit))
            }
            Limit::MaxLength(limit) => {
                write!(f, "must have at most {limit} character{}", plural(limit))
            }
            Limit::MinItems(limit) => write!(f, "must have at least {limit} item{}", plural(limit)),
            Limit::MaxItems(limit) => write!(f, "must have at most {limit} item{}", plural(limit)),
            Limit::Minimum(limit) => write!(f, "must be at least {limit}"),
            Limit::Above(limit) => write!(f, "must be greater than {limit}"),
            Limit::Maximum(limit) => write!(f, "must be at most {limit}"),
            Limit::Below(limit) => write!(f, "must be less than {limit}"),
            Limit::MultipleOf(factor) => write!(f, "must be a multiple of {factor}"),
        }
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

impl std::error::Error for LimitError {}

/// A type whose values can have limits.
pub trait Limited {
    /// Returns whether the value satisfies a limit. Limits for other types are ignored.
    fn satisfies(&self, limit: Limit) -> bool;
}

/// Checks a value against its limits.
///
/// # Errors
///
/// Returns the first limit that the value violates.
pub fn check<T: Limited>(value: &T, limits: &[Limit]) -> Result<(), LimitError> {
    match limits.iter().find(|limit| !value.satisfies(**limit)) {
        Some(limit) => Err(LimitError(*limit)),
        None => Ok(()),
    }
}

impl Limited for String {
    fn satisfies(&self, limit: Limit) -> bool {
        match limit {
            Limit::MinLength(limit) => self.chars().count() >= limit,
            Limit::MaxLength(limit) => self.chars().count() <= limit,
            _ => true,
        }
    }
}

impl<T> Limited for Vec<T> {
    fn satisfies(&self, limit: Limit) -> bool {
        match limit {
            Limit::MinItems(limit) => self.len() >= limit,
            Limit::MaxItems(limit) => self.len() <= limit,
            _ => true,
        }
    }
}

impl<T> Limited for BTreeMap<String, T> {
    fn satisfies(&self, limit: Limit) -> bool {
        match limit {
            Limit::MinItems(limit) => self.len() >= limit,
            Limit::MaxItems(limit) => self.len() <= limit,
            _ => true,
        }
    }
}

impl Limited for serde_json::Map<String, serde_json::Value> {
    fn satisfies(&self, limit: Limit) -> bool {
        match limit {
            Limit::MinItems(limit) => self.len() >= limit,
            Limit::MaxItems(limit) => self.len() <= limit,
            _ => true,
        }
    }
}

impl Limited for f64 {
    fn satisfies(&self, limit: Limit) -> bool {
        match limit {
            Limit::Minimum(limit) => *self >= limit,
            Limit::Above(limit) => *self > limit,
            Limit::Maximum(limit) => *self <= limit,
            Limit::Below(limit) => *self < limit,
            Limit::MultipleOf(factor) => {
                // 0.1 has no exact binary representation, but 0.3 must count as a multiple of it.
                let times = self / factor;
                (times - times.round()).abs() <= f64::EPSILON * times.abs().max(1.0)
            }
            _ => true,
        }
    }
}

/// Implements [`Limited`] by conversion to `f64`, which is exact up to 2^53.
macro_rules! as_double {
    ($($ty:ty),*) => {
        $(impl Limited for $ty {
            #[allow(clippy::cast_lossless, clippy::cast_precision_loss, reason = "documented above")]
            fn satisfies(&self, limit: Limit) -> bool {
                (*self as f64).satisfies(limit)
            }
        })*
    };
}

as_double!(f32, i32, i64, u32, u64);
