//! The limits of a schema, and whether a value keeps them, for the types that an overlay asks to check.

use std::collections::BTreeMap;
use std::fmt;

/// A limit that a schema sets for a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// `minLength`, in characters.
    MinLength(usize),
    /// `maxLength`, in characters.
    MaxLength(usize),
    /// `minItems` of a list, `minProperties` of a map.
    MinItems(usize),
    /// `maxItems` of a list, `maxProperties` of a map.
    MaxItems(usize),
    /// `minimum`
    Minimum(f64),
    /// `minimum` with `exclusiveMinimum`
    Above(f64),
    /// `maximum`
    Maximum(f64),
    /// `maximum` with `exclusiveMaximum`
    Below(f64),
    /// `multipleOf`
    MultipleOf(f64),
}

/// A value that the document does not allow: the limit that it does not keep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitError(Limit);

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Limit::MinLength(limit) => {
                write!(f, "the string must have at least {limit} characters")
            }
            Limit::MaxLength(limit) => {
                write!(f, "the string must have at most {limit} characters")
            }
            Limit::MinItems(limit) => write!(f, "there must be at least {limit} elements"),
            Limit::MaxItems(limit) => write!(f, "there must be at most {limit} elements"),
            Limit::Minimum(limit) => write!(f, "the number must be at least {limit}"),
            Limit::Above(limit) => write!(f, "the number must be more than {limit}"),
            Limit::Maximum(limit) => write!(f, "the number must be at most {limit}"),
            Limit::Below(limit) => write!(f, "the number must be less than {limit}"),
            Limit::MultipleOf(factor) => write!(f, "the number must be a multiple of {factor}"),
        }
    }
}

impl std::error::Error for LimitError {}

/// A type whose values can have limits.
pub trait Limited {
    /// Whether the value keeps a limit. A limit for other types counts as kept.
    fn satisfies(&self, limit: Limit) -> bool;
}

/// Checks a value against its limits.
///
/// # Errors
///
/// The first limit that the value does not keep.
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
                // A tenth is no sum of powers of two: 0.3 is a multiple of it all the same.
                let times = self / factor;
                (times - times.round()).abs() <= f64::EPSILON * times.abs().max(1.0)
            }
            _ => true,
        }
    }
}

/// Numbers that are compared as doubles: beyond 2^53 two limits may fall together.
macro_rules! as_double {
    ($($ty:ty),*) => {
        $(impl Limited for $ty {
            #[allow(clippy::cast_lossless, clippy::cast_precision_loss, reason = "as said above")]
            fn satisfies(&self, limit: Limit) -> bool {
                (*self as f64).satisfies(limit)
            }
        })*
    };
}

as_double!(f32, i32, i64, u32, u64);
