//! Checks that the URL of a server matches its variables.

use serde_json::{Map, Value};

use super::report::Check;
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::load::wording::found;
use crate::pointer::Pointer;

impl Check<'_> {
    /// Checks that each variable in the URL is defined.
    pub(super) fn server(&mut self, members: &Map<String, Value>, at: &Pointer<'_>) -> bool {
        let Some(url) = members.get("url").and_then(Value::as_str) else {
            return true;
        };
        let variables = members.get("variables").and_then(Value::as_object);
        let mut fine = true;
        for name in url
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name)
        {
            if variables.is_none_or(|variables| !variables.contains_key(name)) {
                let message = format!("the server variable `{{{name}}}` is not defined");
                let known = variables.into_iter().flat_map(Map::keys);
                let label = self
                    .diagnostics
                    .did_you_mean(name, known.map(String::as_str));
                let help = format!("add `{name}` to `variables`, with its `default`");
                self.mistake(
                    message,
                    self.place(&at.key("url"), Part::Value),
                    label,
                    Some(help),
                );
                fine = false;
            }
        }
        fine
    }

    /// Checks that the default of a variable is one of its values.
    pub(super) fn server_variable(&mut self, members: &Map<String, Value>, at: &Pointer<'_>) {
        let (Some(default), Some(Value::Array(values))) =
            (members.get("default"), members.get("enum"))
        else {
            return;
        };
        if !default.is_string() || values.contains(default) {
            return;
        }
        let known = values.iter().filter_map(Value::as_str);
        let message = format!(
            "`default` must be one of the values of `enum`, found {}",
            found(default)
        );
        let default = default.as_str().unwrap_or_default();
        let label = self.diagnostics.did_you_mean(default, known);
        let place = self.place(&at.key("default"), Part::Value);
        self.diagnostics.push(
            Diagnostic::warning(Code::InvalidDocument, place, message)
                .label(label)
                .help("correct the default, or add it to `enum`"),
        );
    }
}
