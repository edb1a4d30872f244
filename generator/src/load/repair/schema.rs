//! Repairs the keywords of a schema: older spellings, bounds, `enum` values and defaults.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde_json::{Map, Number, Value, json};

use super::walk::Repair;
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::load::wording::{found, of_type};
use crate::pointer::Pointer;

impl Repair<'_> {
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

    /// Repairs keywords in the form of Swagger 2.0 and older versions of JSON Schema.
    fn older_spellings(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        if members.get("required").is_some_and(Value::is_boolean) {
            let message =
                "`required` of a schema must be an array of property names; it is ignored";
            let here = at.key("required");
            // `true` may be meant for the enclosing schema.
            let edit =
                (members.get("required") == Some(&Value::Bool(false))).then(|| self.remove(&here));
            self.warn_with_fix(
                &here,
                Part::Value,
                message,
                "add this property's name to the `required` of the enclosing schema",
                edit,
            );
            members.shift_remove("required");
        }
        if let Some(Value::String(name)) = members.get("discriminator") {
            let message =
                format!("`discriminator` must be an object; using `propertyName: {name}`");
            let discriminator = json!({"propertyName": name});
            let edit = self.set(at, [("discriminator", Some(discriminator.clone()))]);
            self.warn_with_fix(
                &at.key("discriminator"),
                Part::Value,
                message,
                "write the name of the property as `propertyName` inside an object",
                [edit],
            );
            members.insert("discriminator".to_owned(), discriminator);
        }
    }

    /// Rewrites `exclusiveMinimum: 5` of OpenAPI 3.1 as 3.0.
    fn numeric_exclusive_bound(
        &mut self,
        bound: &'static str,
        exclusive: &'static str,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        let Some(Value::Number(number)) = members.get(exclusive) else {
            return;
        };
        let number = Value::Number(number.clone());
        let message = format!(
            "`{exclusive}` must be `true` or `false`; using `{bound}: {number}` as an exclusive bound"
        );
        let edit = self.set(
            at,
            [
                (bound, Some(number.clone())),
                (exclusive, Some(Value::Bool(true))),
            ],
        );
        self.warn_with_fix(
            &at.key(exclusive),
            Part::Value,
            message,
            format!("write the number as `{bound}`; a number here was added in OpenAPI 3.1"),
            [edit],
        );
        members.insert(bound.to_owned(), number);
        members.insert(exclusive.to_owned(), Value::Bool(true));
    }

    /// Removes the upper of two bounds that no value can satisfy.
    fn bounds(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        for (low, high) in BOUNDS {
            let number = |name: &str| members.get(name).and_then(Value::as_f64);
            let (Some(least), Some(most)) = (number(low), number(high)) else {
                continue;
            };
            if least > most {
                let message = format!(
                    "`{high}` must not be less than `{low}` ({least}), found {most}; ignoring `{high}`"
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

    /// Rounds the bounds of an integer to integers.
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
                // Every integer of the generated types is within such a bound.
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

    /// Removes keywords that do not apply to the schema's type.
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
        let is_structure = |name: &&String| {
            matches!(
                name.as_str(),
                "items" | "properties" | "additionalProperties"
            )
        };
        // The keywords of a different structure show that the type may be the mistake.
        let is_sure = members.keys().filter(is_structure).all(|name| fits(name));
        for name in members.keys().filter(|name| !fits(name)) {
            let message =
                format!("`{name}` does not apply to the type `{type_name}` and is ignored");
            let here = at.key(name);
            let edit = is_sure.then(|| self.remove(&here));
            self.warn_with_fix(
                &here,
                Part::Key,
                message,
                "remove the keyword, or correct the `type`",
                edit,
            );
        }
        members.retain(|name, _| fits(name));
        // A format is only a hint, so it is never a mistake.
        if matches!(type_name, "boolean" | "array" | "object") {
            members.shift_remove("format");
        }
    }

    /// Converts the values of an `enum` to the type, and removes duplicates.
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
            let message = "`enum` must have at least one value; it is ignored".to_owned();
            let edit = self.remove(&list);
            self.warn_with_fix(
                &list,
                Part::Key,
                message,
                "add the values, or remove `enum`",
                [edit],
            );
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
                    "a value of this `enum` must be {}, found {}; ignoring the value",
                    of_type(type_name),
                    found(&value)
                );
                self.warn(
                    &here,
                    Part::Value,
                    message,
                    "remove the value, or correct the `type`",
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
                        "{} appears twice in this `enum`; the duplicate is ignored",
                        found(&value)
                    );
                    let first = self.place(&list.index(*first.get()), Part::Value);
                    let edit = self.remove(&here);
                    self.diagnostics.push(
                        Diagnostic::warning(
                            Code::InvalidDocument,
                            self.place(&here, Part::Value),
                            message,
                        )
                        .help("remove one of them")
                        .related(first, "first used here")
                        .fix([edit]),
                    );
                }
            }
        }
        members.insert("enum".to_owned(), Value::Array(kept));
    }

    /// Removes a `default` that the schema does not allow.
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
                Some(format!("be {}", of_type(name)))
            }
            _ => Self::broken_requirement(members, &default),
        };
        let Some(wrong) = wrong else {
            members.insert("default".to_owned(), default);
            return;
        };
        let message = format!(
            "`default` must {wrong}, found {}; ignoring `default`",
            found(&default)
        );
        let mut diagnostic = Diagnostic::warning(
            Code::InvalidDocument,
            self.place(&here, Part::Value),
            message,
        )
        .help("write a value that the schema allows, or remove `default`");
        if let (Value::String(text), Some(Value::Array(values))) = (&default, members.get("enum")) {
            let values = values.iter().filter_map(Value::as_str);
            diagnostic = diagnostic.label(self.diagnostics.did_you_mean(text, values));
        }
        self.diagnostics.push(diagnostic);
        members.shift_remove("default");
    }

    /// The requirement that a value breaks, to complete "… must ".
    fn broken_requirement(members: &Map<String, Value>, value: &Value) -> Option<String> {
        if let Some(Value::Array(values)) = members.get("enum")
            && !values.contains(value)
        {
            return Some("be one of the values of `enum`".to_owned());
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "no string or array is that long"
        )]
        let (size, bounds, unit) = match value {
            Value::Number(number) => (
                number.as_f64()?,
                [("minimum", "be at least"), ("maximum", "be at most")],
                "",
            ),
            Value::String(text) => {
                let bounds = [
                    ("minLength", "have at least"),
                    ("maxLength", "have at most"),
                ];
                (text.chars().count() as f64, bounds, " character")
            }
            Value::Array(elements) => {
                let bounds = [("minItems", "have at least"), ("maxItems", "have at most")];
                (elements.len() as f64, bounds, " item")
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
        broken.map(|(what, bound)| {
            let plural = if unit.is_empty() || (bound - 1.0).abs() < 0.5 {
                ""
            } else {
                "s"
            };
            format!("{what} {bound}{unit}{plural}")
        })
    }

    /// Returns whether a value is of a type, after converting a number that YAML read in place of a string, and 1.0 to
    /// 1.
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

/// Pairs of keywords of which the first must not exceed the second.
const BOUNDS: [(&str, &str); 4] = [
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
];

/// Converts a float to an integer, if it is whole and fits in 64 bits.
fn integer(number: f64) -> Option<i64> {
    let number = Number::from_f64(number)
        .filter(|_| number.fract() == 0.0 && number.abs() < 2_f64.powi(63))?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "within the range and whole, as tested above"
    )]
    number.as_f64().map(|number| number as i64)
}
