//! Repairs the keywords of every object by the tables of the `specification`.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::walk::Repair;
use crate::diagnostic::{Diagnostics, Part};
use crate::load::source::SourceMap;
use crate::load::specification::{Field, Kind, Object, Presence};
use crate::load::version::Version;
use crate::pointer::{Pointer, escape};

/// Repairs the resolved document.
pub(in crate::load) fn document(
    root: &mut Value,
    version: Version,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) {
    Repair {
        file: None,
        newest: version >= Version::V3_2,
        sources,
        diagnostics,
    }
    .value(Kind::Object(Object::Document), root, &Pointer::ROOT);
}

/// Repairs an overlay.
pub(in crate::load) fn overlay(
    root: &mut Value,
    file: &str,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) {
    Repair {
        file: Some(file),
        newest: false,
        sources,
        diagnostics,
    }
    .value(Kind::Object(Object::Overlay), root, &Pointer::ROOT);
}

/// Removes the members at these pointers, which the check has reported.
pub(in crate::load) fn leave_out(root: &mut Value, pointers: &[String]) {
    // The members of an object at once, because there may be thousands.
    let mut by_parent: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (parent, name) in pointers
        .iter()
        .filter_map(|pointer| pointer.rsplit_once('/'))
    {
        by_parent.entry(parent).or_default().insert(name);
    }
    for (parent, names) in by_parent {
        if let Some(Value::Object(members)) = root.pointer_mut(parent) {
            members.retain(|name, _| !names.contains(escape(name).as_ref()));
        }
    }
}

impl Repair<'_> {
    fn value(&mut self, kind: Kind, value: &mut Value, at: &Pointer<'_>) {
        match (kind, &mut *value) {
            (Kind::String, Value::Number(_) | Value::Bool(_)) => self.take_as_string(value, at),
            (Kind::Natural, Value::Number(number)) if !number.is_u64() => {
                let number = number.as_f64();
                let whole = number.filter(|number| *number >= 0.0 && number.fract() == 0.0);
                // A bound beyond the range of `u64`: saturated, it has the same effect.
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "saturates"
                )]
                if let Some(number) = whole {
                    *value = Value::from(number as u64);
                }
            }
            (Kind::Object(object), Value::Object(members)) => self.object(object, members, at),
            (
                Kind::Reference(object) | Kind::BooleanOrReference(object),
                Value::Object(members),
            ) => {
                self.object(object, members, at);
            }
            (Kind::Array(element), Value::Array(elements)) => {
                for (index, value) in elements.iter_mut().enumerate() {
                    self.value(*element, value, &at.index(index));
                }
            }
            (Kind::Map(member), Value::Object(members)) => {
                for (name, value) in members {
                    let here = at.key(name);
                    self.fill(*member, value, &here);
                    self.value(*member, value, &here);
                }
            }
            _ => {}
        }
    }

    /// Replaces the `null` of a name with nothing after it by an empty value.
    fn fill(&mut self, kind: Kind, value: &mut Value, at: &Pointer<'_>) {
        if !value.is_null() {
            return;
        }
        let (empty, name) = match kind {
            Kind::Object(_) | Kind::Reference(_) | Kind::BooleanOrReference(_) | Kind::Map(_) => {
                (Value::Object(Map::new()), "an empty object")
            }
            Kind::Array(_) => (Value::Array(Vec::new()), "an empty array"),
            Kind::String => (Value::String(String::new()), "an empty string"),
            _ => return,
        };
        let message = format!("{} is empty; using {name}", at.subject());
        let edit = self.replace(at, empty.clone());
        self.warn_with_fix(
            at,
            Part::Key,
            message,
            "write a value after the name, or remove the name",
            [edit],
        );
        *value = empty;
    }

    fn object(&mut self, object: Object, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        // The target is repaired at its own place.
        if members.contains_key("$ref") {
            return;
        }
        self.rules(object, members, at);
        let fields = object.fields();
        let mut present: u64 = 0;
        let mut empty = HashSet::new();
        for (name, value) in members.iter_mut() {
            let here = at.key(name);
            let is_known = |field: &Field| field.name == name && (self.newest || !field.newest);
            let Some(index) = fields.iter().position(is_known) else {
                self.unlisted(object, name, value, &here);
                continue;
            };
            // `position` returned the index.
            let field = &fields[index];
            if value.is_null() && field.kind != Kind::Any && field.presence != Presence::Required {
                let message = format!("{} is empty and is ignored", here.subject());
                let edit = self.remove(&here);
                self.warn_with_fix(
                    &here,
                    Part::Key,
                    message,
                    "add a value, or remove the keyword",
                    [edit],
                );
                empty.insert(name.clone());
                continue;
            }
            present |= 1 << index;
            self.value(field.kind, value, &here);
        }
        if !empty.is_empty() {
            members.retain(|name, _| !empty.contains(name));
        }
        for (index, field) in fields.iter().enumerate() {
            if present & (1 << index) == 0 {
                self.fill_in(object, field, members, at);
            }
        }
    }

    /// Repairs a member whose name is not a keyword, if the object can have such members.
    fn unlisted(&mut self, object: Object, name: &str, value: &mut Value, here: &Pointer<'_>) {
        if let Some(pattern) = object.pattern()
            && !name.starts_with("x-")
            && (pattern.matches)(name)
        {
            self.fill(pattern.kind, value, here);
            self.value(pattern.kind, value, here);
        }
    }

    /// Adds a required member that may be empty.
    fn fill_in(
        &mut self,
        object: Object,
        field: &Field,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        // OpenAPI 3.2 does not require it.
        if self.newest && object == Object::Response && field.name == "description" {
            members.insert(field.name.to_owned(), Value::String(String::new()));
            return;
        }
        let (empty, taken) = match field.presence {
            Presence::EmptyString => (Value::String(String::new()), "an empty string"),
            Presence::EmptyObject => (Value::Object(Map::new()), "an empty object"),
            Presence::Optional | Presence::Required => return,
        };
        let message = format!(
            "{} must have `{}`; using {taken}",
            object.name(),
            field.name
        );
        // The title and the version of an API are not empty, so a person has to add them.
        let edit =
            (object != Object::Info).then(|| self.set(at, [(field.name, Some(empty.clone()))]));
        let help = format!("add `{}`", field.name);
        self.warn_with_fix(at, Part::Key, message, help, edit);
        members.insert(field.name.to_owned(), empty);
    }

    /// Repairs what the tables do not cover, by the kind of object.
    fn rules(&mut self, object: Object, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        match object {
            Object::Schema => self.schema(members, at),
            Object::Parameter => self.parameter(members, at),
            Object::Server => self.server(members, at),
            Object::Header => self.header(members, at),
            // Later steps take every member of a callback for a path item.
            Object::Callback => members.retain(|name, _| !name.starts_with("x-")),
            _ => {}
        }
    }
}
