//! Checks of a schema that say more than which keywords it can have.

use serde_json::{Map, Value};

use super::report::Check;
use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::pointer::Pointer;

impl Check<'_> {
    pub(super) fn schema(&mut self, members: &Map<String, Value>, at: &Pointer<'_>) {
        self.discriminator(members, at);
        let is_array = members.get("type").is_some_and(|name| name == "array");
        if is_array && members.get("items").is_none_or(Value::is_null) {
            let message = "an array must have `items`; elements of any type are taken".to_owned();
            let place = self.place(at, Part::Key);
            self.diagnostics.push(
                Diagnostic::warning(Code::InvalidDocument, place, message)
                    .help("add `items`, the schema of an element"),
            );
        }
    }

    /// Reports a discriminator whose property is not among those of the same schema.
    ///
    /// Where other schemas have a part in the object, one of them may describe the property.
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
        let message = format!("the discriminator's property `{name}` is not among the properties");
        let place = self.place(&at.key("discriminator").key("propertyName"), Part::Value);
        self.diagnostics.push(
            Diagnostic::warning(Code::UndefinedProperty, place, message)
                .label(did_you_mean(name, properties.keys().map(String::as_str)))
                .help(format!(
                    "describe `{name}` in `properties`, or correct the name"
                )),
        );
    }
}
