//! Type names from hints, and their conflicts.

use std::collections::{HashMap, HashSet};

use openapiv3::Schema;

use super::extension::{Extensions, NAME, TYPE_NAME};
use super::lowering::Lowering;
use super::node::{Member, Node};
use super::schema_shape::VALIDATE;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::load::{DERIVE, RUST_TYPE};
use crate::model::name::pascal;
use crate::model::scope::Scope;
use crate::model::types::{Type, TypeId, TypeKind, Types};
use crate::pointer::{Pointer, steps};

/// The extensions of a schema.
const EXTENSIONS: &[&str] = &[NAME, VALIDATE, RUST_TYPE, DERIVE];

/// The extensions of a property.
const PROPERTY_EXTENSIONS: &[&str] = &[NAME, TYPE_NAME, VALIDATE, RUST_TYPE, DERIVE];

/// The name from the hint for a property's type.
pub(super) struct HintedType {
    name: String,
    place: Place,
}

impl HintedType {
    /// The name from the hint.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

/// The extensions of a schema that has this one.
pub(super) fn extensions_with<'a>(name: &str, member: &Member<'a>) -> Option<Extensions<'a>> {
    match member.node {
        Node::Schema(schema) if schema.schema_data.extensions.contains_key(name) => {
            let extensions = &schema.schema_data.extensions;
            Some(Extensions::new(extensions, member.pointer.clone()))
        }
        _ => None,
    }
}

impl<'a> Lowering<'a> {
    /// The name from the last definition of a property that has `x-rust-type-name`. Checks the extensions of all.
    pub(super) fn property_type_name(&mut self, members: &[Member<'a>]) -> Option<HintedType> {
        let mut found = None;
        for member in members {
            let Node::Schema(schema) = member.node else {
                continue;
            };
            let extensions = &schema.schema_data.extensions;
            if extensions.is_empty() {
                continue;
            }
            let extensions = Extensions::new(extensions, member.pointer.clone());
            extensions.check(PROPERTY_EXTENSIONS, self.diagnostics);
            let name = extensions.rust_name(TYPE_NAME, self.diagnostics);
            found = name
                .map(|name| HintedType {
                    name,
                    place: Pointer::base(&member.pointer).key(TYPE_NAME).place(),
                })
                .or(found);
        }
        found
    }

    /// Reports a property with `x-rust-type-name` whose type has a different name, or none.
    pub(super) fn property_type_is_named(
        &mut self,
        ty: &Type,
        wanted: &HintedType,
        members: &[Member<'a>],
    ) {
        let is_own = named(ty).is_some_and(|id| {
            let pointer = &self.types[id].pointer;
            members.iter().any(|member| member.pointer == *pointer)
        });
        if is_own {
            self.own_type_is_named(ty, &wanted.name, wanted.place.clone());
            return;
        }
        let message = format!("`{TYPE_NAME}` names no type: this property does not create a type");
        self.diagnostics.push(
            Diagnostic::error(Code::InvalidExtension, wanted.place.clone(), message).help(
                "remove it; an object or an enum has its own type, and in an array, `x-rust-name` of `items` names it",
            ),
        );
    }

    /// Reports an inline schema with `x-rust-name` whose type has a different name.
    pub(super) fn inline_type_is_named(&mut self, ty: &Type, wanted: &str, pointer: &Pointer<'_>) {
        let is_own = named(ty).is_some_and(|id| self.types[id].pointer == pointer.to_string());
        if is_own {
            self.own_type_is_named(ty, wanted, pointer.key(NAME).place());
        }
    }

    /// Reports a type that could not have the name from its hint.
    fn own_type_is_named(&mut self, ty: &Type, wanted: &str, place: Place) {
        let name = pascal(wanted);
        let renamed = named(ty).filter(|id| self.types[*id].name != name);
        if renamed.is_none() {
            return;
        }
        let other = self.types.iter().find(|(_, other)| other.name == name);
        let other = other.map(|(id, _)| id);
        let diagnostic = self.taken_type_name(&name, place, other);
        self.diagnostics.push(diagnostic);
    }

    fn taken_type_name(&self, name: &str, place: Place, other: Option<TypeId>) -> Diagnostic {
        let diagnostic = match other {
            Some(other) => Diagnostic::error(
                Code::InvalidExtension,
                place,
                format!("the type name `{name}` is already used by another schema"),
            )
            .related(
                Pointer::base(&self.types[other].pointer).key_place(),
                "the other schema",
            ),
            None => Diagnostic::error(
                Code::InvalidExtension,
                place,
                format!("the type name `{name}` is reserved by the generated code"),
            ),
        };
        diagnostic.help("choose a different name")
    }

    /// The name from the schema's hint.
    pub(super) fn rust_name(&mut self, schema: &Schema, pointer: &str) -> Option<String> {
        let extensions = Extensions::new(&schema.schema_data.extensions, pointer.to_owned());
        extensions.check(EXTENSIONS, self.diagnostics);
        extensions.name(self.diagnostics)
    }

    /// Reports names from hints that are already taken, once all components are named.
    pub(super) fn hinted_names(&mut self, hinted: &[(TypeId, String)]) {
        if hinted.is_empty() {
            return;
        }
        // The types of each name, and those of each name that a schema without a hint wants.
        let mut named: HashMap<&str, Vec<TypeId>> = HashMap::new();
        let mut wanting: HashMap<String, Vec<TypeId>> = HashMap::new();
        let with_hint: HashSet<TypeId> = hinted.iter().map(|(id, _)| *id).collect();
        for (id, definition) in self.types.iter() {
            named.entry(&definition.name).or_default().push(id);
            if let Some(component) = steps(&definition.pointer).last()
                && !with_hint.contains(&id)
            {
                wanting.entry(pascal(&component)).or_default().push(id);
            }
        }
        for (id, wanted) in hinted {
            let name = pascal(wanted);
            let mut same = named.get(name.as_str()).into_iter().flatten();
            let other = same.find(|other| *other != id).copied();
            let late = self.types[*id].name != name;
            // A later schema wanted the same name and was renamed.
            let displaced = || {
                let wanting = wanting.get(&name)?;
                let after = wanting.partition_point(|other| other.index() <= id.index());
                wanting.get(after).copied()
            };
            let Some(other) = (if late {
                Some(other)
            } else {
                displaced().map(Some)
            }) else {
                continue;
            };
            let place = Pointer::base(&self.types[*id].pointer).key(NAME).place();
            let diagnostic = self.taken_type_name(&name, place, other);
            self.diagnostics.push(diagnostic);
        }
    }
}

/// The named type of values that may be `null`.
fn named(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(value) => named(value),
        _ => None,
    }
}

/// Renames each tuple struct that has the name of a field. As an argument, the field must not have the name of a
/// tuple struct (E0530), which happens with caseless letters.
pub(super) fn rename_shadowed(types: &mut Types, names: &mut Scope) {
    let mut fields: HashSet<&str> = HashSet::new();
    for (_, definition) in types.iter() {
        match &definition.kind {
            TypeKind::Object(object) => {
                fields.extend(object.fields.iter().map(|field| field.name.as_str()));
            }
            TypeKind::Multipart(parts) => {
                fields.extend(parts.iter().map(|part| part.name.as_str()));
            }
            _ => {}
        }
    }
    let shadowed = types.iter().filter(|(_, definition)| {
        matches!(definition.kind, TypeKind::Checked(_)) && fields.contains(definition.name.as_str())
    });
    let shadowed: Vec<TypeId> = shadowed.map(|(id, _)| id).collect();
    for id in shadowed {
        types[id].name = names.claim(&types[id].name, "Value");
    }
}
