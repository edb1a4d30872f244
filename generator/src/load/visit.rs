//! Visits the objects of a document, before its references are resolved.

use serde_json::{Map, Value};

use super::specification::{Kind, Object};
use super::v3_1;
use super::version::Version;
use crate::pointer::Pointer;

/// A visited object.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Visited<'v> {
    /// A schema that is not a reference.
    Schema(&'v Map<String, Value>),
    /// A parameter or a header that is not a reference.
    Parameter(&'v Map<String, Value>),
    /// A reference to an example, a link or a callback, on which no code depends.
    DocumentationReference(&'v str),
}

/// Calls `visitor` for the objects of a document, in the document's order.
pub(crate) fn visit<'v>(
    document: &'v Value,
    version: Version,
    visitor: &mut dyn FnMut(Visited<'v>, &Pointer<'_>),
) {
    Visit { version, visitor }.value(Kind::Object(Object::Document), document, &Pointer::ROOT);
}

struct Visit<'v, 'f> {
    version: Version,
    visitor: &'f mut dyn FnMut(Visited<'v>, &Pointer<'_>),
}

impl<'v> Visit<'v, '_> {
    fn value(&mut self, kind: Kind, value: &'v Value, at: &Pointer<'_>) {
        match (kind, value) {
            (
                Kind::Object(object) | Kind::Reference(object) | Kind::BooleanOrReference(object),
                Value::Object(members),
            ) => match members.get("$ref") {
                Some(Value::String(reference)) => {
                    if matches!(object, Object::Example | Object::Link | Object::Callback) {
                        (self.visitor)(Visited::DocumentationReference(reference), at);
                    }
                }
                _ => self.object(object, members, at),
            },
            (Kind::Array(element), Value::Array(elements)) => {
                for (index, value) in elements.iter().enumerate() {
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

    fn object(&mut self, object: Object, members: &'v Map<String, Value>, at: &Pointer<'_>) {
        match object {
            Object::Schema => (self.visitor)(Visited::Schema(members), at),
            Object::Parameter | Object::Header => (self.visitor)(Visited::Parameter(members), at),
            _ => {}
        }
        for (name, value) in members {
            if (value.is_object() || value.is_array())
                && let Some(kind) = v3_1::member(object, name, self.version)
            {
                self.value(kind, value, &at.key(name));
            }
        }
    }
}
