//! The `types` module: every named type of the API.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::items::{self, Item};
use super::ty::{From, ident, tokens};
use super::{by_status, docs, file, multipart, object, pagination, response, string_enum};
use crate::OutputFile;
use crate::model::Api;
use crate::model::types::{TypeDefinition, TypeKind};

pub(super) fn file(api: &Api) -> OutputFile {
    let definitions =
        api.types.iter().map(|(_, definition)| -> Item<'_> { Box::new(|| item(api, definition)) });
    let pages: Item<'_> = Box::new(|| pagination::implementations(api));
    let items: Vec<Item<'_>> = definitions.chain([pages]).collect();
    let title = docs::inner_comment("What goes into requests and comes out of responses.");
    items::file("src/types.rs", &title, &items, imports)
}

fn imports(mentioned: &BTreeSet<String>) -> TokenStream {
    [
        (quote! { std::collections }, &["BTreeMap"][..]),
        (quote! { std }, &["fmt"]),
        (quote! { std::ops }, &["Deref"]),
        (quote! { bytes }, &["Bytes"]),
        (quote! { jiff }, &["Timestamp"]),
        (quote! { serde }, &["Deserialize", "Serialize", "Serializer"]),
        (quote! { crate::runtime }, &["ByteStream", "Page"]),
    ]
    .map(|(path, names)| file::import(&path, names, mentioned))
    .into_iter()
    .collect()
}

pub(super) fn item(api: &Api, definition: &TypeDefinition) -> TokenStream {
    match &definition.kind {
        TypeKind::Object(object) => object::item(&api.types, definition, object),
        TypeKind::StringEnum(string_enum) => string_enum::item(definition, string_enum),
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
