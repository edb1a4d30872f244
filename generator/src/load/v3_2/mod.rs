//! Rewrites OpenAPI 3.2 documents as OpenAPI 3.1, which `v3_1` then rewrites as 3.0.
//!
//! Each file rewrites one group of keywords. The keywords of 3.2 that need no rewriting are in the tables of the
//! `specification`, and stay in place. The rewriting runs after references are resolved.

mod annotation;
mod item_schema;
mod operation;
mod parameter;
mod security;

use serde_json::{Map, Value};

use super::source::SourceMap;
use super::specification::{ADDITIONAL_OPERATIONS, Kind, Object};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part};
use crate::pointer::Pointer;

pub(super) use self::security::security_requirements;

/// The extension of a query parameter that is the whole query string.
pub(crate) const QUERYSTRING: &str = "x-openapi-crate-querystring";

/// The extension of a cookie parameter that is sent without percent-encoding.
pub(crate) const COOKIE_STYLE: &str = "x-openapi-crate-cookie-style";

/// The extension of a path or cookie parameter in which reserved characters are not encoded.
pub(crate) const ALLOW_RESERVED: &str = "x-openapi-crate-allow-reserved";

/// The extension with the default mapping of a discriminator: a reference to a schema.
pub(crate) const DEFAULT_MAPPING: &str = "x-openapi-crate-default-mapping";

/// The extension with the parent of a tag.
pub(crate) const TAG_PARENT: &str = "x-openapi-crate-parent";

/// The extension with the kind of a tag.
pub(crate) const TAG_KIND: &str = "x-openapi-crate-kind";

/// The extension with the name of a server.
pub(crate) const SERVER_NAME: &str = "x-openapi-crate-name";

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

/// The state of the rewriting of a document.
struct Rewriting<'r> {
    sources: &'r mut SourceMap,
    diagnostics: &'r mut Diagnostics,
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

    /// Records that a node has moved.
    fn moved(&mut self, from: &Pointer<'_>, to: &Pointer<'_>) {
        self.sources
            .origins
            .relocate(&from.to_string(), &to.to_string());
    }

    /// Reports a valid keyword that is not supported, with the fallback.
    fn unsupported(
        &mut self,
        at: &Pointer<'_>,
        what: impl Into<String>,
        fallback: impl Into<String>,
    ) {
        let place = self.sources.origin(&at.to_string(), Part::Key);
        self.diagnostics
            .push(Diagnostic::warning(Code::Unsupported, place, what).help(fallback));
    }

    /// Reports a mistake in a keyword that 3.0 does not have.
    fn wrong(
        &mut self,
        at: &Pointer<'_>,
        part: Part,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let place = self.sources.origin(&at.to_string(), part);
        self.diagnostics
            .push(Diagnostic::error(Code::InvalidDocument, place, message).help(help));
    }
}
