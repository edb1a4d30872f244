//! The documented failures of an operation: an enum with a variant for each status.

use super::body::{Body, StatusContent, StatusRead};
use super::comment::{self, About};
use super::item::{Enum, Function, Impl, Item, Variant, names};
use super::ty::{Scope, Ty};
use crate::model::extern_name::ExternName;
use crate::model::name::unraw;
use crate::model::operation::{Failure, Operation, Statuses};
use crate::model::types::{ResponseBody, Types};
use crate::model::{Api, Group, code_span};

/// The enum, and the implementations by which `Error::failure` reads it.
pub(crate) fn items(api: &Api, group: &Group, operation: &Operation) -> Vec<Item> {
    if operation.failures.is_empty() {
        return Vec::new();
    }
    let name = &operation.failure;
    let variants = operation.failures.iter().map(|failure| Variant {
        about: About::ours(describe(failure)),
        name: failure.variant.clone(),
        holds: values(&api.types, failure),
    });
    let about = About::ours(format!(
        "The documented failures of [`{0}::{1}`].\n\nReturned by [`Error::failure::<{2}>`](crate::Error::failure).",
        group.type_name,
        unraw(&operation.name),
        operation.builder,
    ));
    vec![
        Item::Enum(Enum {
            about,
            derives: names(["Clone", "Debug", "PartialEq"]),
            name: name.clone(),
            variants: variants.collect(),
        }),
        Item::Impl(Impl::of(
            Ty::path("crate::runtime::ByStatus"),
            Ty::local(name),
            read(operation),
        )),
        Item::Impl(Impl {
            associated: vec![("Failure", Ty::local(name))],
            ..Impl::of(
                Ty::path("crate::runtime::Failures"),
                Ty::local(&operation.builder),
                description(operation),
            )
        }),
    ]
}

/// The types of a variant's values: the status, unless it is always the same, and the body.
pub(crate) fn values(types: &Types, failure: &Failure) -> Vec<Ty> {
    let status = match failure.statuses() {
        Statuses::One(_) => None,
        Statuses::Class(_) | Statuses::Others => Some(Ty::path("crate::runtime::StatusCode")),
    };
    let body = match &failure.body {
        ResponseBody::Empty => None,
        ResponseBody::Bytes => Some(Ty::Extern(ExternName::BYTES, Vec::new())),
        other => Some(Ty::of_body(types, other, Scope::Elsewhere)),
    };
    status.into_iter().chain(body).collect()
}

fn describe(failure: &Failure) -> String {
    let statuses = match failure.statuses() {
        Statuses::One(_) => code_span(&failure.status),
        Statuses::Class(_) => format!("{}, with the status", code_span(&failure.status)),
        Statuses::Others => "Any other status".to_owned(),
    };
    match comment::text(&failure.docs, "") {
        none if none.is_empty() => format!("{statuses}."),
        text => comment::labelled(&statuses, &text),
    }
}

/// Reads the variant of a response.
fn read(operation: &Operation) -> Function {
    let mut arms: Vec<(Statuses, StatusRead)> = operation
        .failures
        .iter()
        .map(|failure| {
            let content = match &failure.body {
                ResponseBody::Json(_) => StatusContent::Json,
                ResponseBody::Text => StatusContent::Text,
                ResponseBody::Empty => StatusContent::Nothing,
                ResponseBody::Bytes
                | ResponseBody::JsonLines(_)
                | ResponseBody::Events(_)
                | ResponseBody::ByStatus(_) => StatusContent::AllBytes,
            };
            let variant = failure.variant.clone();
            (failure.statuses(), StatusRead { variant, content })
        })
        .collect();
    // A status takes precedence over a range (OpenAPI 3.0.3, "Responses Object").
    arms.sort_by_key(|(statuses, _)| match statuses {
        Statuses::One(_) => 0,
        Statuses::Class(_) => 1,
        Statuses::Others => 2,
    });
    let response = Ty::path("crate::runtime::RawResponse");
    Function {
        output: Ty::generic(
            "Result",
            vec![Ty::path("Self"), Ty::Extern(ExternName::ERROR, Vec::new())],
        ),
        ..Function::constructor(
            "read",
            vec![("response".to_owned(), response)],
            Body::Failures(arms),
        )
    }
}

/// Returns the description of the operation, whose id an error has.
fn description(operation: &Operation) -> Function {
    let body = Body::Static(operation.description.clone());
    Function {
        output: Ty::reference(Ty::path("'static Operation")),
        ..Function::constructor("operation", Vec::new(), body)
    }
}
