//! Checks that the default of a server variable is one of its values.

use serde_json::{Map, Value};

use super::report::Check;
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::load::NO_DEFAULT;
use crate::load::wording::found;
use crate::pointer::Pointer;

impl Check<'_> {
    /// Checks that the default of a variable is one of its values.
    pub(super) fn server_variable(&mut self, members: &Map<String, Value>, at: &Pointer<'_>) {
        let (Some(default), Some(Value::Array(values))) =
            (members.get("default"), members.get("enum"))
        else {
            return;
        };
        if !default.is_string() || values.contains(default) || members.contains_key(NO_DEFAULT) {
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
