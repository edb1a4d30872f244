//! Mends the keywords of a schema: older spellings, bounds, values of an `enum`, and defaults.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde_json::{Map, Number, Value};

use super::mending::Mending;
use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::load::wording::found;
use crate::pointer::Pointer;

impl Mending<'_> {
    pub(super) fn schema(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        self.older_spellings(members, at);
        for (bound, exclusive) in [
            ("minimum", "exclusiveMinimum"),
            ("maximum", "exclusiveMaximum"),
        ] {
            self.numeric_exclusive_bound(bound, exclusive, members, at);
        }
        self.bounds(members, at);
        let Some(type_name) = members
            .get("type")
            .and_then(Value::as_str)
            .map(str::to_owned)
        else {
            self.enumeration(None, members, at);
            self.default(None, members, at);
            return;
        };
        if type_name == "integer" {
            self.integer_bounds(members, at);
        }
        self.inapplicable(&type_name, members, at);
        self.enumeration(Some(&type_name), members, at);
        self.default(Some(&type_name), members, at);
    }

    /// Keywords that OpenAPI 2 and JSON Schema before it write in another shape.
    fn older_spellings(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        if members.get("required").is_some_and(Value::is_boolean) {
            let message = "`required` of a schema must be a list of the names of its properties; it is not read";
            self.warn(
                &at.key("required"),
                Part::Value,
                message,
                "list this property's name in the `required` of the schema around it",
            );
            members.shift_remove("required");
        }
        if let Some(Value::String(name)) = members.get("discriminator") {
            let message =
                format!("`discriminator` must be an object; `propertyName: {name}` is taken");
            self.warn(
                &at.key("discriminator"),
                Part::Value,
                message,
                "OpenAPI 3.0 has the name of the property inside, as `propertyName`",
            );
            let name = Value::String(name.clone());
            let discriminator = Map::from_iter([("propertyName".to_owned(), name)]);
            members.insert("discriminator".to_owned(), Value::Object(discriminator));
        }
    }

    /// `exclusiveMinimum: 5`, as OpenAPI 3.1 has it, in the words of 3.0.
    fn numeric_exclusive_bound(
        &mut self,
        bound: &str,
        exclusive: &str,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        let Some(Value::Number(number)) = members.get(exclusive) else {
            return;
        };
        let number = Value::Number(number.clone());
        let message = format!(
            "`{exclusive}` must be `true` or `false`; `{bound}: {number}`, exclusive, is taken"
        );
        self.warn(
            &at.key(exclusive),
            Part::Value,
            message,
            format!("OpenAPI 3.0 has the number in `{bound}`; a number here came with 3.1"),
        );
        members.insert(bound.to_owned(), number);
        members.insert(exclusive.to_owned(), Value::Bool(true));
    }

    /// Leaves out the upper of two bounds that no value can keep.
    fn bounds(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        for (low, high) in BOUNDS {
            let number = |name: &str| members.get(name).and_then(Value::as_f64);
            let (Some(least), Some(most)) = (number(low), number(high)) else {
                continue;
            };
            if least > most {
                let message = format!(
                    "no value is at least {least} and at most {most}; `{high}` is left out"
                );
                let help = format!("correct `{low}` or `{high}`");
                let place = self.place(&at.key(high), Part::Value);
                self.diagnostics.push(
                    Diagnostic::warning(Code::InvalidDocument, place, message)
                        .help(help)
                        .related(self.place(&at.key(low), Part::Value), "the lower bound"),
                );
                members.shift_remove(high);
            }
        }
    }

    /// Makes the bounds of an integer integers, which is all that can be said about integers.
    fn integer_bounds(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        for (name, exclusive, round) in [
            ("minimum", "exclusiveMinimum", f64::ceil as fn(f64) -> f64),
            ("maximum", "exclusiveMaximum", f64::floor),
        ] {
            let Some(bound) = members.get(name).and_then(Value::as_number) else {
                continue;
            };
            if bound.is_i64() {
                continue;
            }
            let bound = bound.as_f64().unwrap_or_default();
            if bound.fract() != 0.0 {
                members.shift_remove(exclusive);
            }
            match integer(round(bound)) {
                Some(bound) => members.insert(name.to_owned(), Value::from(bound)),
                // Every integer that is generated for is within such a bound.
                None => members.shift_remove(name),
            };
        }
        let Some(step) = members
            .get("multipleOf")
            .and_then(Value::as_number)
            .filter(|step| !step.is_i64())
        else {
            return;
        };
        if let Some(step) = step.as_f64().and_then(integer) {
            members.insert("multipleOf".to_owned(), Value::from(step));
        } else {
            let message = format!("`multipleOf: {step}` of an integer is not checked");
            let place = self.place(&at.key("multipleOf"), Part::Value);
            self.diagnostics
                .push(Diagnostic::warning(Code::Unsupported, place, message));
            members.shift_remove("multipleOf");
        }
    }

    /// Leaves out keywords that say nothing about values of the schema's type.
    fn inapplicable(
        &mut self,
        type_name: &str,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        let fits = |name: &str| match name {
            "pattern" | "minLength" | "maxLength" => type_name == "string",
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
                matches!(type_name, "integer" | "number")
            }
            "items" | "minItems" | "maxItems" | "uniqueItems" => type_name == "array",
            "properties"
            | "required"
            | "additionalProperties"
            | "minProperties"
            | "maxProperties" => type_name == "object",
            _ => true,
        };
        for name in members.keys().filter(|name| !fits(name)) {
            let message = format!(
                "`{name}` says nothing about a value of type `{type_name}`; it is not read"
            );
            self.warn(
                &at.key(name),
                Part::Key,
                message,
                "remove it, or correct the `type`",
            );
        }
        members.retain(|name, _| fits(name));
        // A format is a hint and no mistake, whatever the type.
        if matches!(type_name, "boolean" | "array" | "object") {
            members.shift_remove("format");
        }
    }

    /// Makes the values of an `enum` fit the type, and leaves each of them once.
    fn enumeration(
        &mut self,
        type_name: Option<&str>,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        let Some(Value::Array(values)) = members.get_mut("enum") else {
            return;
        };
        let list = at.key("enum");
        if values.is_empty() {
            let message = "an `enum` without values allows nothing; it is not read".to_owned();
            self.warn(&list, Part::Key, message, "list the values, or remove it");
            members.shift_remove("enum");
            return;
        }
        let mut kept: Vec<Value> = Vec::with_capacity(values.len());
        let mut seen = HashMap::new();
        for (index, mut value) in std::mem::take(values).into_iter().enumerate() {
            let here = list.index(index);
            if let Some(type_name) = type_name
                && !value.is_null()
                && !self.coerce(type_name, &mut value, &here)
            {
                let message = format!(
                    "{} is not of type `{type_name}`; this value of the `enum` is left out",
                    found(&value)
                );
                self.warn(
                    &here,
                    Part::Value,
                    message,
                    "remove it, or correct the `type`",
                );
                continue;
            }
            match seen.entry(value.to_string()) {
                Entry::Vacant(entry) => {
                    entry.insert(index);
                    kept.push(value);
                }
                Entry::Occupied(first) => {
                    let message = format!(
                        "{} stands twice in this `enum`; it is taken once",
                        found(&value)
                    );
                    let first = self.place(&list.index(*first.get()), Part::Value);
                    self.diagnostics.push(
                        Diagnostic::warning(
                            Code::InvalidDocument,
                            self.place(&here, Part::Value),
                            message,
                        )
                        .help("remove one of them")
                        .related(first, "first listed here"),
                    );
                }
            }
        }
        members.insert("enum".to_owned(), Value::Array(kept));
    }

    /// Leaves out a `default` that is not a value of the schema.
    fn default(
        &mut self,
        type_name: Option<&str>,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        let Some(default) = members.get("default").filter(|default| !default.is_null()) else {
            return;
        };
        let (mut default, here) = (default.clone(), at.key("default"));
        let wrong = match type_name {
            Some(name) if !self.coerce(name, &mut default, &here) => {
                Some(format!("of type `{name}`"))
            }
            _ => Self::broken_requirement(members, &default),
        };
        let Some(wrong) = wrong else {
            members.insert("default".to_owned(), default);
            return;
        };
        let message = format!(
            "`default` must be {wrong}, not {}; it is left out",
            found(&default)
        );
        let mut diagnostic = Diagnostic::warning(
            Code::InvalidDocument,
            self.place(&here, Part::Value),
            message,
        )
        .help("give a value that the schema allows, or leave `default` out");
        if let (Value::String(text), Some(Value::Array(values))) = (&default, members.get("enum")) {
            diagnostic =
                diagnostic.label(did_you_mean(text, values.iter().filter_map(Value::as_str)));
        }
        self.diagnostics.push(diagnostic);
        members.shift_remove("default");
    }

    /// What a value would have to be that the schema's keywords do not allow.
    fn broken_requirement(members: &Map<String, Value>, value: &Value) -> Option<String> {
        if let Some(Value::Array(values)) = members.get("enum")
            && !values.contains(value)
        {
            return Some("one of the values of `enum`".to_owned());
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "no text or list has as many parts"
        )]
        let (size, bounds) = match value {
            Value::Number(number) => (
                number.as_f64()?,
                [("minimum", "at least"), ("maximum", "at most")],
            ),
            Value::String(text) => {
                let bounds = [
                    ("minLength", "of a length of at least"),
                    ("maxLength", "of a length of at most"),
                ];
                (text.chars().count() as f64, bounds)
            }
            Value::Array(elements) => {
                let bounds = [
                    ("minItems", "a list of at least"),
                    ("maxItems", "a list of at most"),
                ];
                (elements.len() as f64, bounds)
            }
            _ => return None,
        };
        let [least, most] = bounds;
        let bound = |name: &str| members.get(name).and_then(Value::as_f64);
        let broken = bound(least.0)
            .filter(|bound| size < *bound)
            .map(|bound| (least.1, bound));
        let broken = broken.or_else(|| {
            bound(most.0)
                .filter(|bound| size > *bound)
                .map(|bound| (most.1, bound))
        });
        broken.map(|(what, bound)| format!("{what} {bound}"))
    }

    /// Whether a value is of a type, after making a text of what YAML took for a number, and 1 of 1.0.
    fn coerce(&mut self, type_name: &str, value: &mut Value, at: &Pointer<'_>) -> bool {
        match (type_name, &*value) {
            ("string", Value::Number(_) | Value::Bool(_)) => {
                self.take_as_string(value, at);
                true
            }
            ("integer", Value::Number(number)) => {
                match number
                    .as_i64()
                    .or_else(|| number.as_f64().and_then(integer))
                {
                    Some(number) => {
                        *value = Value::from(number);
                        true
                    }
                    None => number.is_u64(),
                }
            }
            ("string", value) => value.is_string(),
            ("integer" | "number", value) => value.is_number(),
            ("boolean", value) => value.is_boolean(),
            ("array", value) => value.is_array(),
            ("object", value) => value.is_object(),
            _ => true,
        }
    }
}

/// Keywords of which the first must not be above the second.
const BOUNDS: [(&str, &str); 4] = [
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
];

/// A float as the integer it is, if it is one and of 64 bits.
fn integer(number: f64) -> Option<i64> {
    let number = Number::from_f64(number)
        .filter(|_| number.fract() == 0.0 && number.abs() < 2_f64.powi(63))?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "within the range and whole, as tested above"
    )]
    number.as_f64().map(|number| number as i64)
}
