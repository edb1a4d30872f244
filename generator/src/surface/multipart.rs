//! A multipart body: a struct with a field for each part.

use super::argument::kept;
use super::body::{Body, Init, PartContent as Passed, PartPass};
use super::comment::About;
use super::item::{Field, Fields, Function, Impl, Item, Struct, names};
use super::setter::Setters;
use super::ty::{Scope, Ty};
use crate::model::code_span;
use crate::model::extern_name::ExternName;
use crate::model::types::{Part, PartContent, Type, TypeDefinition, Types};

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
        derives: names(derives),
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
    let ty = content_type(all, &part.content);
    if part.required || is_collection(&part.content) {
        ty
    } else {
        Ty::option(ty)
    }
}

fn content_type(all: &Types, content: &PartContent) -> Ty {
    match content {
        PartContent::Files => Ty::list(part_type()),
        PartContent::File => part_type(),
        PartContent::Value(ty) => Ty::of(all, ty, Scope::Types),
        PartContent::Entries { content, .. } => match content.ty() {
            Some(ty) => Ty::of(all, &Type::Map(Box::new(ty.clone())), Scope::Types),
            None => Ty::Extern(
                ExternName::B_TREE_MAP,
                vec![Ty::string(), content_type(all, content)],
            ),
        },
    }
}

/// Whether a content may be empty, so that an optional part needs no `Option`.
fn is_collection(content: &PartContent) -> bool {
    matches!(content, PartContent::Files | PartContent::Entries { .. })
}

/// The initial value of an optional part.
fn empty(content: &PartContent) -> Init {
    match content {
        PartContent::Files => Init::Empty("Vec", None),
        PartContent::Entries { content, .. } if content.ty() == Some(&Type::Untyped) => {
            Init::Empty("serde_json::Map", None)
        }
        PartContent::Entries { .. } => Init::Empty("BTreeMap", Some(ExternName::B_TREE_MAP)),
        PartContent::File | PartContent::Value(_) => Init::None,
    }
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
        PartContent::Entries { .. } => (
            content_type(all, &part.content),
            Init::Argument(name.clone()),
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
        let value = if part.required {
            argument(all, part).1
        } else {
            empty(&part.content)
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
            let value = if is_collection(&part.content) {
                value
            } else {
                Init::Some(Box::new(value))
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
        PartContent::Entries {
            content,
            additional,
        } => match content.ty() {
            Some(ty) => Passed::ValueEntries {
                formatted: all.has_format(ty),
            },
            None => Passed::FileEntries {
                lists: **content == PartContent::Files,
                additional: *additional,
            },
        },
        PartContent::Value(_) if repeated(all, part).is_some() => Passed::Items {
            formatted: repeated(all, part).is_some_and(|item| all.has_format(item)),
            optional: !part.required,
        },
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
        headers: part.headers.clone(),
        content,
    }
}

/// The type of the elements of a list whose elements are parts in any case.
fn repeated<'t>(all: &'t Types, part: &'t Part) -> Option<&'t Type> {
    match &part.content {
        PartContent::Value(ty) if part.is_repeated => match all.without_aliases(ty) {
            Type::Array(item) => Some(item),
            _ => None,
        },
        _ => None,
    }
}
