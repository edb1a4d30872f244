//! Is every part of a document what the specification says stands there?
//!
//! One walk along the table of [`specification`](super::specification) finds all mistakes and names each in the words
//! of OpenAPI, so that deserialising afterwards has nothing to complain of. Where the intent is plain, the walk mends
//! the tree with a warning.

mod operation;
mod parameter;
mod path_parameter;
mod schema;
mod security;
mod server;

use serde_json::{Map, Value};

pub(super) use self::operation::operations;
pub(super) use self::path_parameter::path_parameters;
use super::Version;
use super::source::SourceMap;
use super::specification::{Field, Kind, Object, Presence};
use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level, Part, Place};
use crate::pointer::Pointer;

/// Checks the resolved document.
pub(super) fn document(
    root: &mut Value,
    version: Version,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) {
    Check {
        file: None,
        version,
        sources,
        diagnostics,
        advisory: 0,
    }
    .value(Kind::Object(Object::Document), root, &Pointer::ROOT);
}

/// Checks a file that is an overlay; whether it can be applied.
pub(super) fn overlay(
    root: &mut Value,
    file: &str,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> bool {
    Check {
        file: Some(file),
        version: Version::V3_0,
        sources,
        diagnostics,
        advisory: 0,
    }
    .value(Kind::Object(Object::Overlay), root, &Pointer::ROOT)
}

struct Check<'c> {
    /// The file that is checked; `None` for the resolved document.
    file: Option<&'c str>,
    /// What the author wrote the document for; the tree itself is in the words of 3.0.
    version: Version,
    sources: &'c SourceMap,
    diagnostics: &'c mut Diagnostics,
    /// How many keywords around this place are advisory: mistakes below them are warnings.
    advisory: usize,
}

impl Check<'_> {
    /// Checks one value; whether it can stay.
    fn value(&mut self, kind: Kind, value: &mut Value, at: &Pointer<'_>) -> bool {
        match (kind, &mut *value) {
            (Kind::Any, _)
            | (Kind::Text, Value::String(_))
            | (Kind::Flag | Kind::FlagOrReference(_), Value::Bool(_))
            | (Kind::Number, Value::Number(_)) => true,
            (Kind::Text, Value::Number(_) | Value::Bool(_)) => {
                self.take_as_text(value, at);
                true
            }
            (Kind::Natural, Value::Number(number)) => {
                if number.as_u64().is_some() {
                    return true;
                }
                match number
                    .as_f64()
                    .filter(|number| *number >= 0.0 && number.fract() == 0.0)
                {
                    // A bound beyond what can be counted: saturated, it still holds for everything there is.
                    #[expect(
                        clippy::cast_possible_truncation,
                        clippy::cast_sign_loss,
                        reason = "saturates"
                    )]
                    Some(number) => {
                        *value = Value::from(number as u64);
                        true
                    }
                    None => self.wrong(kind, value, at),
                }
            }
            (Kind::Word(words), Value::String(word)) => {
                words.contains(&word.as_str()) || {
                    let label = did_you_mean(word, words.iter().copied());
                    let help = outdated_word(words, word);
                    let lists = self.version > Version::V3_0 && words.contains(&"object");
                    let or_a_list = if lists {
                        ", `null`, or a list of them"
                    } else {
                        ""
                    };
                    let message = format!(
                        "{} must be {}{or_a_list}, not `{word}`",
                        at.subject(),
                        expected(kind)
                    );
                    self.complain(message, self.place(at, Part::Value), label, help);
                    false
                }
            }
            (Kind::Object(object), Value::Object(members)) => self.object(object, members, at),
            (Kind::Reference(object) | Kind::FlagOrReference(object), Value::Object(members)) => {
                match members.get("$ref") {
                    // A reference to a path item is inlined before; what is left has been complained of.
                    Some(Value::String(_)) => {
                        self.siblings(members, at);
                        true
                    }
                    Some(other) => {
                        let (other, at) = (other.clone(), at.key("$ref"));
                        self.wrong(Kind::Text, &other, &at)
                    }
                    None => self.object(object, members, at),
                }
            }
            (Kind::List(element), Value::Array(elements)) => elements
                .iter_mut()
                .enumerate()
                .fold(true, |fine, (index, value)| {
                    self.value(*element, value, &at.index(index)) && fine
                }),
            (Kind::Map(member), Value::Object(members)) => {
                members.iter_mut().fold(true, |fine, (name, value)| {
                    self.value(*member, value, &at.key(name)) && fine
                })
            }
            _ => self.wrong(kind, value, at),
        }
    }

    fn object(
        &mut self,
        object: Object,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) -> bool {
        if members.contains_key("$ref") {
            let message = format!("a reference cannot stand in for {}", object.name());
            let help = Some("write the object itself here".to_owned());
            self.complain(
                message,
                self.place(&at.key("$ref"), Part::Key),
                String::new(),
                help,
            );
            return false;
        }
        let mut fine = self.special(object, members, at);
        let fields = object.fields();
        let mut present: u64 = 0;
        let mut dropped = Vec::new();
        for (name, value) in members.iter_mut() {
            let here = at.key(name);
            let Some(index) = fields.iter().position(|field| field.name == name) else {
                fine &= self.unlisted(object, name, value, &here);
                continue;
            };
            // Proven by `position`.
            let field = &fields[index];
            if value.is_null() && field.kind != Kind::Any && field.presence != Presence::Required {
                let message = format!(
                    "{} is empty; it is read as if it were not there",
                    here.subject()
                );
                let place = self.place(&here, Part::Key);
                self.diagnostics.push(
                    Diagnostic::warning(Code::InvalidDocument, place, message)
                        .help("fill it in, or remove it"),
                );
                dropped.push(name.clone());
                continue;
            }
            present |= 1 << index;
            self.advisory += usize::from(field.advisory);
            let member_fine = self.value(field.kind, value, &here);
            self.advisory -= usize::from(field.advisory);
            if field.advisory && self.advisory == 0 {
                if !member_fine {
                    dropped.push(name.clone());
                    present &= !(1 << index);
                }
            } else {
                fine &= member_fine;
            }
        }
        for name in dropped {
            members.shift_remove(&name);
        }
        for (index, field) in fields.iter().enumerate() {
            if present & (1 << index) == 0 {
                fine &= self.absent(object, field, members, at);
            }
        }
        fine
    }

    /// A member that the object's table does not list.
    fn unlisted(
        &mut self,
        object: Object,
        name: &str,
        value: &mut Value,
        here: &Pointer<'_>,
    ) -> bool {
        if name.starts_with("x-") {
            return true;
        }
        if let Some(pattern) = object.pattern() {
            if (pattern.matches)(name) {
                return self.value(pattern.kind, value, here);
            }
            let label = did_you_mean(name, object.fields().iter().map(|field| field.name));
            let message = format!("`{name}` must be {}", pattern.names);
            let help =
                Some("correct the name, or start it with `x-` if it is an extension".to_owned());
            self.complain(message, self.place(here, Part::Key), label, help);
            return false;
        }
        let message = format!(
            "`{name}` is not a keyword of {}; it is not read",
            object.name()
        );
        let newer = if self.version > Version::V3_0 {
            NEWER_KEYWORDS
        } else {
            &[]
        };
        let known = object
            .fields()
            .iter()
            .map(|field| field.name)
            .chain(newer.iter().copied());
        let mut diagnostic =
            Diagnostic::warning(Code::UnknownKeyword, self.place(here, Part::Key), message)
                .label(did_you_mean(name, known));
        if self.version == Version::V3_0 && NEWER_KEYWORDS.contains(&name) {
            diagnostic = diagnostic.help(format!(
                "`{name}` came with OpenAPI 3.1; this document is OpenAPI 3.0"
            ));
        } else if NEWEST_KEYWORDS.contains(&name) {
            diagnostic = diagnostic.help(format!(
                "`{name}` came with OpenAPI 3.2, which is read as 3.1"
            ));
        } else if diagnostic.label.is_empty() {
            diagnostic =
                diagnostic.help("remove it, or start its name with `x-` if it is an extension");
        }
        self.diagnostics.push(diagnostic);
        true
    }

    /// A member that the object's table lists and that is not there; whether the object can do without.
    fn absent(
        &mut self,
        object: Object,
        field: &Field,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) -> bool {
        match field.presence {
            Presence::Optional => true,
            Presence::EmptyText => {
                let message = format!(
                    "{} needs `{}`; an empty text is taken",
                    object.name(),
                    field.name
                );
                let place = self.place(at, Part::Key);
                self.diagnostics.push(
                    Diagnostic::warning(Code::InvalidDocument, place, message)
                        .help(format!("add `{}`", field.name)),
                );
                members.insert(field.name.to_owned(), Value::String(String::new()));
                true
            }
            Presence::EmptyObject => {
                let message = format!(
                    "{} needs `{}`; an empty one is taken",
                    object.name(),
                    field.name
                );
                let place = self.place(at, Part::Key);
                self.diagnostics.push(
                    Diagnostic::warning(Code::InvalidDocument, place, message)
                        .help(format!("add `{}`", field.name)),
                );
                members.insert(field.name.to_owned(), Value::Object(Map::new()));
                true
            }
            Presence::Required => {
                self.missing(object, field.name, at);
                false
            }
        }
    }

    fn missing(&mut self, object: Object, name: &str, at: &Pointer<'_>) {
        let message = format!("`{name}` is missing: {} must have it", object.name());
        let help = Some(format!("add `{name}`"));
        self.complain(message, self.place(at, Part::Key), String::new(), help);
    }

    /// What is beside a `$ref`, where OpenAPI 3.0 reads nothing else.
    fn siblings(&mut self, members: &Map<String, Value>, at: &Pointer<'_>) {
        for name in members.keys() {
            // What only describes may well be meant for the reader.
            let harmless = matches!(
                name.as_str(),
                "$ref" | "description" | "example" | "summary" | "title"
            );
            if !harmless && !name.starts_with("x-") {
                let message = format!("`{name}` beside a `$ref` is not read");
                let place = self.place(&at.key(name), Part::Key);
                // Those of schemas have been rewritten where the version reads them.
                let help = if self.version > Version::V3_0 {
                    "beside a `$ref` that is not of a schema, OpenAPI 3.1 reads `summary` and `description` alone"
                } else {
                    "OpenAPI 3.0 reads nothing beside a `$ref`; put the reference into an `allOf` to add to it"
                };
                self.diagnostics
                    .push(Diagnostic::warning(Code::IgnoredSibling, place, message).help(help));
            }
        }
    }

    /// Rules that say more than which keyword stands where.
    fn special(
        &mut self,
        object: Object,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) -> bool {
        match object {
            Object::Schema => {
                self.schema(members, at);
                true
            }
            Object::Parameter => self.parameter(members, at),
            Object::Header => self.header(members, at),
            Object::Link => self.link(members, at),
            Object::SecurityScheme => self.security_scheme(members, at),
            Object::Server => self.server(members, at),
            Object::ServerVariable => {
                self.server_variable(members, at);
                true
            }
            Object::Callback => {
                // What reads the document afterwards takes every member of a callback for a path item.
                members.retain(|name, _| !name.starts_with("x-"));
                true
            }
            _ => true,
        }
    }

    /// Makes a text of a number or a flag, as it is written in the file.
    fn take_as_text(&mut self, value: &mut Value, at: &Pointer<'_>) {
        let place = self.place(at, Part::Value);
        let text = self
            .sources
            .verbatim(&place)
            .map_or_else(|| value.to_string(), str::to_owned);
        let message = format!(
            "{} must be a text; {} is taken as the text `{text}`",
            at.subject(),
            found(value)
        );
        let help = format!("write it in quotes: \"{text}\"");
        self.diagnostics
            .push(Diagnostic::warning(Code::InvalidDocument, place, message).help(help));
        *value = Value::String(text);
    }

    fn wrong(&mut self, kind: Kind, value: &Value, at: &Pointer<'_>) -> bool {
        let message = format!(
            "{} must be {}, not {}",
            at.subject(),
            expected(kind),
            found(value)
        );
        let help = match (kind, value) {
            (Kind::Flag, Value::String(text))
                if matches!(text.as_str(), "yes" | "on" | "True" | "1") =>
            {
                Some("write `true`".to_owned())
            }
            (Kind::Flag, Value::String(text))
                if matches!(text.as_str(), "no" | "off" | "False" | "0") =>
            {
                Some("write `false`".to_owned())
            }
            (Kind::Word(_), _) => None,
            (_, Value::Null) => Some("fill it in, or remove it".to_owned()),
            (Kind::Text | Kind::Flag | Kind::Number | Kind::Natural, _) => None,
            (Kind::List(_), Value::Object(_)) => {
                Some("each element of a list starts with `- `".to_owned())
            }
            (Kind::List(_), _) => {
                Some("put it in brackets, `[…]`, or on a line that starts with `- `".to_owned())
            }
            (_, Value::Array(_)) => {
                Some("an object is written `name: value`, without `- `".to_owned())
            }
            _ => Some("an object is written `name: value`, one member a line".to_owned()),
        };
        self.complain(message, self.place(at, Part::Value), String::new(), help);
        false
    }

    /// A mistake: an error, or a warning where nothing depends on it.
    fn complain(&mut self, message: String, place: Place, label: String, help: Option<String>) {
        let (level, help) = if self.advisory > 0 {
            (
                Level::Warning,
                help.or_else(|| Some("this part of the document is left out".to_owned())),
            )
        } else {
            (Level::Error, help)
        };
        let code = if self.file.is_some() {
            Code::InvalidOverlay
        } else {
            Code::InvalidDocument
        };
        self.diagnostics.push(Diagnostic {
            level,
            code,
            message,
            place,
            label,
            help,
            related: Vec::new(),
        });
    }

    fn warn(&mut self, code: Code, message: String, place: Place) {
        self.diagnostics
            .push(Diagnostic::warning(code, place, message));
    }

    fn place(&self, at: &Pointer<'_>, part: Part) -> Place {
        let pointer = at.to_string();
        match self.file {
            Some(file) => Place::Node {
                file: file.to_owned(),
                pointer,
                part,
            },
            None => Place::Resolved { pointer, part },
        }
    }
}

/// Keywords that people know from OpenAPI 3.1 and JSON Schema 2020-12.
const NEWER_KEYWORDS: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$id",
    "$schema",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "examples",
    "identifier",
    "if",
    "jsonSchemaDialect",
    "pathItems",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "webhooks",
];

/// Keywords that OpenAPI 3.2 added.
const NEWEST_KEYWORDS: &[&str] = &[
    "$self",
    "additionalOperations",
    "dataValue",
    "defaultMapping",
    "deviceAuthorization",
    "deviceAuthorizationUrl",
    "itemEncoding",
    "itemSchema",
    "kind",
    "mediaTypes",
    "nodeType",
    "oauth2MetadataUrl",
    "parent",
    "prefixEncoding",
    "query",
    "serializedValue",
];

/// What to write instead of a word that was right in an earlier version or in another language.
fn outdated_word(words: &[&str], word: &str) -> Option<String> {
    let help = match word {
        "body" | "formData" if words.contains(&"query") => "OpenAPI 3 has `requestBody` for this",
        "file" if words.contains(&"string") => "write `type: string` with `format: binary`",
        "basic" if words.contains(&"http") => "write `type: http` with `scheme: basic`",
        "null" if words.contains(&"string") => "OpenAPI 3.0 has `nullable: true` for this",
        "int" | "int32" | "int64" | "long" if words.contains(&"integer") => "write `type: integer`",
        "float" | "double" if words.contains(&"number") => "write `type: number`",
        "date" | "date-time" | "uuid" if words.contains(&"string") => {
            "write `type: string` with this as its `format`"
        }
        _ => return None,
    };
    Some(help.to_owned())
}

fn expected(kind: Kind) -> String {
    match kind {
        Kind::Any => "a value".to_owned(),
        Kind::Text => "a text".to_owned(),
        Kind::Flag => "`true` or `false`".to_owned(),
        Kind::Number => "a number".to_owned(),
        Kind::Natural => "a whole number, 0 or more".to_owned(),
        Kind::Word([word]) => format!("`{word}`"),
        Kind::Word(words) => format!("one of `{}`", words.join("`, `")),
        Kind::Object(object) => format!("{} (an object)", object.name()),
        Kind::Reference(object) => format!("{} or a reference to one", object.name()),
        Kind::FlagOrReference(object) => format!("`true`, `false` or {}", object.name()),
        Kind::List(_) => "a list".to_owned(),
        Kind::Map(_) => "an object".to_owned(),
    }
}

fn found(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.chars().count() > 40 => {
            format!(
                "the text `{}…`",
                text.chars().take(40).collect::<String>().escape_debug()
            )
        }
        Value::String(text) => format!("the text `{}`", text.escape_debug()),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
