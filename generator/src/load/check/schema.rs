//! What must hold of a schema beyond its keywords, and which spellings of the same thing are made one?

use serde_json::{Map, Number, Value};

use super::{Check, found};
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::pointer::Pointer;

impl Check<'_> {
    pub(super) fn schema(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) -> bool {
        let fine = self.older_and_newer_spellings(members, at);
        for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            self.numeric_exclusive_bound(bound, exclusive, members, at);
        }
        let Some(type_name) = members.get("type").and_then(Value::as_str).map(str::to_owned) else {
            self.enumeration(None, members, at);
            return fine;
        };
        if type_name == "integer" {
            self.integer_bounds(members, at);
        }
        if type_name == "array" && members.get("items").is_none_or(Value::is_null) {
            let message = "an array must have `items`; elements of any type are taken".to_owned();
            self.warn(Code::InvalidDocument, message, self.place(at, Part::Key));
        }
        self.inapplicable(&type_name, members, at);
        self.enumeration(Some(&type_name), members, at);
        self.default(&type_name, members, at);
        fine
    }

    /// Keywords that OpenAPI 2 and 3.1 write in another shape.
    fn older_and_newer_spellings(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) -> bool {
        let mut fine = true;
        for (name, wrong, message, help) in OTHER_SPELLINGS {
            if members.get(name).is_some_and(wrong) {
                let place = self.place(&at.key(name), Part::Value);
                self.complain(message.to_owned(), place, String::new(), Some(help.to_owned()));
                members.shift_remove(name);
                fine = false;
            }
        }
        fine
    }

    /// `exclusiveMinimum: 5`, as OpenAPI 3.1 has it, in the words of 3.0.
    fn numeric_exclusive_bound(
        &mut self,
        bound: &str,
        exclusive: &str,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        let Some(Value::Number(number)) = members.get(exclusive) else { return };
        let number = Value::Number(number.clone());
        let message =
            format!("`{exclusive}` must be `true` or `false`; `{bound}: {number}`, exclusive, is taken");
        let place = self.place(&at.key(exclusive), Part::Value);
        self.diagnostics.push(
            Diagnostic::warning(Code::InvalidDocument, place, message)
                .help(format!("OpenAPI 3.0 has the number in `{bound}`; a number here came with 3.1")),
        );
        members.insert(bound.to_owned(), number);
        members.insert(exclusive.to_owned(), Value::Bool(true));
    }

    /// Makes the bounds of an integer integers, which is all that can be said about integers.
    fn integer_bounds(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        for (name, exclusive, round) in [
            ("minimum", "exclusiveMinimum", f64::ceil as fn(f64) -> f64),
            ("maximum", "exclusiveMaximum", f64::floor),
        ] {
            let Some(bound) = members.get(name).and_then(Value::as_number) else { continue };
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
        let Some(step) = members.get("multipleOf").and_then(Value::as_number).filter(|step| !step.is_i64())
        else {
            return;
        };
        if let Some(step) = step.as_f64().and_then(integer) {
            members.insert("multipleOf".to_owned(), Value::from(step));
        } else {
            let message = format!("`multipleOf: {step}` of an integer is not checked");
            self.warn(Code::Unsupported, message, self.place(&at.key("multipleOf"), Part::Value));
            members.shift_remove("multipleOf");
        }
    }

    /// Leaves out keywords that say nothing about values of the schema's type.
    fn inapplicable(&mut self, type_name: &str, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        let fits = |name: &str| match name {
            "pattern" | "minLength" | "maxLength" => type_name == "string",
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
                matches!(type_name, "integer" | "number")
            }
            "items" | "minItems" | "maxItems" | "uniqueItems" => type_name == "array",
            "properties" | "required" | "additionalProperties" | "minProperties" | "maxProperties" => {
                type_name == "object"
            }
            _ => true,
        };
        for name in members.keys().filter(|name| !fits(name)) {
            let message =
                format!("`{name}` says nothing about a value of type `{type_name}`; it is not read");
            self.warn(Code::InvalidDocument, message, self.place(&at.key(name), Part::Key));
        }
        members.retain(|name, _| fits(name));
        // A format is a hint and no mistake, whatever the type.
        if matches!(type_name, "boolean" | "array" | "object") {
            members.shift_remove("format");
        }
    }

    /// Makes the values of an `enum` fit the type, and each of them stand once.
    fn enumeration(&mut self, type_name: Option<&str>, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        let Some(Value::Array(values)) = members.get_mut("enum") else { return };
        let list = at.key("enum");
        let mut kept: Vec<Value> = Vec::with_capacity(values.len());
        let mut seen = std::collections::HashSet::new();
        for (index, mut value) in std::mem::take(values).into_iter().enumerate() {
            let here = list.index(index);
            if let Some(type_name) = type_name
                && !value.is_null()
                && !self.fit(type_name, &mut value, &here)
            {
                let message = format!(
                    "{} is not of type `{type_name}`; this value of the `enum` is left out",
                    found(&value)
                );
                self.warn(Code::InvalidDocument, message, self.place(&here, Part::Value));
                continue;
            }
            if seen.insert(value.to_string()) {
                kept.push(value);
            } else {
                let message = format!("{} stands twice in this `enum`; it is taken once", found(&value));
                self.warn(Code::InvalidDocument, message, self.place(&here, Part::Value));
            }
        }
        members.insert("enum".to_owned(), Value::Array(kept));
    }

    /// Leaves out a `default` that is not a value of the schema.
    fn default(&mut self, type_name: &str, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        let Some(default) = members.get("default").filter(|default| !default.is_null()) else { return };
        let (mut default, here) = (default.clone(), at.key("default"));
        let message = if !self.fit(type_name, &mut default, &here) {
            format!("`default` must be of type `{type_name}`, not {}; it is left out", found(&default))
        } else if let Some(Value::Array(values)) = members.get("enum")
            && !values.contains(&default)
        {
            format!("`default` must be one of the values of `enum`, not {}; it is left out", found(&default))
        } else {
            members.insert("default".to_owned(), default);
            return;
        };
        self.warn(Code::InvalidDocument, message, self.place(&here, Part::Value));
        members.shift_remove("default");
    }

    /// Whether a value is of a type, after making a text of what YAML took for a number, and 1 of 1.0.
    fn fit(&mut self, type_name: &str, value: &mut Value, at: &Pointer<'_>) -> bool {
        match (type_name, &*value) {
            ("string", Value::Number(_) | Value::Bool(_)) => {
                self.take_as_text(value, at);
                true
            }
            ("integer", Value::Number(number)) => {
                match number.as_i64().or_else(|| number.as_f64().and_then(integer)) {
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

/// A keyword, the test that its value is of another version's shape, what is wrong and what to do.
type Spelling = (&'static str, fn(&Value) -> bool, &'static str, &'static str);

const OTHER_SPELLINGS: [Spelling; 3] = [
    (
        "type",
        Value::is_array,
        "`type` must be one word, not a list",
        "lists of types came with OpenAPI 3.1; write one type, and `nullable: true` in place of `null`",
    ),
    (
        "required",
        Value::is_boolean,
        "`required` of a schema must be a list of the names of its properties",
        "list this property's name in the `required` of the schema around it",
    ),
    (
        "discriminator",
        Value::is_string,
        "`discriminator` must be an object",
        "OpenAPI 3.0 has the name of the property inside, as `propertyName`",
    ),
];

/// A float as the integer it is, if it is one and of 64 bits.
fn integer(number: f64) -> Option<i64> {
    let number =
        Number::from_f64(number).filter(|_| number.fract() == 0.0 && number.abs() < 2_f64.powi(63))?;
    #[expect(clippy::cast_possible_truncation, reason = "within the range and whole, as tested above")]
    number.as_f64().map(|number| number as i64)
}
