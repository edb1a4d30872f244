//! Type names from hints, and their conflicts.

use std::collections::{HashMap, HashSet};

use openapiv3::Schema;

use super::extension::Extensions;
use super::lowering::Lowering;
use super::name_hint::NameHint;
use super::node::{Member, Node};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::hints::{Object, TYPE_NAME};
use crate::model::code_span;
use crate::model::extern_name::{Module, reserved_names};
use crate::model::name::pascal;
use crate::model::scope::Scope;
use crate::model::types::{Type, TypeId, TypeKind, Types};
use crate::pointer::{Pointer, unescape};

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
    pub(super) fn property_type_name(&mut self, members: &[Member<'a>]) -> Option<NameHint> {
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
            extensions.check(Object::Property, self.diagnostics);
            let name = extensions.rust_name(TYPE_NAME, self.diagnostics);
            found = name
                .map(|name| NameHint {
                    name,
                    pointer: Pointer::base(&member.pointer).key(TYPE_NAME).to_string(),
                })
                .or(found);
        }
        found
    }

    /// Reports a property with `x-rust-type-name` whose type has a different name, or none.
    pub(super) fn property_type_is_named(
        &mut self,
        ty: &Type,
        wanted: NameHint,
        members: &[Member<'a>],
    ) {
        let own = named(ty).filter(|id| {
            let pointer = &self.types[*id].pointer;
            members.iter().any(|member| member.pointer == *pointer)
        });
        if let Some(id) = own {
            self.type_is_named(id, wanted);
            return;
        }
        let message = format!("`{TYPE_NAME}` names no type: this property does not create a type");
        self.diagnostics.push(
            Diagnostic::error(Code::InvalidExtension, wanted.place(), message).help(
                "remove it; an object or an enum has its own type, and in an array, `x-rust-name` of `items` names it",
            ),
        );
    }

    /// Reports an inline schema with `x-rust-name` whose type has a different name.
    pub(super) fn inline_type_is_named(&mut self, ty: &Type, wanted: &str, pointer: &Pointer<'_>) {
        let pointer = pointer.to_string();
        if let Some(id) = named(ty).filter(|id| self.types[*id].pointer == pointer) {
            self.type_is_named(id, NameHint::of(wanted.to_owned(), &pointer));
        }
    }

    /// Records that a hint names a type. Reports a type that could not have the name.
    pub(super) fn type_is_named(&mut self, id: TypeId, hint: NameHint) {
        let name = pascal(&hint.name);
        if self.types[id].name != name {
            let other = self.types.iter().find(|(_, other)| other.name == name);
            let other = other.map(|(id, _)| id);
            self.type_name_is_taken(&name, hint.place(), other);
        }
        self.hinted_types.push((id, hint));
    }

    /// Reports the hints that change the name of a different type, once all types have their names.
    pub(super) fn displaced_type_names(&mut self) {
        if self.hinted_types.is_empty() {
            return;
        }
        let hinted: HashSet<TypeId> = self.hinted_types.iter().map(|(id, _)| *id).collect();
        let mut without_hints =
            Scope::reserving(&reserved_names(Module::Types).collect::<Vec<_>>());
        let mut displaced: HashMap<String, TypeId> = HashMap::new();
        for ((id, definition), wanted) in self.types.iter().zip(&self.wanted_type_names) {
            if hinted.contains(&id) {
                continue;
            }
            let name = without_hints.claim(wanted, "");
            if name != definition.name {
                displaced.insert(name, id);
            }
        }
        for (id, hint) in self.hinted_types.clone() {
            let name = self.types[id].name.clone();
            if name == pascal(&hint.name)
                && let Some(other) = displaced.get(&name)
            {
                self.type_name_is_taken(&name, hint.place(), Some(*other));
            }
        }
    }

    fn type_name_is_taken(&mut self, name: &str, place: Place, other: Option<TypeId>) {
        let other = other.map(|other| {
            let pointer = self.types[other].pointer.clone();
            let component = pointer
                .strip_prefix("/components/schemas/")
                .filter(|name| !name.contains('/'));
            let what = match component {
                Some(name) => format!("the schema {}", code_span(&unescape(name))),
                None => format!("the schema at {}", code_span(&pointer)),
            };
            (what, pointer)
        });
        let other = other.as_ref();
        let other = other.map(|(what, pointer)| (what.as_str(), pointer.as_str()));
        self.name_is_taken(name, place, other);
    }

    /// The name from the schema's hint.
    pub(super) fn rust_name(&mut self, schema: &Schema, pointer: &str) -> Option<String> {
        let extensions = Extensions::new(&schema.schema_data.extensions, pointer.to_owned());
        extensions.check(Object::Schema, self.diagnostics);
        extensions.name(self.diagnostics)
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
