//! The `types` module: every named type of the API.

use std::collections::BTreeMap;

use super::comment::About;
use super::file::{Head, Module, SourceFile, Unit};
use super::item::{Alias, Item};
use super::json::JsonImpl;
use super::ty::{Scope, Ty};
use super::{
    by_status, checked, integer_enum, multipart, object, one_of, pagination, response, string_enum,
};
use crate::model::Api;
use crate::model::types::{Type, TypeDefinition, TypeKind};

/// With more types than these, each initial has a file of its own: a change then shows in a file that can be read, and
/// no type moves because of another.
const ONE_FILE: usize = 250;

const TITLE: &str = "What goes into requests and comes out of responses.";

/// For a file in which the document leaves properties without a word.
const UNDOCUMENTED: &str =
    r#"#![allow(missing_docs, reason = "the API's document does not explain every property")]"#;

/// The module of types whose names start with anything but a letter of ASCII.
const OTHER: &str = "other";

/// The module, and those below it.
pub(super) fn files(api: &Api) -> Vec<SourceFile<'_>> {
    let definitions: Vec<&TypeDefinition> =
        api.types.iter().map(|(_, definition)| definition).collect();
    let shared: [Unit<'_>; 2] = [
        Box::new(|| pagination::items(api)),
        Box::new(|| text_formats(api)),
    ];
    let path = "src/types.rs".to_owned();
    if definitions.len() <= ONE_FILE {
        return vec![SourceFile {
            path,
            head: head(api, TITLE.to_owned(), &definitions),
            units: units(api, &definitions).chain(shared).collect(),
        }];
    }
    let mut modules: BTreeMap<String, Vec<&TypeDefinition>> = BTreeMap::new();
    for definition in definitions {
        modules
            .entry(module(&definition.name))
            .or_default()
            .push(definition);
    }
    let root = Head {
        modules: modules
            .keys()
            .map(|name| Module {
                is_reexported: true,
                ..Module::private(name)
            })
            .collect(),
        ..Head::titled(TITLE)
    };
    let mut files = vec![SourceFile {
        path,
        head: root,
        units: shared.into(),
    }];
    files.extend(modules.into_iter().map(|(module, definitions)| {
        let title = match module.as_str() {
            OTHER => "The types whose names start with no letter of ASCII.".to_owned(),
            initial => format!(
                "The types whose names start with {}.",
                initial.to_uppercase()
            ),
        };
        SourceFile {
            path: format!("src/types/{module}.rs"),
            head: Head {
                uses_parent: true,
                ..head(api, title, &definitions)
            },
            units: units(api, &definitions).collect(),
        }
    }));
    files
}

fn head(api: &Api, title: String, definitions: &[&TypeDefinition]) -> Head {
    let is_undocumented = |definition: &&TypeDefinition| match &definition.kind {
        TypeKind::Object(object) => object::is_partly_undocumented(&api.types, object),
        _ => false,
    };
    let undocumented = definitions.iter().any(is_undocumented);
    Head {
        attributes: undocumented.then_some(UNDOCUMENTED).into_iter().collect(),
        ..Head::titled(title)
    }
}

/// The module of a type, where there are many.
fn module(name: &str) -> String {
    match name.chars().next() {
        Some(initial) if initial.is_ascii_alphabetic() => initial.to_ascii_lowercase().to_string(),
        _ => OTHER.to_owned(),
    }
}

fn units<'a>(api: &'a Api, definitions: &[&'a TypeDefinition]) -> impl Iterator<Item = Unit<'a>> {
    definitions
        .iter()
        .map(move |&definition| -> Unit<'a> { Box::new(move || items(api, definition)) })
}

/// UUIDs are of a crate that only APIs with UUIDs depend on, so the runtime learns of their type here.
fn text_formats(api: &Api) -> Vec<Item> {
    let uuid = Item::Json(JsonImpl::TextFormat { path: "uuid::Uuid" });
    api.uses(&Type::Uuid).then_some(uuid).into_iter().collect()
}

/// A named type with all that is implemented for it.
pub(crate) fn items(api: &Api, definition: &TypeDefinition) -> Vec<Item> {
    match &definition.kind {
        TypeKind::Object(object) => object::items(&api.types, definition, object),
        TypeKind::StringEnum(string_enum) => string_enum::items(definition, string_enum),
        TypeKind::IntegerEnum(integer_enum) => integer_enum::items(definition, integer_enum),
        TypeKind::OneOf(one_of) => one_of::items(&api.types, definition, one_of),
        TypeKind::Checked(checked) => checked::items(&api.types, definition, checked),
        TypeKind::Response(response) => response::items(&api.types, definition, response),
        TypeKind::ByStatus(variants) => by_status::items(&api.types, definition, variants),
        TypeKind::Multipart(parts) => multipart::items(&api.types, definition, parts),
        TypeKind::Alias(ty) => vec![Item::Alias(Alias {
            about: About::of_type(definition),
            name: definition.name.clone(),
            ty: Ty::of(&api.types, ty, Scope::Types),
        })],
    }
}
