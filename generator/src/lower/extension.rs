//! The generator's `x-rust-…` extensions. Names and types are checked, so a misspelt hint is never ignored.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};
use crate::hints::{self, NAME, Object, PREFIX};
use crate::model::name::{ESCAPED, is_kept};
use crate::pointer::escape;

/// The extensions of one object of the document.
pub(super) struct Extensions<'a> {
    map: &'a IndexMap<String, Value>,
    pointer: String,
}

impl<'a> Extensions<'a> {
    pub(super) fn new(map: &'a IndexMap<String, Value>, pointer: String) -> Self {
        Self { map, pointer }
    }

    /// Reports each `x-rust-…` extension that is not allowed on this kind of object.
    pub(super) fn check(&self, object: Object, diagnostics: &mut Diagnostics) {
        let allowed = hints::on(object);
        for name in self.map.keys() {
            if name.starts_with(PREFIX) && !allowed.contains(&name.as_str()) {
                let place = Place::Resolved {
                    pointer: self.member(name),
                    part: Part::Key,
                };
                diagnostics.push(
                    Diagnostic::error(
                        Code::InvalidExtension,
                        place,
                        format!("`{name}` is not an extension of this object"),
                    )
                    .label(did_you_mean(name, allowed.iter().copied()))
                    .help(format!("use one of {}", list(&allowed))),
                );
            }
        }
    }

    /// The value of a string extension.
    pub(super) fn string(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<String> {
        match self.map.get(name)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            other => self.wrong(name, "a non-empty string", other, diagnostics),
        }
    }

    /// The Rust name from `x-rust-name`.
    pub(super) fn name(&self, diagnostics: &mut Diagnostics) -> Option<String> {
        self.rust_name(NAME, diagnostics)
    }

    /// The Rust name from an extension. Its letters must all survive the conversion to an identifier.
    pub(super) fn rust_name(
        &self,
        extension: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        let name = self.string(extension, diagnostics)?;
        let place = Place::Resolved {
            pointer: self.member(extension),
            part: Part::Value,
        };
        checked_name(name, place, diagnostics)
    }

    /// Whether an extension is present and true.
    pub(super) fn flag(&self, name: &str, diagnostics: &mut Diagnostics) -> bool {
        match self.map.get(name) {
            None => false,
            Some(Value::Bool(value)) => *value,
            Some(other) => self
                .wrong(name, "`true` or `false`", other, diagnostics)
                .unwrap_or(false),
        }
    }

    /// An extension that is an object with only these members.
    pub(super) fn object(
        &self,
        name: &str,
        members: &[&str],
        diagnostics: &mut Diagnostics,
    ) -> Option<Hint<'a>> {
        let value = self.map.get(name)?;
        let Value::Object(map) = value else {
            return self.wrong(name, "an object", value, diagnostics);
        };
        let pointer = self.member(name);
        for member in map.keys() {
            if !members.contains(&member.as_str()) {
                let place = Place::Resolved {
                    pointer: format!("{pointer}/{}", escape(member)),
                    part: Part::Key,
                };
                diagnostics.push(
                    Diagnostic::error(
                        Code::InvalidExtension,
                        place,
                        format!("`{name}` has no member `{member}`"),
                    )
                    .label(did_you_mean(member, members.iter().copied()))
                    .help(format!("use one of {}", list(members))),
                );
            }
        }
        Some(Hint {
            name: name.to_owned(),
            map,
            pointer,
        })
    }

    fn wrong<T>(
        &self,
        name: &str,
        expected: &str,
        found: &Value,
        diagnostics: &mut Diagnostics,
    ) -> Option<T> {
        let place = Place::Resolved {
            pointer: self.member(name),
            part: Part::Value,
        };
        wrong(name, expected, found, place, diagnostics)
    }

    fn member(&self, name: &str) -> String {
        format!("{}/{}", self.pointer, escape(name))
    }
}

/// An extension that is an object.
pub(super) struct Hint<'a> {
    name: String,
    map: &'a Map<String, Value>,
    pointer: String,
}

impl Hint<'_> {
    /// The place of the extension.
    pub(super) fn place(&self) -> Place {
        Place::Resolved {
            pointer: self.pointer.clone(),
            part: Part::Value,
        }
    }

    /// The place of a member's value.
    pub(super) fn member_place(&self, name: &str) -> Place {
        Place::Resolved {
            pointer: self.member(name),
            part: Part::Value,
        }
    }

    /// The pointer of a member.
    pub(super) fn member(&self, name: &str) -> String {
        format!("{}/{}", self.pointer, escape(name))
    }

    /// A string member.
    pub(super) fn string(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<String> {
        match self.map.get(name)? {
            Value::String(text) => Some(text.clone()),
            other => wrong(
                name,
                "a string",
                other,
                self.member_place(name),
                diagnostics,
            ),
        }
    }

    /// A member that is a name in Rust.
    pub(super) fn rust_name(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<String> {
        let text = self.string(name, diagnostics)?;
        checked_name(text, self.member_place(name), diagnostics)
    }

    /// A required string member.
    pub(super) fn required_string(
        &self,
        name: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        if !self.map.contains_key(name) {
            diagnostics.push(
                Diagnostic::error(
                    Code::InvalidExtension,
                    self.place(),
                    format!("`{}` must have the member `{name}`", self.name),
                )
                .help(format!("add `{name}`")),
            );
            return None;
        }
        self.string(name, diagnostics)
    }

    /// Whether the extension has a member.
    pub(super) fn has(&self, name: &str) -> bool {
        self.map.contains_key(name)
    }

    /// An integer member.
    pub(super) fn integer(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<i64> {
        let value = self.map.get(name)?;
        value.as_i64().or_else(|| {
            let place = self.member_place(name);
            wrong(name, "an integer", value, place, diagnostics)
        })
    }

    /// A boolean member.
    pub(super) fn flag(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<bool> {
        match self.map.get(name)? {
            Value::Bool(value) => Some(*value),
            other => wrong(
                name,
                "`true` or `false`",
                other,
                self.member_place(name),
                diagnostics,
            ),
        }
    }

    /// A member that is an array of strings, each with its place.
    pub(super) fn strings(
        &self,
        name: &str,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(String, Place)> {
        let Some(value) = self.map.get(name) else {
            return Vec::new();
        };
        let Value::Array(elements) = value else {
            wrong::<()>(
                name,
                "an array of strings",
                value,
                self.member_place(name),
                diagnostics,
            );
            return Vec::new();
        };
        let mut texts = Vec::new();
        for (index, element) in elements.iter().enumerate() {
            let place = Place::Resolved {
                pointer: format!("{}/{}/{index}", self.pointer, escape(name)),
                part: Part::Value,
            };
            match element {
                Value::String(text) => texts.push((text.clone(), place)),
                other => {
                    wrong::<()>(name, "an array of strings", other, place, diagnostics);
                }
            }
        }
        texts
    }
}

/// A name in Rust. Its letters must all survive the conversion to an identifier.
fn checked_name(name: String, place: Place, diagnostics: &mut Diagnostics) -> Option<String> {
    if is_kept(&name) {
        return Some(name);
    }
    let help = if ESCAPED.contains(&name.as_str()) {
        "choose a different name: this keyword cannot be an identifier"
    } else {
        "use letters, digits, `_` and `-`, starting with a letter"
    };
    let message = format!("`{name}` is not a valid Rust name");
    diagnostics.push(Diagnostic::error(Code::InvalidExtension, place, message).help(help));
    None
}

fn wrong<T>(
    name: &str,
    expected: &str,
    found: &Value,
    place: Place,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    diagnostics.push(Diagnostic::error(
        Code::InvalidExtension,
        place,
        format!("`{name}` must be {expected}, found {}", kind(found)),
    ));
    None
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(text) if text.is_empty() => "an empty string",
        Value::Null => "`null`",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn list(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
