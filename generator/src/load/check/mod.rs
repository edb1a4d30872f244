//! Checks a document against the tables of the `specification`.
//!
//! The check reports mistakes and changes nothing. Its messages use the terms of OpenAPI, and a document that passes
//! it deserializes without an error. `repair` has already fixed the mistakes whose intent is clear.

mod keyword;
mod operation;
mod parameter;
mod path;
mod report;
mod schema;
mod security;
mod server;

use serde_json::{Map, Value};

pub(super) use self::operation::operations;
pub(super) use self::path::paths;
use self::report::Check;
use super::source::SourceMap;
use super::specification::{Field, Kind, Object, Presence};
use super::version::Version;
use super::wording::{current_words, expected, found, instead_of, meant, outdated_word};
use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Change, Code, Diagnostic, Diagnostics, Part};
use crate::pointer::Pointer;

/// Checks the resolved document. Returns the pointers of the invalid members that nothing depends on.
pub(super) fn document(
    root: &Value,
    version: Version,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut check = Check {
        file: None,
        version,
        root,
        sources: Some(sources),
        diagnostics,
        advisory: 0,
        wrong: Vec::new(),
    };
    check.value(Kind::Object(Object::Document), root, &Pointer::ROOT);
    check.wrong
}

/// Checks an overlay. Returns whether it can be applied.
pub(super) fn overlay(root: &Value, file: &str, diagnostics: &mut Diagnostics) -> bool {
    Check {
        file: Some(file),
        version: Version::V3_0,
        root,
        sources: None,
        diagnostics,
        advisory: 0,
        wrong: Vec::new(),
    }
    .value(Kind::Object(Object::Overlay), root, &Pointer::ROOT)
}

impl Check<'_> {
    /// Checks one value. Returns whether to keep it.
    fn value(&mut self, kind: Kind, value: &Value, at: &Pointer<'_>) -> bool {
        // References have been replaced; one that is left already has a diagnostic.
        if self.file.is_none() && kind.misplaced_reference(value).is_some() {
            return true;
        }
        match (kind, value) {
            (Kind::Any, _)
            | (Kind::String, Value::String(_))
            | (Kind::Boolean | Kind::BooleanOrReference(_), Value::Bool(_))
            | (Kind::Number, Value::Number(_)) => true,
            (Kind::Natural, Value::Number(number)) if number.is_u64() => true,
            (Kind::OneOf(words), Value::String(word)) => self.word(words, word, at),
            (Kind::Object(object), Value::Object(members)) => self.object(object, members, at),
            (
                Kind::Reference(object) | Kind::BooleanOrReference(object),
                Value::Object(members),
            ) => {
                match members.get("$ref") {
                    // A reference to a path item has been inlined; one that is left already has a diagnostic.
                    Some(Value::String(_)) => {
                        self.siblings(members, at);
                        true
                    }
                    Some(other) => self.wrong_kind(Kind::String, other, &at.key("$ref")),
                    None => self.object(object, members, at),
                }
            }
            (Kind::Array(element), Value::Array(elements)) => elements
                .iter()
                .enumerate()
                .fold(true, |fine, (index, value)| {
                    self.value(*element, value, &at.index(index)) && fine
                }),
            (Kind::Map(member), Value::Object(members)) => {
                members.iter().fold(true, |fine, (name, value)| {
                    self.value(*member, value, &at.key(name)) && fine
                })
            }
            _ => self.wrong_kind(kind, value, at),
        }
    }

    /// Checks that a string is one of those that the keyword allows.
    fn word(&mut self, words: &'static [&'static str], word: &str, at: &Pointer<'_>) -> bool {
        if words.contains(&word) {
            return true;
        }
        let label = did_you_mean(word, words.iter().copied());
        let help = outdated_word(words, word).map(str::to_owned);
        let lists = self.version > Version::V3_0 && words.contains(&"object");
        let or_a_list = if lists {
            ", `null`, or an array of them"
        } else {
            ""
        };
        let message = format!(
            "{} must be {}{or_a_list}, found `{word}`",
            at.subject(),
            expected(Kind::OneOf(words))
        );
        let edit = at.parent().and_then(|parent| {
            let words = current_words(words, word)?;
            let set = |(name, word): (&'static str, &str)| (name, Some(Value::from(word)));
            Some(self.edit(parent, Change::Set(words.into_iter().map(set).collect())))
        });
        self.mistake_with_fix(message, self.place(at, Part::Value), label, help, edit);
        false
    }

    fn object(&mut self, object: Object, members: &Map<String, Value>, at: &Pointer<'_>) -> bool {
        if members.contains_key("$ref") {
            let message = format!("{} cannot be a reference", object.name());
            let help = Some("replace the reference with the object itself".to_owned());
            self.mistake(
                message,
                self.place(&at.key("$ref"), Part::Key),
                String::new(),
                help,
            );
            return false;
        }
        let mut fine = self.rules(object, members, at);
        let fields = object.fields();
        let mut present: u64 = 0;
        for (name, value) in members {
            let here = at.key(name);
            let is_known = |field: &Field| field.name == name && self.has(field);
            let Some(index) = fields.iter().position(is_known) else {
                fine &= self.unlisted(object, name, value, &here);
                continue;
            };
            // `position` returned the index.
            let field = &fields[index];
            present |= 1 << index;
            self.advisory += usize::from(field.advisory);
            let member_fine = self.value(field.kind, value, &here);
            self.advisory -= usize::from(field.advisory);
            if !field.advisory || self.advisory > 0 {
                fine &= member_fine;
            } else if !member_fine {
                self.wrong.push(here.to_string());
            }
        }
        for (index, field) in fields.iter().enumerate() {
            if present & (1 << index) == 0
                && field.presence == Presence::Required
                && self.has(field)
            {
                self.missing(object, field.name, at);
                fine = false;
            }
        }
        fine
    }

    /// Checks a member that the object's table does not list. Returns whether to keep it.
    fn unlisted(&mut self, object: Object, name: &str, value: &Value, here: &Pointer<'_>) -> bool {
        if name.starts_with("x-") {
            return true;
        }
        let Some(pattern) = object.pattern() else {
            self.unknown_keyword(object, name, here);
            return true;
        };
        if (pattern.matches)(name) {
            return self.value(pattern.kind, value, here);
        }
        let fields = object.fields().iter().filter(|field| self.has(field));
        let label = did_you_mean(name, fields.map(|field| field.name));
        let message = format!("`{name}` must be {}", pattern.names);
        let help = Some("correct the name, or start it with `x-` if it is an extension".to_owned());
        self.mistake(message, self.place(here, Part::Key), label, help);
        false
    }

    /// Reports the siblings of a `$ref`, which OpenAPI 3.0 ignores.
    fn siblings(&mut self, members: &Map<String, Value>, at: &Pointer<'_>) {
        let target = members
            .get("$ref")
            .and_then(|reference| self.root.pointer(reference.as_str()?.strip_prefix('#')?));
        for (name, value) in members {
            // Annotations may be meant for the reader.
            let harmless = matches!(
                name.as_str(),
                "$ref" | "description" | "example" | "summary" | "title"
            );
            if !harmless && !name.starts_with("x-") {
                let message = format!("`{name}` next to a `$ref` is ignored");
                let place = self.place(&at.key(name), Part::Key);
                // Siblings in schemas have been rewritten if the version allows them.
                let help = if self.version > Version::V3_0 {
                    "remove it; OpenAPI 3.1 allows only `summary` and `description` next to a `$ref` outside of schemas"
                } else {
                    "put the `$ref` into an `allOf`, or remove the keyword; OpenAPI 3.0 ignores all siblings of a `$ref`"
                };
                // A repetition of the target.
                let is_redundant = target.is_some_and(|target| target.get(name) == Some(value));
                let edit = is_redundant.then(|| self.edit(&at.key(name), Change::Remove));
                self.diagnostics.push(
                    Diagnostic::warning(Code::IgnoredSibling, place, message)
                        .help(help)
                        .fix(edit),
                );
            }
        }
    }

    /// Checks the rules beyond an object's list of keywords. Returns whether to keep the object.
    fn rules(&mut self, object: Object, members: &Map<String, Value>, at: &Pointer<'_>) -> bool {
        match object {
            Object::Schema => {
                self.schema(members, at);
                true
            }
            Object::Parameter => self.parameter(members, at),
            Object::Header => self.one_media_type(Object::Header, members, at),
            Object::Link => self.link(members, at),
            Object::SecurityScheme => self.security_scheme(members, at),
            Object::ServerVariable => {
                self.server_variable(members, at);
                true
            }
            _ => true,
        }
    }

    /// Reports a value of the wrong kind.
    fn wrong_kind(&mut self, kind: Kind, value: &Value, at: &Pointer<'_>) -> bool {
        let message = format!(
            "{} must be {}, found {}",
            at.subject(),
            expected(kind),
            found(value)
        );
        let help = instead_of(kind, value).map(str::to_owned);
        let edit = meant(kind, value).map(|value| self.edit(at, Change::Replace(value)));
        let place = self.place(at, Part::Value);
        self.mistake_with_fix(message, place, String::new(), help, edit);
        false
    }
}
