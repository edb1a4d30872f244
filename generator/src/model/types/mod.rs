//! The types of an API.

mod kind;
mod ty;

use std::collections::HashMap;

pub use self::kind::{
    Additional, Checked, Field, HeadedResponse, HeaderField, IntegerEnum, IntegerVariant, Limit,
    Object, OneOf, OneOfVariant, Part, PartContent, ResponseBody, Sender, StatusVariant,
    StringEnum, TypeKind, Variant,
};
pub use self::ty::{CustomType, Integer, Type, TypeId};
use super::docs::Docs;

/// Every named type of an API, in the order of the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Types(Vec<TypeDefinition>);

impl Types {
    /// Adds a type.
    pub fn push(&mut self, definition: TypeDefinition) -> TypeId {
        self.0.push(definition);
        TypeId(self.0.len() - 1)
    }

    /// Every type with its id.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDefinition)> {
        self.0
            .iter()
            .enumerate()
            .map(|(index, definition)| (TypeId(index), definition))
    }

    /// Every type with its id, in the order of the document: a type that is part of a component follows it, so that a new
    /// one is next to its schema and not at the end.
    pub fn in_document_order(&self) -> Vec<(TypeId, &TypeDefinition)> {
        let component = |definition: &TypeDefinition| {
            let path = definition.pointer.strip_prefix("/components/schemas/")?;
            path.split('/').next().map(str::to_owned)
        };
        let mut places: HashMap<String, TypeId> = HashMap::new();
        for (id, definition) in self.iter() {
            if let Some(name) = component(definition) {
                places.entry(name).or_insert(id);
            }
        }
        let mut definitions: Vec<_> = self.iter().collect();
        definitions.sort_by_cached_key(|(_, definition)| {
            let place = component(definition).and_then(|name| places.get(&name).copied());
            // The types of operations follow those of the components.
            (place.is_none(), place)
        });
        definitions
    }

    /// The ids of every type.
    pub fn ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..self.0.len()).map(TypeId)
    }

    /// Follows aliases to the type behind them.
    pub fn without_aliases<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let mut ty = ty;
        // One step per type at most, so that a cycle of aliases ends the loop.
        for _ in 0..=self.0.len() {
            match ty {
                Type::Named(id) => match &self[*id].kind {
                    TypeKind::Alias(target) => ty = target,
                    _ => return ty,
                },
                _ => return ty,
            }
        }
        ty
    }

    /// Replaces every alias in a type by its target.
    pub fn resolved(&self, ty: &Type) -> Type {
        match self.without_aliases(ty) {
            Type::Nullable(inner) => Type::Nullable(Box::new(self.resolved(inner))),
            Type::Array(inner) => Type::Array(Box::new(self.resolved(inner))),
            Type::Map(inner) => Type::Map(Box::new(self.resolved(inner))),
            other => other.clone(),
        }
    }

    /// Whether the JSON form of a type differs from the `serde` form of its Rust type; the runtime converts it.
    pub fn has_format(&self, ty: &Type) -> bool {
        match self.without_aliases(ty) {
            Type::Base64 | Type::Timestamp | Type::Date => true,
            Type::Custom(custom) => custom.is_text(),
            Type::Nullable(inner) | Type::Array(inner) | Type::Map(inner) => self.has_format(inner),
            _ => false,
        }
    }

    /// Whether an optional property of this type with a value that is not in its format is kept as received.
    pub fn is_lenient(&self, ty: &Type) -> bool {
        let mut ty = ty;
        // One step per type at most, so that a cycle ends the loop.
        for _ in 0..=self.0.len() {
            ty = match self.without_aliases(ty.core()) {
                Type::Named(id) => match &self[*id].kind {
                    TypeKind::Checked(checked) => &checked.ty,
                    TypeKind::IntegerEnum(_) => return true,
                    _ => return false,
                },
                inner @ (Type::Nullable(_) | Type::Array(_) | Type::Map(_)) => inner,
                Type::Null
                | Type::Integer(_)
                | Type::Float
                | Type::Base64
                | Type::Timestamp
                | Type::Date
                | Type::Ipv4
                | Type::Ipv6
                | Type::Uuid
                | Type::Custom(_) => return true,
                Type::String | Type::Boolean | Type::Double | Type::Secret | Type::Untyped => {
                    return false;
                }
            };
        }
        false
    }

    /// The number of types.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no types.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::ops::Index<TypeId> for Types {
    type Output = TypeDefinition;

    // Only `push` makes ids, and types are never removed.
    fn index(&self, id: TypeId) -> &TypeDefinition {
        &self.0[id.0]
    }
}

impl std::ops::IndexMut<TypeId> for Types {
    fn index_mut(&mut self, id: TypeId) -> &mut TypeDefinition {
        &mut self.0[id.0]
    }
}

/// A named type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDefinition {
    /// In Pascal case, unique in the API.
    pub name: String,
    /// The JSON pointer to it in the resolved document.
    pub pointer: String,
    /// Its documentation.
    pub docs: Docs,
    /// Whether its values are sent, received, or both.
    pub direction: Direction,
    /// Its kind and the data of that kind.
    pub kind: TypeKind,
    /// The paths of the traits that it derives in addition to those of its kind.
    pub derives: Vec<String>,
}

/// Whether values of a type are sent, received, or both; neither for a type that no operation uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Direction {
    /// Sent by the client.
    pub request: bool,
    /// Received from the server.
    pub response: bool,
}
