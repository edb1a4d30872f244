//! The `types` module: every named type of the API.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::argument;
use super::items::{Item, ItemFile};
use super::ty::{From, ident, tokens};
use super::{
    by_status, checked, docs, file, integer_enum, multipart, object, one_of, pagination, response,
    string_enum,
};
use crate::model::Api;
use crate::model::types::{Additional, Type, TypeDefinition, TypeKind};

/// What the module takes from elsewhere, where one of its types is made of it: a path and the names below it.
pub(crate) const IMPORTS: &[(&str, &[&str])] = &[
    ("std::collections", &["BTreeMap"]),
    ("std::net", &["Ipv4Addr", "Ipv6Addr"]),
    ("bytes", &["Bytes"]),
    ("jiff", &["Timestamp"]),
    ("jiff::civil", &["Date"]),
    ("crate::runtime", &["ByteStream", "Page", "Secret"]),
];

/// With more types than these, each initial has a file of its own: a change then shows in a file that can be read, and
/// no type moves because of another.
const ONE_FILE: usize = 250;

const TITLE: &str = "What goes into requests and comes out of responses.";

/// The module, and those below it.
pub(super) fn files(api: &Api) -> Vec<ItemFile<'_>> {
    let definitions: Vec<&TypeDefinition> =
        api.types.iter().map(|(_, definition)| definition).collect();
    let shared: [Item<'_>; 2] = [
        Box::new(|| pagination::implementations(api)),
        Box::new(|| uuids(api)),
    ];
    let path = "src/types.rs".to_owned();
    if definitions.len() <= ONE_FILE {
        let items = items(api, &definitions).chain(shared).collect();
        let head = Box::new(move |_: &BTreeSet<String>| {
            let title = docs::inner_comment(TITLE);
            let undocumented = undocumented(api, &definitions);
            let pages = pagination::implementations(api);
            let imports = imports(api, &definitions, &pages, !uuids(api).is_empty());
            quote! { #title #undocumented #imports }
        });
        return vec![ItemFile { path, head, items }];
    }
    let mut modules: BTreeMap<String, Vec<&TypeDefinition>> = BTreeMap::new();
    for definition in definitions {
        modules
            .entry(module(&definition.name))
            .or_default()
            .push(definition);
    }
    let names: Vec<String> = modules.keys().cloned().collect();
    let head = Box::new(move |_: &BTreeSet<String>| {
        let title = docs::inner_comment(TITLE);
        let names: Vec<_> = names.iter().map(|name| ident(name)).collect();
        let imports = imports(
            api,
            &[],
            &pagination::implementations(api),
            !uuids(api).is_empty(),
        );
        quote! { #title #(mod #names;)* #(pub use #names::*;)* #imports }
    });
    let mut files = vec![ItemFile {
        path,
        head,
        items: shared.into(),
    }];
    files.extend(modules.into_iter().map(|(module, definitions)| {
        let (path, items) = (
            format!("src/types/{module}.rs"),
            items(api, &definitions).collect(),
        );
        let head = Box::new(move |_: &BTreeSet<String>| {
            let title = docs::inner_comment(&match module.as_str() {
                OTHER => "The types whose names start with no letter of ASCII.".to_owned(),
                initial => format!(
                    "The types whose names start with {}.",
                    initial.to_uppercase()
                ),
            });
            let undocumented = undocumented(api, &definitions);
            let imports = imports(api, &definitions, &TokenStream::new(), false);
            quote! { #title #undocumented #imports #[allow(unused_imports)] use super::*; }
        });
        ItemFile { path, head, items }
    }));
    files
}

/// Lets properties stand that the document says nothing of.
fn undocumented(api: &Api, definitions: &[&TypeDefinition]) -> Option<TokenStream> {
    let is_undocumented = |definition: &&TypeDefinition| match &definition.kind {
        TypeKind::Object(object) => object::is_partly_undocumented(&api.types, object),
        _ => false,
    };
    definitions.iter().any(is_undocumented).then(|| {
        quote! { #![allow(missing_docs, reason = "the API's document does not explain every property")] }
    })
}

/// The module of types whose names start with anything else.
const OTHER: &str = "other";

/// The module of a type, where they are many.
fn module(name: &str) -> String {
    match name.chars().next() {
        Some(initial) if initial.is_ascii_alphabetic() => initial.to_ascii_lowercase().to_string(),
        _ => OTHER.to_owned(),
    }
}

fn items<'a>(api: &'a Api, definitions: &[&'a TypeDefinition]) -> impl Iterator<Item = Item<'a>> {
    definitions
        .iter()
        .map(move |&definition| -> Item<'a> { Box::new(move || item(api, definition)) })
}

/// UUIDs are of a crate that only APIs with UUIDs depend on, so they are made known to the runtime here.
fn uuids(api: &Api) -> TokenStream {
    if api.uses(&Type::Uuid) {
        quote! { text_format!(uuid::Uuid); }
    } else {
        TokenStream::new()
    }
}

/// Of what types are made of alone: a variant may have the name of anything.
fn imports(
    api: &Api,
    definitions: &[&TypeDefinition],
    pages: &TokenStream,
    formats: bool,
) -> TokenStream {
    let mut mentioned = file::identifiers(pages);
    for definition in definitions {
        mentioned.extend(file::identifiers(&parts(api, definition)));
    }
    let imports = IMPORTS.iter().map(|(path, names)| {
        let path: TokenStream = path.parse().unwrap_or_default();
        file::import(&path, names, &mentioned)
    });
    let is =
        |kind: fn(&TypeKind) -> bool| definitions.iter().any(|definition| kind(&definition.kind));
    let json = is(|kind| match kind {
        TypeKind::Object(_)
        | TypeKind::StringEnum(_)
        | TypeKind::IntegerEnum(_)
        | TypeKind::OneOf(_)
        | TypeKind::Checked(_) => true,
        TypeKind::Alias(_)
        | TypeKind::Response(_)
        | TypeKind::ByStatus(_)
        | TypeKind::Multipart(_) => false,
    });
    let json = json || formats;
    let limited = is(|kind| matches!(kind, TypeKind::Checked(_)));
    let headed = is(|kind| matches!(kind, TypeKind::Response(_)));
    let macros = (json || headed).then(|| quote! { use crate::runtime::generated_types::*; });
    let headers = headed.then(|| quote! { use crate::runtime::headers; });
    let json = json.then(|| quote! { use crate::runtime::json; });
    let limit = limited.then(|| quote! { use crate::runtime::limit; });
    quote! { #(#imports)* #macros #headers #json #limit }
}

pub(super) fn item(api: &Api, definition: &TypeDefinition) -> TokenStream {
    match &definition.kind {
        TypeKind::Object(object) => object::item(&api.types, definition, object),
        TypeKind::StringEnum(string_enum) => string_enum::item(definition, string_enum),
        TypeKind::IntegerEnum(integer_enum) => integer_enum::item(definition, integer_enum),
        TypeKind::OneOf(one_of) => one_of::item(&api.types, definition, one_of),
        TypeKind::Checked(checked) => checked::item(&api.types, definition, checked),
        TypeKind::Response(response) => response::item(&api.types, definition, response),
        TypeKind::ByStatus(variants) => by_status::item(&api.types, definition, variants),
        TypeKind::Multipart(parts) => multipart::item(&api.types, definition, parts),
        TypeKind::Alias(ty) => {
            let attributes = docs::of_type(definition);
            let name = ident(&definition.name);
            let ty = tokens(&api.types, ty, From::Types);
            quote! { #attributes pub type #name = #ty; }
        }
    }
}

/// What an item is made of, less the names that are its own.
fn parts(api: &Api, definition: &TypeDefinition) -> TokenStream {
    let tokens = |ty: &Type| tokens(&api.types, ty, From::Types);
    let of = |types: &mut dyn Iterator<Item = &Type>| -> TokenStream {
        let types = types.map(tokens);
        quote! { #(#types),* }
    };
    match &definition.kind {
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => TokenStream::new(),
        TypeKind::OneOf(one_of) => of(&mut one_of.variants.iter().map(|variant| &variant.ty)),
        TypeKind::Object(object) => {
            let fields = of(&mut object.fields.iter().map(|field| &field.ty));
            let additional = match &object.additional {
                Additional::Denied => TokenStream::new(),
                Additional::Kept { ty, .. } => tokens(&Type::Map(Box::new(ty.clone()))),
            };
            // A function takes what an alias stands for, and only what users build has functions.
            let taken = object
                .fields
                .iter()
                .filter(|field| matches!(field.ty, Type::Named(_)) && definition.direction.request);
            let taken =
                taken.map(|field| argument(&api.types, &field.ty, &field.name, From::Types).ty);
            quote! { #fields, #additional, #(#taken),* }
        }
        TypeKind::Checked(checked) => tokens(&checked.ty),
        TypeKind::Alias(ty) => tokens(ty),
        TypeKind::Response(_) | TypeKind::ByStatus(_) | TypeKind::Multipart(_) => {
            item(api, definition)
        }
    }
}
