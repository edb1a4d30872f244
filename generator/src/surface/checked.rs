//! A type whose values are validated when they are created: a struct around the value.

use super::body::{Body, CheckedBody, CheckedLimit};
use super::comment::About;
use super::item::{Fields, Function, Impl, Item, Receiver, Struct};
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
    let this = || Ty::local(name);
    let fallible = || Ty::generic("Result", vec![Ty::path("Self"), limit_error()]);
    let argument = |ty: Ty| vec![("value".to_owned(), ty)];
    let new = Function {
        output: fallible(),
        ..Function::constructor(
            "new",
            argument(Ty::into(ty.clone())),
            Body::Checked(CheckedBody::New(checked.limits.iter().map(limit).collect())),
        )
    };
    let into_inner = Function::method(
        "into_inner",
        Receiver::Value,
        ty.clone(),
        Body::Checked(CheckedBody::IntoInner),
    );
    let try_from = Function {
        output: fallible(),
        ..Function::constructor(
            "try_from",
            argument(ty.clone()),
            Body::Checked(CheckedBody::TryFrom),
        )
    };
    let deref = Function::method(
        "deref",
        Receiver::Reference,
        Ty::reference(ty.clone()),
        Body::Checked(CheckedBody::Deref),
    );
    vec![
        Item::Struct(Struct {
            about,
            derives: vec!["Clone", "Debug", "PartialEq"],
            is_open: false,
            must_use: None,
            name: name.clone(),
            fields: Fields::Tuple {
                ty: ty.clone(),
                in_crate: false,
            },
        }),
        Item::Json(JsonImpl::Checked { name: name.clone() }),
        Item::Impl(Impl::inherent(
            name,
            vec![
                new.documented(
                    "Checks a value against the limits of the OpenAPI document.\n\n\
                     # Errors\n\nReturns the first limit that the value violates.",
                ),
                into_inner.documented("Returns the value."),
            ],
        )),
        Item::Impl(Impl {
            associated: vec![("Error", limit_error())],
            ..Impl::of(Ty::generic("TryFrom", vec![ty.clone()]), this(), try_from)
        }),
        Item::Impl(Impl {
            associated: vec![("Target", ty)],
            ..Impl::of(Ty::path("std::ops::Deref"), this(), deref)
        }),
    ]
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
