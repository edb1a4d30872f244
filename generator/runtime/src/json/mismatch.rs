//! The error of a JSON value that does not match its type.

use std::fmt::{self, Write as _};

use serde_json::Value;

use super::escape::Escaping;

/// The maximum length in bytes of a reason, which may repeat a value.
const MAX_REASON: usize = 500;

/// The maximum length in characters of a key in a message.
const MAX_KEY: usize = 100;

/// The error of a JSON value that does not match its type: a path and a reason.
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

impl Mismatch {
    /// Creates a mismatch with an empty path.
    pub fn new(reason: impl fmt::Display) -> Self {
        Self {
            steps: Vec::new(),
            reason: shortened(&reason),
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
        if let Value::String(value) = found {
            // The message shows only its start.
            return Self::new(format_args!(
                "invalid type: string {value:?}, expected {expected}"
            ));
        }
        let found = match found {
            Value::Null => "null".to_owned(),
            Value::Bool(value) => format!("boolean `{value}`"),
            Value::Number(value) if value.is_f64() => format!("floating point `{value}`"),
            Value::Number(value) => format!("integer `{value}`"),
            Value::String(_) => "a string".to_owned(),
            Value::Array(_) => "an array".to_owned(),
            Value::Object(_) => "an object".to_owned(),
        };
        Self::new(format_args!("invalid type: {found}, expected {expected}"))
    }

    /// Returns the path to the value.
    pub(crate) fn path(&self) -> JsonPath {
        JsonPath(self.steps.iter().rev().cloned().collect())
    }
}

/// Formats a value and truncates the result.
pub(crate) fn shortened(value: &(impl fmt::Display + ?Sized)) -> String {
    struct Short(String);

    impl fmt::Write for Short {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            let free = MAX_REASON.saturating_sub(self.0.len()).min(text.len());
            let end = (0..=free).rev().find(|end| text.is_char_boundary(*end));
            let (start, rest) = text.split_at(end.unwrap_or_default());
            self.0.push_str(start);
            if rest.is_empty() {
                return Ok(());
            }
            self.0.push('…');
            Err(fmt::Error)
        }
    }

    let mut short = Short(String::new());
    // Fails if the text is truncated.
    let _ = write!(short, "{value}");
    short.0
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Escaping::new(f);
        if !self.steps.is_empty() {
            f.write_str("at `")?;
            write_steps(self.steps.iter().rev(), f)?;
            f.write_str("`: ")?;
        }
        f.write_str(&self.reason)
    }
}

impl fmt::Debug for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Mismatch").field(&self.to_string()).finish()
    }
}

impl std::error::Error for Mismatch {}

/// A path in a JSON value, displayed as `data[1].name`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct JsonPath(pub(crate) Vec<Step>);

impl fmt::Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_steps(self.0.iter(), &mut Escaping::new(f))
    }
}

fn write_steps<'a>(steps: impl Iterator<Item = &'a Step>, f: &mut Escaping<'_>) -> fmt::Result {
    for (nth, step) in steps.enumerate() {
        match step {
            Step::Key(key) => {
                if nth > 0 {
                    f.write_char('.')?;
                }
                match key.char_indices().nth(MAX_KEY) {
                    None => f.write_str(key)?,
                    Some((end, _)) => write!(f, "{}…", key.split_at(end).0)?,
                }
            }
            Step::Index(index) => write!(f, "[{index}]")?,
        }
    }
    Ok(())
}
