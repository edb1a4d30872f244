//! The `types` module: every named type of the API.

use proc_macro2::TokenStream;
use quote::quote;

use super::ty::{From, ident, tokens};
use super::{
    by_status, checked, docs, file, integer_enum, multipart, object, one_of, pagination, response,
    string_enum,
};
use crate::OutputFile;
use crate::model::Api;
use crate::model::types::{TypeDefinition, TypeKind};

/// What the module takes from elsewhere, where one of its types is made of it: a path and the names below it.
pub(crate) const IMPORTS: &[(&str, &[&str])] = &[
    ("std::collections", &["BTreeMap"]),
    ("std::net", &["Ipv4Addr", "Ipv6Addr"]),
    ("std::ops", &["Deref"]),
    ("bytes", &["Bytes"]),
    ("jiff", &["Timestamp"]),
    ("jiff::civil", &["Date"]),
    ("crate::runtime", &["ByteStream", "Page", "Secret"]),
];

pub(super) fn file(api: &Api) -> OutputFile {
    let items: TokenStream = api.types.iter().map(|(_, definition)| item(api, definition)).collect();
    let pages = pagination::implementations(api);
    let parts: TokenStream = api.types.iter().map(|(_, definition)| parts(api, definition)).collect();
    let mentioned = file::identifiers(&quote! { #parts #pages });
    let items = quote! { #items #pages };
    let imports = IMPORTS.iter().map(|(path, names)| {
        let path: TokenStream = path.parse().unwrap_or_default();
        file::import(&path, names, &mentioned)
    });
    let written = |definition: &TypeDefinition| match definition.kind {
        TypeKind::Object(_)
        | TypeKind::StringEnum(_)
        | TypeKind::IntegerEnum(_)
        | TypeKind::OneOf(_)
        | TypeKind::Checked(_) => true,
        TypeKind::Alias(_) | TypeKind::Response(_) | TypeKind::ByStatus(_) | TypeKind::Multipart(_) => false,
    };
    let macros = api.types.iter().any(|(_, definition)| written(definition)).then(|| {
        quote! {
            use crate::runtime::generated_types::*;
            use crate::runtime::json;
        }
    });
    let is_checked = |definition: &TypeDefinition| matches!(definition.kind, TypeKind::Checked(_));
    let limit = api
        .types
        .iter()
        .any(|(_, definition)| is_checked(definition))
        .then(|| quote! { use crate::runtime::limit; });
    let title = docs::inner_comment("What goes into requests and comes out of responses.");
    file::file("src/types.rs", &quote! { #title #(#imports)* #macros #limit #items })
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

/// What an item is made of: the names of variants stand for themselves alone.
fn parts(api: &Api, definition: &TypeDefinition) -> TokenStream {
    match &definition.kind {
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => TokenStream::new(),
        TypeKind::OneOf(one_of) => {
            let types = one_of.variants.iter().map(|variant| tokens(&api.types, &variant.ty, From::Types));
            quote! { #(#types),* }
        }
        TypeKind::Object(_)
        | TypeKind::Checked(_)
        | TypeKind::Response(_)
        | TypeKind::ByStatus(_)
        | TypeKind::Multipart(_)
        | TypeKind::Alias(_) => item(api, definition),
    }
}
