//! `type`, which may be an array of types or `null` in 3.1.

use serde_json::{Map, Value, json};

use super::constant::type_of;
use super::rewriting::{Rewriting, add_to_all_of, is_annotation};
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::pointer::Pointer;

/// All types except `null`; every integer is a number.
const ALL: [&str; 5] = ["string", "object", "array", "number", "boolean"];

impl Rewriting<'_> {
    pub(super) fn types(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        let here = at.key("type");
        let (mut types, listed) = match members.get("type") {
            Some(Value::String(name)) if name == "null" => (Vec::new(), false),
            Some(Value::Array(types)) => {
                let texts: Option<Vec<String>> = types
                    .iter()
                    .map(|name| name.as_str().map(str::to_owned))
                    .collect();
                let Some(texts) = texts.filter(|texts| !texts.is_empty()) else {
                    self.wrong(&here, "a type or an array of types");
                    members.shift_remove("type");
                    return;
                };
                (texts.into_iter().enumerate().collect(), true)
            }
            _ => return,
        };
        let listed_types = types.len();
        types.retain(|(_, name)| name != "null");
        if types.len() < listed_types || !listed {
            members.insert("nullable".to_owned(), Value::Bool(true));
        }
        let mut kept: Vec<(usize, String)> = Vec::with_capacity(types.len());
        for (index, name) in types {
            if kept.iter().all(|(_, known)| *known != name) {
                kept.push((index, name));
            }
        }
        if kept.iter().any(|(_, name)| name == "number") {
            kept.retain(|(_, name)| name != "integer");
        }
        match kept.as_slice() {
            [] => {
                members.retain(|name, _| is_annotation(name));
                members.insert("enum".to_owned(), json!([null]));
            }
            [(_, name)] => {
                members.insert("type".to_owned(), json!(name));
            }
            _ if ALL
                .iter()
                .all(|all| kept.iter().any(|(_, name)| name == all)) =>
            {
                members.shift_remove("type");
            }
            _ => self.split_by_type(&kept, members, at),
        }
    }

    /// Warns about `nullable`, which 3.1 does not have. The intent is clear.
    pub(super) fn nullable(&mut self, members: &Map<String, Value>, at: &Pointer<'_>) {
        if !members.contains_key("nullable") {
            return;
        }
        let place = self
            .sources
            .origin(&at.key("nullable").to_string(), Part::Key);
        let message =
            "`nullable` is not a keyword of OpenAPI 3.1; interpreting it as in OpenAPI 3.0";
        let edit = match (members.get("nullable"), members.get("type")) {
            (Some(Value::Bool(false)), _) => Some(self.set(at, [("nullable", None)])),
            (Some(Value::Bool(true)), Some(Value::String(name))) => {
                let types = json!([name, "null"]);
                Some(self.set(at, [("type", Some(types)), ("nullable", None)]))
            }
            _ => None,
        };
        self.diagnostics.push(
            Diagnostic::warning(Code::UnknownKeyword, place, message)
                .help("add `null` to the types, such as `type: [string, 'null']`")
                .fix(edit),
        );
    }

    /// Splits a schema into one for each type, with the keywords that apply to that type.
    fn split_by_type(
        &mut self,
        types: &[(usize, String)],
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        let wrap = members.contains_key("anyOf");
        let list = at.key("type");
        let all_of = at.key("allOf");
        let wrapped = all_of.index(
            members
                .get("allOf")
                .and_then(Value::as_array)
                .map_or(0, Vec::len),
        );
        let any_of = if wrap {
            wrapped.key("anyOf")
        } else {
            at.key("anyOf")
        };
        members.shift_remove("type");
        let values = match members.shift_remove("enum") {
            Some(Value::Array(values)) => Some(values),
            Some(other) => {
                members.insert("enum".to_owned(), other);
                None
            }
            None => None,
        };
        let mut branches = Vec::with_capacity(types.len());
        for (position, (index, name)) in types.iter().enumerate() {
            let branch = any_of.index(position);
            self.moved(&list.index(*index), &branch.key("type"));
            let mut schema = Map::from_iter([("type".to_owned(), json!(name))]);
            let own = keywords_of(name, position == 0, types, members);
            for keyword in own {
                // Kept for a later type that it also applies to, such as a bound for `integer` and `number`.
                if let Some(value) = members.shift_remove(&keyword) {
                    self.moved(&at.key(&keyword), &branch.key(&keyword));
                    schema.insert(keyword, value);
                }
            }
            if let Some(values) = &values {
                let of_type = |value: &&Value| {
                    type_of(value) == name || name == "number" && value.is_number()
                };
                let values: Vec<Value> = values.iter().filter(of_type).cloned().collect();
                if values.is_empty() {
                    continue;
                }
                schema.insert("enum".to_owned(), Value::Array(values));
            }
            branches.push(Value::Object(schema));
        }
        if wrap {
            add_to_all_of(members, vec![json!({"anyOf": branches})]);
        } else if branches.is_empty() {
            // No value of the `enum` has one of the types, so no value is valid.
            members.insert("not".to_owned(), json!({}));
        } else {
            members.insert("anyOf".to_owned(), Value::Array(branches));
        }
    }
}

/// The keywords of a schema for one of its types.
fn keywords_of(
    name: &str,
    is_first: bool,
    types: &[(usize, String)],
    members: &Map<String, Value>,
) -> Vec<String> {
    let has = |applies: &[&str], name: &str| applies.contains(&name);
    let goes_here = |keyword: &str| {
        // A keyword for none of the types stays with the first, where the check reports it.
        applies_to(keyword).is_some_and(|applies| {
            has(applies, name) || is_first && types.iter().all(|(_, name)| !has(applies, name))
        })
    };
    let keywords = members.keys().filter(|keyword| goes_here(keyword));
    keywords.cloned().collect()
}

/// The types that a keyword applies to; `None` if it applies to all.
fn applies_to(keyword: &str) -> Option<&'static [&'static str]> {
    match keyword {
        "pattern" | "minLength" | "maxLength" => Some(&["string"]),
        "format" => Some(&["string", "integer", "number"]),
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            Some(&["integer", "number"])
        }
        "items" | "minItems" | "maxItems" | "uniqueItems" => Some(&["array"]),
        "properties" | "required" | "additionalProperties" | "minProperties" | "maxProperties" => {
            Some(&["object"])
        }
        _ => None,
    }
}
