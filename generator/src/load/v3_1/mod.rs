//! Rewrites an OpenAPI 3.1 document in the words of OpenAPI 3.0.
//!
//! The types of `openapiv3` are those of 3.0. What 3.1 says otherwise is rewritten, one file a group of keywords, after
//! all references have become local and before the check, which then has one shape to hold against one table. Nothing
//! that the model can hold is lost; what it cannot hold is a warning. A value of the wrong shape is left for the check,
//! or reported here where 3.0 does not know the keyword.
//!
//! Nodes that move take their origins along, so that a diagnostic about the rewritten tree still points at what the
//! author wrote.

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

use serde_json::{Map, Value};

pub(super) use self::anchor::resolve as resolve_anchors;
pub(super) use self::keywords::member;
use self::rewriting::Rewriting;
use super::source::SourceMap;
use super::specification::{Kind, Object};
use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;

/// Rewrites a document whose references are all local.
pub(super) fn rewrite(
    document: &mut Value,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let mutual_tls = document::mutual_tls(document);
    let mut rewriting = Rewriting {
        sources,
        diagnostics,
        mutual_tls,
        older: false,
    };
    rewriting.value(Kind::Object(Object::Document), document, &Pointer::ROOT);
}

/// Rewrites what a document of OpenAPI 3.0 has of 3.1, with a warning each.
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
                Kind::Reference(object) | Kind::FlagOrReference(object) | Kind::Object(object),
                Value::Object(members),
            ) => {
                match (object, self.older) {
                    (Object::Schema, true) => self.newer_keywords(members, at),
                    (Object::Schema, false) => self.schema(members, at),
                    (_, true) => {}
                    (_, false) => self.object(object, members, at),
                }
                for (name, value) in members.iter_mut().filter(|(_, value)| !is_scalar(value)) {
                    if let Some(kind) = object.member(name) {
                        self.value(kind, value, &at.key(name));
                    }
                }
            }
            (Kind::List(element), Value::Array(elements)) => {
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

    /// Rewrites the keywords of one schema; those below it come afterwards, where they then are.
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

    /// `examples` of a schema is a list; 3.0 has one `example`.
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
