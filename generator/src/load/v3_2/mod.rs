//! Rewrites OpenAPI 3.2 documents as OpenAPI 3.1, which `v3_1` then rewrites as 3.0.
//!
//! Each file rewrites one group of keywords. The keywords of 3.2 that need no rewriting are in the tables of the
//! `specification`, and stay in place. The rewriting runs after references are resolved.

mod annotation;
mod extension;
mod item_schema;
mod operation;
mod parameter;
mod positional_parts;
mod rewriting;
mod security;

use serde_json::{Map, Value};

use super::source::SourceMap;
use super::specification::{ADDITIONAL_OPERATIONS, Kind, Object};
use crate::diagnostic::{Diagnostics, Part};
use crate::pointer::Pointer;

pub(crate) use self::extension::{
    ALLOW_RESERVED, COOKIE_STYLE, DEFAULT_MAPPING, QUERYSTRING, SERVER_NAME, TAG_KIND, TAG_PARENT,
};
pub(crate) use self::positional_parts::{EACH_IS_A_PART, LIST_OF_PARTS};
use self::rewriting::Rewriting;
pub(super) use self::security::security_requirements;

/// Rewrites a document of OpenAPI 3.2 whose references are resolved.
pub(super) fn rewrite(
    document: &mut Value,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let mut rewriting = Rewriting {
        sources,
        diagnostics,
    };
    // References to media types have been replaced.
    if let Some(Value::Object(components)) = document.get_mut("components") {
        components.shift_remove("mediaTypes");
    }
    rewriting.own_address(document);
    rewriting.positional_parts(document);
    rewriting.item_schemas(document);
    rewriting.value(Kind::Object(Object::Document), document, &Pointer::ROOT);
}

/// Removes the operations that only OpenAPI 3.2 has from an older document, in which they are unknown keywords.
pub(super) fn leave_out(document: &mut Value) {
    let Some(Value::Object(paths)) = document.get_mut("paths") else {
        return;
    };
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        item.shift_remove("query");
        item.shift_remove(ADDITIONAL_OPERATIONS);
    }
}

impl Rewriting<'_> {
    fn value(&mut self, kind: Kind, value: &mut Value, at: &Pointer<'_>) {
        match (kind, value) {
            (
                Kind::Reference(object) | Kind::BooleanOrReference(object) | Kind::Object(object),
                Value::Object(members),
            ) => {
                self.object(object, members, at);
                for (name, value) in members {
                    if (value.is_object() || value.is_array())
                        && let Some(kind) = object.member(name, true)
                    {
                        self.value(kind, value, &at.key(name));
                    }
                }
            }
            (Kind::Array(element), Value::Array(elements)) => {
                for (index, value) in elements.iter_mut().enumerate() {
                    self.value(*element, value, &at.index(index));
                }
            }
            (Kind::Map(member), Value::Object(members)) => {
                for (name, value) in members {
                    self.value(*member, value, &at.key(name));
                }
            }
            _ => {}
        }
    }

    /// Rewrites one object before its members.
    fn object(&mut self, object: Object, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        match object {
            Object::Document => {
                if let Some(Value::Array(tags)) = members.get_mut("tags") {
                    self.tags(tags, &at.key("tags"));
                }
            }
            Object::PathItem => self.additional_operations(members, at),
            Object::Parameter => self.parameter(members, at),
            Object::MediaType | Object::Encoding => self.encodings(object, members, at),
            Object::Response | Object::Tag => annotation::summary(members),
            Object::Server => annotation::server(members),
            Object::Example => self.example(members, at),
            Object::SecurityScheme => annotation::deprecated_scheme(members),
            Object::Discriminator => {
                if let Some(target @ Value::String(_)) = members.get("defaultMapping").cloned() {
                    members.insert(DEFAULT_MAPPING.to_owned(), target);
                }
            }
            _ => {}
        }
    }

    /// Reports the encodings of parts without names.
    fn encodings(&mut self, object: Object, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        let nested = (object == Object::Encoding).then_some("encoding");
        for keyword in ["prefixEncoding", "itemEncoding"].into_iter().chain(nested) {
            if members.shift_remove(keyword).is_some() {
                let what = match nested {
                    Some(_) => format!("`{keyword}` of a part is not supported"),
                    None => format!("`{keyword}` is not supported"),
                };
                self.unsupported(
                    &at.key(keyword),
                    what,
                    "the parts have the default encoding",
                );
            }
        }
    }

    /// Reports a `$self` that is not the address of a document.
    fn own_address(&mut self, document: &Value) {
        let Some(address) = document.get("$self").and_then(Value::as_str) else {
            return;
        };
        if address.contains('#') {
            let at = Pointer::ROOT.key("$self");
            let message = format!("`$self` must not have a fragment, found `{address}`");
            self.wrong(&at, Part::Value, message, "end the address before the `#`");
        }
    }
}
