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
    /// The kind of value that it replaces.
    pub(super) kind: Kind,
    pub(super) reference: String,
    pub(super) mapping: bool,
    /// Whether the crate does not depend on it.
    pub(super) advisory: bool,
}

/// Whether the members next to a reference in place of a value of this kind are kept, instead of ignored.
pub(super) fn keeps_siblings(kind: Kind, version: Version) -> bool {
    match kind {
        Kind::Reference(object) | Kind::BooleanOrReference(object) => {
            object == Object::PathItem || object == Object::Schema && version > Version::V3_0
        }
        // The references of a mapping are found only in the discriminator around it.
        Kind::Object(Object::Discriminator) => false,
        _ => !allows_reference(kind, version) && matches!(kind, Kind::Object(_) | Kind::Map(_)),
    }
}

/// Whether the version allows a reference in place of a value of this kind.
pub(super) fn allows_reference(kind: Kind, version: Version) -> bool {
    kind.referenced().is_some()
        || kind == Kind::Object(Object::MediaType) && version > Version::V3_1
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
                let Some(Value::String(reference)) = members.get("$ref") else {
                    return self.members(object, members, at);
                };
                let advisory = matches!(object, Object::Example | Object::Link | Object::Callback);
                self.reference(kind, reference, at, false, advisory);
                // A path item may have siblings of its reference, and since 3.1 a schema may too.
                if keeps_siblings(kind, self.version) {
                    self.members(object, members, at);
                }
            }
            (Kind::Object(object), Value::Object(members)) => {
                if self.misplaced(kind, value, at) {
                    self.members(object, members, at);
                }
            }
            (Kind::Array(element), Value::Array(elements)) => {
                for (index, value) in elements.iter().enumerate() {
                    self.value(*element, value, &at.index(index));
                }
            }
            (Kind::Map(member), Value::Object(members)) => {
                if self.misplaced(kind, value, at) {
                    for (name, value) in members {
                        self.value(*member, value, &at.key(name));
                    }
                }
            }
            _ => {
                self.misplaced(kind, value, at);
            }
        }
    }

    /// Adds a reference where the specification does not allow one. Returns whether to search the members.
    fn misplaced(&mut self, kind: Kind, value: &Value, at: &Pointer<'_>) -> bool {
        let Some(reference) = kind.misplaced_reference(value) else {
            return true;
        };
        self.reference(kind, reference, at, false, false);
        keeps_siblings(kind, self.version)
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
                        let schema = Kind::Reference(Object::Schema);
                        self.reference(schema, reference, &at.key(name), true, false);
                    }
                }
            } else if object == Object::Discriminator
                && name == "defaultMapping"
                && self.version >= Version::V3_2
            {
                if let Value::String(reference) = value {
                    let schema = Kind::Reference(Object::Schema);
                    self.reference(schema, reference, &at.key(name), true, false);
                }
            } else if (value.is_object() || value.is_array())
                && let Some(kind) = v3_1::member(object, name, self.version)
            {
                let before = self.found.len();
                self.value(kind, value, &at.key(name));
                // Looked up only for a reference in place of the whole member.
                if self.found.len() > before
                    && kind.misplaced_reference(value).is_some()
                    && let Some(site) = self.found.get_mut(before)
                {
                    site.advisory = object.is_advisory(name);
                }
            }
        }
    }

    fn reference(
        &mut self,
        kind: Kind,
        reference: &str,
        at: &Pointer<'_>,
        mapping: bool,
        advisory: bool,
    ) {
        if !self.resolved(kind, reference) {
            let kind = kind.referenced().map_or(kind, Kind::Reference);
            let (pointer, reference) = (at.to_string(), reference.to_owned());
            self.found.push(Site {
                pointer,
                kind,
                reference,
                mapping,
                advisory,
            });
        }
    }

    fn resolved(&self, kind: Kind, reference: &str) -> bool {
        let found = || {
            let object = kind.referenced()?;
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
