//! The parts of a call that a test double sees: an extension of its request.

use http::Method;
use serde_json::Value;

use super::http::CallTime;
use super::spec::{Operation, Parameter, RateLimitHeaders};

/// The arguments of a call as JSON, before they are written in the style of their parameters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// One entry for each parameter that has been set.
    arguments: Vec<(usize, Option<Value>)>,
    /// The fields of a form as JSON.
    pub(crate) form: Option<Value>,
    /// The time of the call, once it is sent.
    pub(crate) time: Option<CallTime>,
}

impl Seen {
    /// Sets the argument of the parameter at an index.
    pub(crate) fn set(&mut self, index: usize, value: Option<Value>) {
        self.arguments.retain(|(of, _)| *of != index);
        self.arguments.push((index, value));
    }

    /// Returns the argument of the parameter at an index. Absent arguments are `null` or missing.
    pub(crate) fn argument(&self, index: usize) -> Option<&Value> {
        let found = self.arguments.iter().find(|(of, _)| *of == index);
        found.and_then(|(_, value)| value.as_ref())
    }
}

/// The name of calls that are not of an operation.
pub(crate) const CUSTOM: &str = "Client::request";

/// The call of a request.
#[derive(Clone, Debug)]
pub(crate) struct SeenCall {
    pub(crate) operation: &'static Operation,
    /// Whether the request is not of an operation.
    pub(crate) is_custom: bool,
    pub(crate) method: Method,
    /// The number of the attempt, starting at 1.
    pub(crate) attempt: u32,
    /// The path and query, without credentials.
    pub(crate) target: String,
    /// The arguments that are set.
    pub(crate) arguments: Vec<(&'static Parameter, Value)>,
    /// Whether a body was set, even if it is empty.
    pub(crate) has_body: bool,
    pub(crate) form: Option<Value>,
    /// Whether the request may be repeated after it may have been processed.
    pub(crate) is_idempotent: bool,
    pub(crate) rate_limit: Option<&'static RateLimitHeaders>,
    pub(crate) time: CallTime,
}

/// Returns the values of a name in the query of a target: a string, or a list if there are several.
pub(super) fn query_value(target: &str, name: &str) -> Option<Value> {
    let (_, query) = target.split_once('?')?;
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        let decoded = percent_encoding::percent_decode_str(&text).decode_utf8_lossy();
        decoded.into_owned()
    };
    let pairs = query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let mut values: Vec<Value> = pairs
        .filter(|(key, _)| decoded(key) == name)
        .map(|(_, value)| Value::from(decoded(value)))
        .collect();
    if values.len() > 1 {
        return Some(Value::Array(values));
    }
    values.pop()
}
