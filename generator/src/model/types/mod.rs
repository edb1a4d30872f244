//! The types of an API, and what each is made of.

mod kind;
mod ty;

pub use self::kind::{
    Additional, Checked, Field, HeadedResponse, HeaderField, IntegerEnum, IntegerVariant, Limit,
    Object, OneOf, OneOfVariant, Part, PartContent, ResponseBody, Sender, StatusVariant,
    StringEnum, TypeKind, Variant,
};
pub use self::ty::{Integer, Type, TypeId};
use super::docs::Docs;

/// Every named type of an API, in the order in which the document has them.
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

    /// The ids of every type.
    pub fn ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..self.0.len()).map(TypeId)
    }

    /// The type behind any number of aliases.
    pub fn without_aliases<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let mut ty = ty;
        // Each alias is followed once at the most, so that even one that leads to itself ends the search.
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

    /// The type with every alias in it replaced by the type behind it.
    pub fn resolved(&self, ty: &Type) -> Type {
        match self.without_aliases(ty) {
            Type::Nullable(inner) => Type::Nullable(Box::new(self.resolved(inner))),
            Type::Array(inner) => Type::Array(Box::new(self.resolved(inner))),
            Type::Map(inner) => Type::Map(Box::new(self.resolved(inner))),
            other => other.clone(),
        }
    }

    /// Whether values of a type look otherwise in JSON than the Rust type's own way has them; the runtime knows how.
    pub fn has_format(&self, ty: &Type) -> bool {
        match self.without_aliases(ty) {
            Type::Base64 | Type::Timestamp | Type::Date => true,
            Type::Nullable(inner) | Type::Array(inner) | Type::Map(inner) => self.has_format(inner),
            _ => false,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::ops::Index<TypeId> for Types {
    type Output = TypeDefinition;

    // Ids are made by `push` alone, and nothing is ever removed.
    fn index(&self, id: TypeId) -> &TypeDefinition {
        &self.0[id.0]
    }
}

impl std::ops::IndexMut<TypeId> for Types {
    fn index_mut(&mut self, id: TypeId) -> &mut TypeDefinition {
        &mut self.0[id.0]
    }
}

/// A type with a name of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDefinition {
    /// In Pascal case, unique in the API.
    pub name: String,
    /// Where in the resolved document it is, as a JSON pointer.
    pub pointer: String,
    /// What the document says of it.
    pub docs: Docs,
    /// Which way its values travel.
    pub direction: Direction,
    /// What it is made of.
    pub kind: TypeKind,
}

/// Which way values of a type travel; both are false for a type that no operation reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Direction {
    /// From the user to the server.
    pub request: bool,
    /// From the server to the user.
    pub response: bool,
}
