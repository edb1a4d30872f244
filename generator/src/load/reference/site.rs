//! Finds the references in a tree, and the kind of object that each must refer to.

use serde_json::Value;

use crate::load::specification::{Kind, Object};
use crate::load::v3_1;
use crate::load::version::Version;
use crate::pointer::Pointer;

/// A reference to be resolved.
#[derive(Debug)]
pub(super) struct Site {
    /// The pointer of the object with the `$ref`, or of the string in a discriminator's mapping.
    pub(super) pointer: String,
    pub(super) object: Object,
    pub(super) reference: String,
    pub(super) mapping: bool,
}

/// Returns the references below `value`, which is at `base`, in document order.
///
/// Leaves out references to `components`, which are already resolved.
pub(super) fn sites(
    kind: Kind,
    value: &Value,
    base: &str,
    components: Option<&Value>,
    version: Version,
) -> Vec<Site> {
    let mut search = Search {
        components,
        version,
        found: Vec::new(),
    };
    search.value(kind, value, &Pointer::base(base));
    search.found
}

struct Search<'s> {
    components: Option<&'s Value>,
    version: Version,
    found: Vec<Site>,
}

impl Search<'_> {
    fn value(&mut self, kind: Kind, value: &Value, at: &Pointer<'_>) {
        match (kind, value) {
            (
                Kind::Reference(object) | Kind::BooleanOrReference(object),
                Value::Object(members),
            ) => {
                match members.get("$ref") {
                    Some(Value::String(reference)) => {
                        self.reference(object, reference, at, false);
                        // A path item may have siblings of its reference, and since 3.1 a schema may too.
                        if object == Object::PathItem
                            || object == Object::Schema && self.version > Version::V3_0
                        {
                            self.members(object, members, at);
                        }
                    }
                    _ => self.members(object, members, at),
                }
            }
            (Kind::Object(object), Value::Object(members)) => self.members(object, members, at),
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

    fn members(
        &mut self,
        object: Object,
        members: &serde_json::Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        for (name, value) in members {
            if object == Object::Discriminator
                && name == "mapping"
                && let Value::Object(mapping) = value
            {
                let at = at.key(name);
                for (name, value) in mapping {
                    if let Value::String(reference) = value {
                        self.reference(Object::Schema, reference, &at.key(name), true);
                    }
                }
            } else if object == Object::Discriminator
                && name == "defaultMapping"
                && self.version >= Version::V3_2
            {
                if let Value::String(reference) = value {
                    self.reference(Object::Schema, reference, &at.key(name), true);
                }
            } else if (value.is_object() || value.is_array())
                && let Some(kind) = v3_1::member(object, name, self.version)
            {
                self.value(kind, value, &at.key(name));
            }
        }
    }

    fn reference(&mut self, object: Object, reference: &str, at: &Pointer<'_>, mapping: bool) {
        if !self.resolved(object, reference) {
            let (pointer, reference) = (at.to_string(), reference.to_owned());
            self.found.push(Site {
                pointer,
                object,
                reference,
                mapping,
            });
        }
    }

    fn resolved(&self, object: Object, reference: &str) -> bool {
        let found = || {
            let section = object.section().filter(|_| object != Object::Callback)?;
            let name = reference
                .strip_prefix("#/components/")?
                .strip_prefix(section)?
                .strip_prefix('/')?;
            let plain = !name.contains(['/', '~', '%']);
            self.components.filter(|_| plain)?.get(section)?.get(name)
        };
        found().is_some()
    }
}
