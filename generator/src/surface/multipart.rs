//! A `multipart/form-data` body: a struct with a field for each part.

use super::argument::kept;
use super::body::{Body, Init, PartContent as Passed, PartPass};
use super::comment::About;
use super::item::{Field, Fields, Function, Impl, Item, Struct};
use super::setter::Setters;
use super::ty::{Scope, Ty};
use crate::model::code_span;
use crate::model::types::{Part, PartContent, TypeDefinition, Types};

pub(super) fn items(
    all: &Types,
    definition: &TypeDefinition,
    parts: &[Part],
    about: About,
) -> Vec<Item> {
    let name = &definition.name;
    let has_required = parts.iter().any(|part| part.required);
    let mut derives = vec!["Debug"];
    if !has_required {
        derives.push("Default");
    }
    let fields = parts.iter().map(|part| Field {
        about: About::of(
            &part.docs,
            &format!("The {} part.", code_span(&part.wire_name)),
        ),
        is_public: true,
        name: part.name.clone(),
        ty: field_type(all, part),
    });
    let mut functions = Vec::new();
    if has_required {
        functions.push(constructor(all, parts));
    }
    functions.extend(setters(all, parts));
    let mut items = vec![Item::Struct(Struct {
        about,
        derives,
        is_open: true,
        must_use: None,
        name: name.clone(),
        fields: Fields::Named(fields.collect()),
    })];
    if !functions.is_empty() {
        items.push(Item::Impl(Impl::inherent(name, functions)));
    }
    let body = Body::Multipart {
        argument: "body".to_owned(),
        parts: parts.iter().map(|part| pass(all, part)).collect(),
    };
    let arguments = vec![("body".to_owned(), Ty::local(name))];
    items.push(Item::Impl(Impl::of(
        Ty::generic("From", vec![Ty::local(name)]),
        Ty::path("crate::runtime::Multipart"),
        Function::constructor("from", arguments, body),
    )));
    items
}

fn part_type() -> Ty {
    Ty::path("crate::runtime::Part")
}

fn field_type(all: &Types, part: &Part) -> Ty {
    let ty = match &part.content {
        PartContent::Files => return Ty::list(part_type()),
        PartContent::File => part_type(),
        PartContent::Value(ty) => Ty::of(all, ty, Scope::Types),
    };
    if part.required { ty } else { Ty::option(ty) }
}

/// The argument type of a function for the content of a part, and the value of the field.
fn argument(all: &Types, part: &Part) -> (Ty, Init) {
    let name = &part.name;
    match &part.content {
        PartContent::File => (Ty::into(part_type()), Init::Into(name.clone())),
        PartContent::Files => (
            Ty::ImplIntoIterator(Box::new(part_type())),
            Init::Collect(name.clone()),
        ),
        PartContent::Value(ty) => kept(all, ty, name, Scope::Types),
    }
}

fn constructor(all: &Types, parts: &[Part]) -> Function {
    let arguments = parts
        .iter()
        .filter(|part| part.required)
        .map(|part| (part.name.clone(), argument(all, part).0));
    let values = parts.iter().map(|part| {
        let value = match &part.content {
            _ if part.required => argument(all, part).1,
            PartContent::Files => Init::Empty("Vec", None),
            PartContent::File | PartContent::Value(_) => Init::None,
        };
        (part.name.clone(), value)
    });
    Function::constructor("new", arguments.collect(), Body::Build(values.collect()))
        .documented("Creates a value from the required parts.")
}

fn setters(all: &Types, parts: &[Part]) -> Vec<Function> {
    let optional: Vec<&Part> = parts.iter().filter(|part| !part.required).collect();
    let mut names = Setters::of(optional.iter().map(|part| part.name.as_str()));
    optional
        .into_iter()
        .map(|part| {
            let (ty, value) = argument(all, part);
            let value = match &part.content {
                PartContent::Files => value,
                PartContent::File | PartContent::Value(_) => Init::Some(Box::new(value)),
            };
            names.setter(&part.name, &part.docs, ty, value)
        })
        .collect()
}

/// The statement that adds a part to the body.
fn pass(all: &Types, part: &Part) -> PartPass {
    let content = match &part.content {
        PartContent::File if part.required => Passed::File,
        PartContent::File | PartContent::Files => Passed::Files,
        PartContent::Value(ty) => match (all.has_format(ty), part.required) {
            (false, _) => Passed::Value,
            (true, true) => Passed::Formatted,
            (true, false) => Passed::OptionalFormatted,
        },
    };
    PartPass {
        wire_name: part.wire_name.clone(),
        name: part.name.clone(),
        content_type: part.content_type.clone(),
        content,
    }
}
