//! The public names of some items: fields, variants, functions and traits.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::surface::body::Body;
use crate::surface::item::{self, Fields, Impl, Item, Receiver, Visibility};

/// The public names of some items: fields, variants, functions and traits.
#[derive(Debug, Default, PartialEq)]
pub(super) struct View {
    pub(super) kind: Option<TypeKind>,
    /// The target of a type alias.
    pub(super) target: Option<String>,
    /// Whether fields or variants can be added without breaking callers: `#[non_exhaustive]`.
    pub(super) open: bool,
    /// The public fields and their types.
    pub(super) fields: IndexMap<String, String>,
    /// The variants and the types of their values.
    pub(super) variants: IndexMap<String, String>,
    /// The public functions.
    pub(super) functions: IndexMap<String, Function>,
    /// The traits that are derived or implemented, with their associated types.
    pub(super) traits: BTreeSet<String>,
}

/// The kind of a type that items define.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypeKind {
    Struct,
    Enum,
    Alias,
}

/// The signature of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Function {
    /// Names and types, without `self`.
    pub(super) arguments: Vec<(String, String)>,
    pub(super) output: String,
    receiver: Option<Receiver>,
    is_async: bool,
}

impl Function {
    fn of(function: &item::Function) -> Self {
        let arguments = function
            .arguments
            .iter()
            .map(|(name, ty)| (name.clone(), ty.to_string()));
        Self {
            arguments: arguments.collect(),
            output: function.output.to_string(),
            receiver: function.receiver,
            is_async: function.is_async,
        }
    }

    /// The types of the arguments.
    pub(super) fn types(&self) -> impl Iterator<Item = &str> {
        self.arguments.iter().map(|(_, ty)| ty.as_str())
    }

    /// The types of the arguments, in parentheses: `(String, u64)`.
    pub(super) fn list(&self) -> String {
        let types: Vec<&str> = self.types().collect();
        format!("({})", types.join(", "))
    }

    /// Whether a call of one function is also a call of the other. The names of the arguments do not matter.
    pub(super) fn is_called_like(&self, other: &Self) -> bool {
        let key = |one: &Self| (one.receiver, one.is_async, one.output.clone());
        key(self) == key(other) && self.types().eq(other.types())
    }
}

impl View {
    /// Collects what callers can see of these items.
    pub(super) fn of(items: &[Item]) -> Self {
        let mut view = Self::default();
        for item in items {
            view.add(item);
        }
        view
    }

    fn add(&mut self, item: &Item) {
        match item {
            Item::Struct(item) => {
                self.kind = Some(TypeKind::Struct);
                self.open |= item.is_open;
                self.derives(&item.derives);
                if let Fields::Named(fields) = &item.fields {
                    for field in fields.iter().filter(|field| field.is_public) {
                        self.fields.insert(field.name.clone(), field.ty.to_string());
                    }
                }
            }
            Item::Enum(item) => {
                self.kind = Some(TypeKind::Enum);
                self.open = true;
                self.derives(&item.derives);
                for variant in &item.variants {
                    let holds = variant.holds.as_ref();
                    let holds = holds.map(|ty| format!("({ty})")).unwrap_or_default();
                    self.variants.insert(variant.name.clone(), holds);
                }
            }
            Item::Alias(item) => {
                self.kind = Some(TypeKind::Alias);
                self.target = Some(item.ty.to_string());
            }
            Item::Impl(item) => self.implementation(item),
            Item::Constant(_) | Item::Json(_) | Item::Operation(_) | Item::Api(_) => {}
        }
    }

    fn derives(&mut self, derives: &[&str]) {
        self.traits
            .extend(derives.iter().map(|&name| name.to_owned()));
    }

    fn implementation(&mut self, item: &Impl) {
        // The conversion into a variant is added and removed with the variant.
        let is_wrap = |function: &item::Function| matches!(function.body, Body::Wrap { .. });
        if item.functions.iter().any(is_wrap) {
            return;
        }
        if let Some(of_trait) = &item.of_trait {
            let associated: Vec<String> = item
                .associated
                .iter()
                .map(|(name, ty)| format!("{name} = {ty}"))
                .collect();
            let mut name = of_trait.to_string();
            if !associated.is_empty() {
                name.push_str(&format!("<{}>", associated.join(", ")));
            }
            self.traits.insert(name);
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
    use crate::surface::ty::Ty;

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
                derives: vec!["Clone"],
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
            view.traits.iter().collect::<Vec<_>>(),
            ["Clone", "Deref<Target = u8>"]
        );
        assert!(view.open);
    }
}
