//! The items of a type or of an operation as callers see them: fields, variants, functions and traits.

use std::fmt;

use indexmap::IndexMap;

use crate::surface::body::Body;
use crate::surface::item::{self, Fields, Impl, Item, Receiver, Visibility};
use crate::surface::ty::Ty;

/// The public parts of some items: fields, variants, functions and traits.
#[derive(Debug, Default)]
pub(super) struct View {
    pub(super) kind: Option<TypeKind>,
    /// The target of a type alias.
    pub(super) target: Option<Ty>,
    /// Whether fields or variants can be added without breaking callers: `#[non_exhaustive]`.
    pub(super) open: bool,
    /// The public fields and their types.
    pub(super) fields: IndexMap<String, Ty>,
    /// The variants and the types of their values.
    pub(super) variants: IndexMap<String, Vec<Ty>>,
    /// The public functions.
    pub(super) functions: IndexMap<String, Function>,
    /// The traits that are derived or implemented.
    pub(super) traits: Vec<Trait>,
}

/// The kind of a type that items define.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypeKind {
    Struct,
    Enum,
    Alias,
}

/// A trait with its associated types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trait {
    of_trait: Ty,
    associated: Vec<(&'static str, Ty)>,
}

impl fmt::Display for Trait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let associated: Vec<String> = self
            .associated
            .iter()
            .map(|(name, ty)| format!("{name} = {ty}"))
            .collect();
        if associated.is_empty() {
            write!(f, "{}", self.of_trait)
        } else {
            write!(f, "{}<{}>", self.of_trait, associated.join(", "))
        }
    }
}

impl Trait {
    /// Whether it is `Default`.
    pub(super) fn is_default(&self) -> bool {
        self.of_trait == Ty::path("Default")
    }
}

/// A public function.
#[derive(Clone, Debug)]
pub(super) struct Function {
    /// Names and types, without `self`.
    pub(super) arguments: Vec<(String, Ty)>,
    pub(super) output: Ty,
    receiver: Option<Receiver>,
    is_async: bool,
    body: Body,
}

impl Function {
    fn of(function: &item::Function) -> Self {
        Self {
            arguments: function.arguments.clone(),
            output: function.output.clone(),
            receiver: function.receiver,
            is_async: function.is_async,
            body: function.body.clone(),
        }
    }

    /// The types of the arguments.
    pub(super) fn types(&self) -> impl Iterator<Item = &Ty> {
        self.arguments.iter().map(|(_, ty)| ty)
    }

    /// The types of the arguments, in parentheses: `(String, u64)`.
    pub(super) fn list(&self) -> String {
        let types: Vec<String> = self.types().map(Ty::to_string).collect();
        format!("({})", types.join(", "))
    }

    /// The argument of a setter of a call, which passes the argument on.
    pub(super) fn passed(&self) -> Option<&Ty> {
        match (&self.body, self.arguments.as_slice()) {
            (Body::Pass(_), [(_, ty)]) => Some(ty),
            _ => None,
        }
    }

    /// The field that a setter of a struct sets.
    pub(super) fn field_set(&self) -> Option<&str> {
        match &self.body {
            Body::Set { field, .. } => Some(field),
            _ => None,
        }
    }

    /// Whether it builds a struct from its required fields.
    pub(super) fn is_constructor(&self) -> bool {
        matches!(self.body, Body::Build(_))
    }

    /// Whether a call of one function is also a call of the other. The names of the arguments do not matter.
    pub(super) fn is_called_like(&self, other: &Self) -> bool {
        (self.receiver, self.is_async) == (other.receiver, other.is_async)
            && self.output == other.output
            && self.types().eq(other.types())
    }
}

impl View {
    /// Collects the public parts of these items.
    pub(super) fn of(items: &[Item]) -> Self {
        let mut view = Self::default();
        for item in items {
            view.add(item);
        }
        view
    }

    /// The type of a field of the model, each of which is a public field of the struct.
    pub(super) fn field(&self, name: &str) -> &Ty {
        self.fields.get(name).unwrap_or(&Ty::Unit)
    }

    /// The function that builds a struct from its required fields.
    pub(super) fn constructor(&self) -> Option<&Function> {
        self.functions
            .values()
            .find(|function| function.is_constructor())
    }

    /// Whether a struct has setters.
    pub(super) fn has_setters(&self) -> bool {
        self.functions
            .values()
            .any(|function| function.field_set().is_some())
    }

    /// The name of the setter of a field.
    pub(super) fn setter_of(&self, field: &str) -> Option<&str> {
        self.functions
            .iter()
            .find(|(_, function)| function.field_set() == Some(field))
            .map(|(name, _)| name.as_str())
    }

    /// Whether the type implements `Default`.
    pub(super) fn has_default(&self) -> bool {
        self.traits.iter().any(Trait::is_default)
    }

    fn add(&mut self, item: &Item) {
        match item {
            Item::Struct(item) => {
                self.kind = Some(TypeKind::Struct);
                self.open |= item.is_open;
                self.derives(&item.derives);
                if let Fields::Named(fields) = &item.fields {
                    for field in fields.iter().filter(|field| field.is_public) {
                        self.fields.insert(field.name.clone(), field.ty.clone());
                    }
                }
            }
            Item::Enum(item) => {
                self.kind = Some(TypeKind::Enum);
                self.open = true;
                self.derives(&item.derives);
                for variant in &item.variants {
                    self.variants
                        .insert(variant.name.clone(), variant.holds.clone());
                }
            }
            Item::Alias(item) => {
                self.kind = Some(TypeKind::Alias);
                self.target = Some(item.ty.clone());
            }
            Item::Impl(item) => self.implementation(item),
            Item::Constant(_)
            | Item::Json(_)
            | Item::Operation(_)
            | Item::Api(_)
            | Item::Double(_)
            | Item::TypedCall(_) => {}
        }
    }

    fn derives(&mut self, derives: &[String]) {
        self.traits.extend(derives.iter().map(|name| Trait {
            of_trait: Ty::local(name),
            associated: Vec::new(),
        }));
    }

    fn implementation(&mut self, item: &Impl) {
        // The conversion into a variant is added and removed with the variant.
        let is_wrap = |function: &item::Function| matches!(function.body, Body::Wrap { .. });
        if item.functions.iter().any(is_wrap) {
            return;
        }
        if let Some(of_trait) = &item.of_trait {
            self.traits.push(Trait {
                of_trait: of_trait.clone(),
                associated: item.associated.clone(),
            });
            return;
        }
        for function in &item.functions {
            if function.visibility == Visibility::Public {
                self.functions
                    .insert(function.name.clone(), Function::of(function));
            }
        }
    }
}

/// The items without their documentation.
pub(super) fn undocumented(items: Vec<Item>) -> Vec<Item> {
    items.into_iter().map(Item::without_comments).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surface::comment::About;
    use crate::surface::item::{Field, Struct};

    #[test]
    fn a_view_has_only_public_names() {
        let field = |name: &str, is_public| Field {
            about: About::default(),
            is_public,
            name: name.to_owned(),
            ty: Ty::path("u8"),
        };
        let argument = ("d".to_owned(), Ty::reference(Ty::path("str")));
        let setter = item::Function::setter("c", argument, Body::Borrow("a"));
        let deref =
            item::Function::method("deref", Receiver::Reference, Ty::Unit, Body::Borrow("a"));
        let view = View::of(&[
            Item::Struct(Struct {
                about: About::default(),
                derives: item::names(["Clone"]),
                is_open: true,
                must_use: None,
                name: "A".to_owned(),
                fields: Fields::Named(vec![field("a", true), field("b", false)]),
            }),
            Item::Impl(Impl::inherent("A", vec![setter, deref.clone().of_trait()])),
            Item::Impl(Impl {
                associated: vec![("Target", Ty::path("u8"))],
                ..Impl::of(Ty::path("Deref"), Ty::local("A"), deref)
            }),
        ]);
        assert_eq!(view.fields.keys().collect::<Vec<_>>(), ["a"]);
        assert_eq!(view.functions.keys().collect::<Vec<_>>(), ["c"]);
        assert_eq!(view.functions["c"].list(), "(&str)");
        assert_eq!(
            view.traits.iter().map(Trait::to_string).collect::<Vec<_>>(),
            ["Clone", "Deref<Target = u8>"]
        );
        assert!(view.open);
    }
}
