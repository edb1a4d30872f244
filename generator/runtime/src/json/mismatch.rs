//! The error of a JSON value that does not match its type.

use std::cell::RefCell;
use std::fmt;

use serde::de;
use serde_json::Value;

/// The error of a JSON value that does not match its type: a path and a reason.
#[derive(Debug)]
pub struct Mismatch {
    /// The path, innermost step first.
    steps: Vec<Step>,
    reason: String,
}

/// A step of a path in a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

thread_local! {
    /// The last mismatch that became a `serde` error, which keeps only the message.
    static LAST: RefCell<Option<Mismatch>> = const { RefCell::new(None) };
}

impl Mismatch {
    /// Creates a mismatch with an empty path.
    pub fn new(reason: impl fmt::Display) -> Self {
        Self {
            steps: Vec::new(),
            reason: reason.to_string(),
        }
    }

    /// Prepends an object key to the path.
    #[must_use]
    pub fn under(mut self, key: &str) -> Self {
        self.steps.push(Step::Key(key.to_owned()));
        self
    }

    /// Prepends an array index to the path.
    #[must_use]
    pub fn at(mut self, index: usize) -> Self {
        self.steps.push(Step::Index(index));
        self
    }

    pub(super) fn not(expected: &str, found: &Value) -> Self {
        let found = match found {
            Value::Null => "null".to_owned(),
            Value::Bool(value) => format!("boolean `{value}`"),
            Value::Number(value) if value.is_f64() => format!("floating point `{value}`"),
            Value::Number(value) => format!("integer `{value}`"),
            Value::String(value) => format!("string {value:?}"),
            Value::Array(_) => "an array".to_owned(),
            Value::Object(_) => "an object".to_owned(),
        };
        Self::new(format_args!("invalid type: {found}, expected {expected}"))
    }

    /// Converts the mismatch to a deserializer's error, and keeps it for [`last`](Self::last).
    pub(super) fn into_error<E: de::Error>(self) -> E {
        let error = E::custom(&self);
        LAST.set(Some(self));
        error
    }

    /// Returns this thread's last mismatch if it became the error with this message.
    pub(crate) fn last(message: &str) -> Option<Self> {
        LAST.take()
            .filter(|mismatch| message.starts_with(&mismatch.to_string()))
    }

    /// Returns the path to the value.
    pub(crate) fn into_path(self) -> JsonPath {
        JsonPath(self.steps.into_iter().rev().collect())
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.steps.is_empty() {
            f.write_str("at `")?;
            write_steps(self.steps.iter().rev(), f)?;
            f.write_str("`: ")?;
        }
        f.write_str(&self.reason)
    }
}

/// A path in a JSON value, displayed as `data[1].name`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct JsonPath(pub(crate) Vec<Step>);

impl fmt::Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_steps(self.0.iter(), f)
    }
}

fn write_steps<'a>(
    steps: impl Iterator<Item = &'a Step>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    for (nth, step) in steps.enumerate() {
        match step {
            Step::Key(key) if nth == 0 => f.write_str(key)?,
            Step::Key(key) => write!(f, ".{key}")?,
            Step::Index(index) => write!(f, "[{index}]")?,
        }
    }
    Ok(())
}
