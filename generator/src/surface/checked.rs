//! A type whose values are validated when they are created: a struct around the value.

use super::body::{Body, CheckedBody, CheckedLimit};
use super::comment::About;
use super::item::{Fields, Function, Impl, Item, Receiver, Struct, names};
use super::json::JsonImpl;
use super::ty::{Scope, Ty};
use crate::model::types::{Checked, Limit, TypeDefinition, Types};

pub(super) fn items(
    all: &Types,
    definition: &TypeDefinition,
    checked: &Checked,
    about: About,
) -> Vec<Item> {
    let name = &definition.name;
    let ty = Ty::of(all, &checked.ty, Scope::Types);
    vec![
        Item::Struct(Struct {
            about,
            derives: names(["Clone", "Debug", "PartialEq"]),
            is_open: false,
            must_use: None,
            name: name.clone(),
            fields: Fields::Tuple {
                ty: ty.clone(),
                in_crate: false,
            },
        }),
        Item::Json(JsonImpl::Checked { name: name.clone() }),
        Item::Impl(Impl::inherent(name, functions(&ty, checked))),
        Item::Impl(try_from(name, &ty)),
        Item::Impl(deref(name, &ty)),
    ]
}

/// `new` and `into_inner`.
fn functions(ty: &Ty, checked: &Checked) -> Vec<Function> {
    let limits = checked.limits.iter().map(limit).collect();
    let new = Function {
        output: fallible(),
        ..Function::constructor(
            "new",
            vec![("value".to_owned(), Ty::into(ty.clone()))],
            Body::Checked(CheckedBody::New(limits)),
        )
    };
    let into_inner = Function::method(
        "into_inner",
        Receiver::Value,
        ty.clone(),
        Body::Checked(CheckedBody::IntoInner),
    );
    vec![
        new.documented(
            "Checks a value against the limits of the OpenAPI document.\n\n\
             # Errors\n\nReturns the first limit that the value violates.",
        ),
        into_inner.documented("Returns the value."),
    ]
}

fn try_from(name: &str, ty: &Ty) -> Impl {
    let function = Function {
        output: fallible(),
        ..Function::constructor(
            "try_from",
            vec![("value".to_owned(), ty.clone())],
            Body::Checked(CheckedBody::TryFrom),
        )
    };
    // The path, since a schema may be named `TryFrom`.
    let of_trait = Ty::generic("std::convert::TryFrom", vec![ty.clone()]);
    Impl {
        associated: vec![("Error", limit_error())],
        ..Impl::of(of_trait, Ty::local(name), function)
    }
}

fn deref(name: &str, ty: &Ty) -> Impl {
    let output = Ty::reference(ty.clone());
    let body = Body::Checked(CheckedBody::Deref);
    let function = Function::method("deref", Receiver::Reference, output, body);
    Impl {
        associated: vec![("Target", ty.clone())],
        ..Impl::of(Ty::path("std::ops::Deref"), Ty::local(name), function)
    }
}

/// `Result<Self, limit::LimitError>`
fn fallible() -> Ty {
    Ty::generic("Result", vec![Ty::path("Self"), limit_error()])
}

fn limit_error() -> Ty {
    Ty::path("limit::LimitError")
}

fn limit(limit: &Limit) -> CheckedLimit {
    match *limit {
        Limit::MinLength(limit) => CheckedLimit::Count("MinLength", limit),
        Limit::MaxLength(limit) => CheckedLimit::Count("MaxLength", limit),
        Limit::MinItems(limit) => CheckedLimit::Count("MinItems", limit),
        Limit::MaxItems(limit) => CheckedLimit::Count("MaxItems", limit),
        Limit::Minimum(limit) => CheckedLimit::Number("Minimum", limit),
        Limit::Above(limit) => CheckedLimit::Number("Above", limit),
        Limit::Maximum(limit) => CheckedLimit::Number("Maximum", limit),
        Limit::Below(limit) => CheckedLimit::Number("Below", limit),
        Limit::MultipleOf(factor) => CheckedLimit::Number("MultipleOf", factor),
    }
}
