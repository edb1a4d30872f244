//! Checks of schemas beyond their keywords.

use serde_json::{Map, Value, json};

use super::report::Check;
use crate::diagnostic::{Change, Code, Diagnostic, Part};
use crate::pointer::Pointer;

impl Check<'_> {
    pub(super) fn schema(&mut self, members: &Map<String, Value>, at: &Pointer<'_>) {
        self.discriminator(members, at);
        let is_array = members.get("type").is_some_and(|name| name == "array");
        if is_array && members.get("items").is_none_or(Value::is_null) {
            let message = "an array must have `items`; items of any type are accepted".to_owned();
            let place = self.place(at, Part::Key);
            let edit = self.edit(at, Change::Set(vec![("items", Some(json!({})))]));
            self.diagnostics.push(
                Diagnostic::warning(Code::InvalidDocument, place, message)
                    .help("add `items`, the schema of an item")
                    .fix([edit]),
            );
        }
    }

    /// Reports a discriminator whose property the schema does not define.
    ///
    /// In a composed schema, another schema may define the property.
    fn discriminator(&mut self, members: &Map<String, Value>, at: &Pointer<'_>) {
        let Some(Value::Object(properties)) = members.get("properties") else {
            return;
        };
        let composed = ["allOf", "oneOf", "anyOf"]
            .iter()
            .any(|name| members.contains_key(*name));
        let kind = members
            .get("discriminator")
            .and_then(|discriminator| discriminator.get("propertyName"));
        let Some(name) = kind.and_then(Value::as_str) else {
            return;
        };
        if composed || properties.contains_key(name) {
            return;
        }
        let message = format!("the discriminator property `{name}` is not defined in `properties`");
        let place = self.place(&at.key("discriminator").key("propertyName"), Part::Value);
        let names = properties.keys().map(String::as_str);
        let label = self.diagnostics.did_you_mean(name, names);
        self.diagnostics.push(
            Diagnostic::warning(Code::UndefinedProperty, place, message)
                .label(label)
                .help(format!(
                    "define `{name}` in `properties`, or correct the name"
                )),
        );
    }
}
