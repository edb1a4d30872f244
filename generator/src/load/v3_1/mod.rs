//! Rewrites OpenAPI 3.1 documents as OpenAPI 3.0, the version that `openapiv3` supports.
//!
//! Each file rewrites one group of keywords. The rewriting runs after references are resolved and before the check,
//! so the check needs only the tables of 3.0. Anything that the model cannot represent is a warning. A value of the
//! wrong kind is left to the check, or reported here if 3.0 does not have the keyword.
//!
//! Nodes that move keep their origins, so that a diagnostic about the rewritten tree still points at the original
//! document.

mod anchor;
mod boolean;
mod bound;
mod composition;
mod constant;
mod content;
mod document;
mod keywords;
mod newer;
mod pattern_properties;
mod reference;
mod rewriting;
mod tuple;
mod types;
mod unsupported;
mod uri;

pub(crate) use self::content::CONTENT_MEDIA_TYPE;
use serde_json::{Map, Value};

pub(super) use self::anchor::resolve as resolve_anchors;
pub(super) use self::keywords::member;
use self::rewriting::Rewriting;
pub(super) use self::uri::join;
use super::source::SourceMap;
use super::specification::{Kind, Object};
use super::version::Version;
use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;

/// Rewrites a document of OpenAPI 3.1 or 3.2 whose references are resolved.
pub(super) fn rewrite(
    document: &mut Value,
    version: Version,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let mutual_tls = document::mutual_tls(document);
    let mut rewriting = Rewriting {
        sources,
        diagnostics,
        mutual_tls,
        older: false,
        newest: version >= Version::V3_2,
    };
    rewriting.value(Kind::Object(Object::Document), document, &Pointer::ROOT);
}

/// Rewrites the parts of an OpenAPI 3.0 document that are OpenAPI 3.1, with a warning for each.
pub(super) fn rewrite_newer(
    document: &mut Value,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let mut rewriting = Rewriting {
        sources,
        diagnostics,
        mutual_tls: Vec::new(),
        older: true,
        newest: false,
    };
    rewriting.value(Kind::Object(Object::Document), document, &Pointer::ROOT);
}

impl Rewriting<'_> {
    fn value(&mut self, kind: Kind, value: &mut Value, at: &Pointer<'_>) {
        match kind {
            Kind::Reference(Object::Schema) if self.older => self.newer_flag(value, at),
            Kind::Reference(Object::Schema) => boolean::schema(value),
            _ => {}
        }
        match (kind, value) {
            (
                Kind::Reference(object) | Kind::BooleanOrReference(object) | Kind::Object(object),
                Value::Object(members),
            ) => {
                match (object, self.older) {
                    (Object::Schema, true) => self.newer_keywords(members, at),
                    (Object::Schema, false) => self.schema(members, at),
                    (_, true) => {}
                    (_, false) => self.object(object, members, at),
                }
                for (name, value) in members.iter_mut().filter(|(_, value)| !is_scalar(value)) {
                    if let Some(kind) = object.member(name, self.newest) {
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

    /// Rewrites the keywords of one schema. Nested schemas are rewritten afterwards, at their new places.
    fn schema(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        self.nullable(members, at);
        self.reference_siblings(members, at);
        self.unsupported_keywords(members, at);
        self.constant(members, at);
        self.examples(members, at);
        self.content(members, at);
        self.exclusive_bounds(members, at);
        self.tuple(members, at);
        self.pattern_properties(members, at);
        boolean::forbidden_properties(members);
        self.null_branches(members, at);
        constant::branches(members);
        self.types(members, at);
    }

    /// Rewrites the `examples` of a schema as the one `example` of 3.0.
    fn examples(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        let Some(Value::Array(examples)) = members.get_mut("examples") else {
            return;
        };
        let first = if examples.is_empty() {
            None
        } else {
            Some(examples.swap_remove(0))
        };
        members.shift_remove("examples");
        if let Some(first) = first.filter(|_| !members.contains_key("example")) {
            self.moved(&at.key("examples").index(0), &at.key("example"));
            members.insert("example".to_owned(), first);
        }
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}
