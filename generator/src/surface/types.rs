//! The `types` module: every named type of the API.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::comment::{self, About};
use super::file::{Head, Module, SourceFile, Unit};
use super::item::{Alias, Item};
use super::json::JsonImpl;
use super::ty::{Scope, Ty};
use super::usage::Usage;
use super::{
    by_status, checked, integer_enum, multipart, object, one_of, pagination, response, string_enum,
};
use crate::model::Api;
use crate::model::extern_name::Module as Kind;
use crate::model::types::{Type, TypeDefinition, TypeId, TypeKind};
use crate::target::Runtime;

/// The most types in one file. With more, there is a file for each initial: the diff of a change stays readable, and no
/// type moves because of another one.
const ONE_FILE: usize = 250;

const TITLE: &str = "The types of requests and responses.";

/// The ways to create the types, and to extend them. A module without types has only the title.
const ORIENTATION: &str = "A struct that is sent has a setter for each property, and `new` with those that are required, \
     or `Default`. The values of a struct that is only received are its fields; with the feature `testing`, it has the \
     same functions, so that tests can create responses. New versions of the API can add fields and variants, so the \
     types are non-exhaustive, and enums have a variant for values that this version does not know.";

/// The attribute of a file with a property or variant that the document does not describe.
const UNDOCUMENTED: &str =
    r#"#![allow(missing_docs, reason = "the OpenAPI document does not describe every item")]"#;

/// The module of types whose names do not start with an ASCII letter.
const OTHER: &str = "other";

/// The file of the module and of its submodules.
pub(super) fn files(api: &Api, runtime: Runtime) -> Vec<SourceFile<'_>> {
    let definitions = api.types.in_document_order();
    let usage = Arc::new(Usage::of(api));
    let formats: Unit<'_> = Box::new(move || string_formats(api, runtime));
    let path = "src/types.rs".to_owned();
    let title = match definitions.as_slice() {
        [] => TITLE.to_owned(),
        _ => format!("{TITLE}\n\n{ORIENTATION}"),
    };
    if definitions.len() <= ONE_FILE {
        return vec![SourceFile {
            path,
            head: head(api, title, &definitions),
            units: std::iter::once(formats)
                .chain(units(api, &definitions, &usage))
                .collect(),
        }];
    }
    let mut modules: BTreeMap<String, Vec<(TypeId, &TypeDefinition)>> = BTreeMap::new();
    for definition in definitions {
        modules
            .entry(module(&definition.1.name))
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
        // The modules of the types import what this module imports.
        uses: vec![format!("{}::*", Kind::Types.prelude())],
        kind: Kind::Types,
        ..Head::titled(title)
    };
    let mut files = vec![SourceFile {
        path,
        head: root,
        units: vec![formats],
    }];
    files.extend(modules.into_iter().map(|(module, definitions)| {
        let title = match module.as_str() {
            OTHER => "The types whose names do not start with an ASCII letter.".to_owned(),
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
            units: units(api, &definitions, &usage).collect(),
        }
    }));
    files
}

fn head(api: &Api, title: String, definitions: &[(TypeId, &TypeDefinition)]) -> Head {
    let is_undocumented = |(_, definition): &(TypeId, &TypeDefinition)| match &definition.kind {
        TypeKind::Object(object) => object::is_partly_undocumented(&api.types, object),
        TypeKind::OneOf(one_of) => one_of::is_partly_undocumented(&api.types, one_of),
        _ => false,
    };
    let undocumented = definitions.iter().any(is_undocumented);
    Head {
        attributes: undocumented.then_some(UNDOCUMENTED).into_iter().collect(),
        kind: Kind::Types,
        ..Head::titled(title)
    }
}

/// The submodule of a type, where there are many types.
fn module(name: &str) -> String {
    match name.chars().next() {
        Some(initial) if initial.is_ascii_alphabetic() => initial.to_ascii_lowercase().to_string(),
        _ => OTHER.to_owned(),
    }
}

fn units<'a>(
    api: &'a Api,
    definitions: &[(TypeId, &'a TypeDefinition)],
    usage: &Arc<Usage>,
) -> impl Iterator<Item = Unit<'a>> {
    let pages = pagination::of_pages(api);
    definitions
        .iter()
        .map(move |&(id, definition)| -> Unit<'a> {
            let usage = Arc::clone(usage);
            let page = pages.get(&id).cloned();
            Box::new(move || {
                let docs = comment::type_docs(definition);
                let about = if comment::has_description(&docs) {
                    About::followed_by(&docs, usage.describe_few(api, id))
                } else {
                    About::with_paragraph(&docs, &usage.describe(api, id))
                };
                let mut items = documented(api, definition, about);
                items.extend(page.as_ref().map(|page| pagination::item(api, page)));
                items
            })
        })
}

/// The format of UUIDs, and the types of the user's. An embedded runtime does not have them: only APIs with UUIDs depend
/// on the crate of the type.
fn string_formats(api: &Api, runtime: Runtime) -> Vec<Item> {
    let uuid = Item::Json(JsonImpl::TextFormat { path: "uuid::Uuid" });
    let is_needed = runtime == Runtime::Embedded && api.uses(&Type::Uuid);
    let custom = api.custom_types().into_iter();
    // A runtime in a crate has the known types, which that of the user cannot implement its trait for.
    let custom = custom.filter(|custom| runtime == Runtime::Embedded || !custom.is_text());
    let custom = custom.map(JsonImpl::Custom).map(Item::Json);
    is_needed
        .then_some(uuid)
        .into_iter()
        .chain(custom)
        .collect()
}

/// A named type and its implementations.
pub(crate) fn items(api: &Api, definition: &TypeDefinition) -> Vec<Item> {
    documented(api, definition, About::of(&definition.docs, ""))
}

/// A named type and its implementations, with this documentation of the type.
fn documented(api: &Api, definition: &TypeDefinition, about: About) -> Vec<Item> {
    let mut items = match &definition.kind {
        TypeKind::Object(object) => object::items(&api.types, definition, object, about),
        TypeKind::StringEnum(string_enum) => string_enum::items(definition, string_enum, about),
        TypeKind::IntegerEnum(integer_enum) => integer_enum::items(definition, integer_enum, about),
        TypeKind::OneOf(one_of) => one_of::items(&api.types, definition, one_of, about),
        TypeKind::Checked(checked) => checked::items(&api.types, definition, checked, about),
        TypeKind::Response(response) => response::items(&api.types, definition, response, about),
        TypeKind::ByStatus(variants) => by_status::items(&api.types, definition, variants, about),
        TypeKind::Multipart(parts) => multipart::items(&api.types, definition, parts, about),
        TypeKind::Alias(ty) => vec![Item::Alias(Alias {
            about,
            name: definition.name.clone(),
            ty: Ty::of(&api.types, ty, Scope::Types),
        })],
    };
    // The type is the first of its items.
    match items.first_mut() {
        Some(Item::Struct(item)) => item.derives.extend(definition.derives.iter().cloned()),
        Some(Item::Enum(item)) => item.derives.extend(definition.derives.iter().cloned()),
        _ => {}
    }
    items
}
