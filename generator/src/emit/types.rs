//! The `types` module: every named type of the API.

use proc_macro2::TokenStream;
use quote::quote;

use super::items::{self, Item};
use super::ty::{From, ident, tokens};
use super::{
    by_status, checked, docs, file, integer_enum, multipart, object, one_of, pagination, response,
    string_enum,
};
use crate::OutputFile;
use crate::model::Api;
use crate::model::types::{Additional, Type, TypeDefinition, TypeKind};

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
    let definitions =
        api.types.iter().map(|(_, definition)| -> Item<'_> { Box::new(|| item(api, definition)) });
    let pages: Item<'_> = Box::new(|| pagination::implementations(api));
    let items: Vec<Item<'_>> = definitions.chain([pages]).collect();
    let title = docs::inner_comment("What goes into requests and comes out of responses.");
    items::file("src/types.rs", &title, &items, |_| imports(api))
}

/// Of what types are made of alone: a variant may have the name of anything.
fn imports(api: &Api) -> TokenStream {
    let mut mentioned = file::identifiers(&pagination::implementations(api));
    for (_, definition) in api.types.iter() {
        mentioned.extend(file::identifiers(&parts(api, definition)));
    }
    let imports = IMPORTS.iter().map(|(path, names)| {
        let path: TokenStream = path.parse().unwrap_or_default();
        file::import(&path, names, &mentioned)
    });
    let is = |kind: fn(&TypeKind) -> bool| api.types.iter().any(|(_, definition)| kind(&definition.kind));
    let macros = is(|kind| match kind {
        TypeKind::Object(_)
        | TypeKind::StringEnum(_)
        | TypeKind::IntegerEnum(_)
        | TypeKind::OneOf(_)
        | TypeKind::Checked(_) => true,
        TypeKind::Alias(_) | TypeKind::Response(_) | TypeKind::ByStatus(_) | TypeKind::Multipart(_) => false,
    })
    .then(|| {
        quote! {
            use crate::runtime::generated_types::*;
            use crate::runtime::json;
        }
    });
    let limit =
        is(|kind| matches!(kind, TypeKind::Checked(_))).then(|| quote! { use crate::runtime::limit; });
    quote! { #(#imports)* #macros #limit }
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
            quote! { #fields, #additional }
        }
        TypeKind::Checked(checked) => tokens(&checked.ty),
        TypeKind::Alias(ty) => tokens(ty),
        TypeKind::Response(_) | TypeKind::ByStatus(_) | TypeKind::Multipart(_) => item(api, definition),
    }
}
