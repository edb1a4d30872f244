//! The parts of a `multipart/form-data` body: a struct that becomes them.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::argument;
use super::docs;
use super::ty::{From, ident, tokens};
use crate::model::scope::Scope;
use crate::model::types::{Part, PartContent, TypeDefinition, Types};

pub(super) fn item(all: &Types, definition: &TypeDefinition, parts: &[Part]) -> TokenStream {
    let attributes = docs::of_type(definition);
    let name = ident(&definition.name);
    let fields = parts.iter().map(|part| {
        let attributes = docs::attributes(&part.docs, &format!("The part `{}`.", part.wire_name));
        let (name, ty) = (ident(&part.name), field_type(all, part));
        quote! { #attributes pub #name: #ty, }
    });
    let (default, constructor) = constructor(all, definition, parts);
    let setters = setters(all, parts);
    let passed = parts.iter().map(|part| pass(all, part));
    quote! {
        #attributes
        #[derive(Debug, #default)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }
        impl #name { #constructor #setters }
        impl From<#name> for crate::runtime::Multipart {
            fn from(body: #name) -> Self {
                Self::new() #(#passed)*
            }
        }
    }
}

fn field_type(all: &Types, part: &Part) -> TokenStream {
    let ty = match &part.content {
        PartContent::Files => return quote! { Vec<crate::runtime::Part> },
        PartContent::File => quote! { crate::runtime::Part },
        PartContent::Value(ty) => tokens(all, ty, From::Types),
    };
    if part.required {
        ty
    } else {
        quote! { Option<#ty> }
    }
}

/// How a function takes what a part holds: its type, and the value that is kept.
fn taken(all: &Types, part: &Part) -> (TokenStream, TokenStream) {
    let name = ident(&part.name);
    match &part.content {
        PartContent::File => (
            quote! { impl Into<crate::runtime::Part> },
            quote! { #name.into() },
        ),
        PartContent::Files => (
            quote! { impl IntoIterator<Item = crate::runtime::Part> },
            quote! { #name.into_iter().collect() },
        ),
        PartContent::Value(ty) => {
            let argument = argument(all, ty, &part.name, From::Types);
            (argument.ty, argument.owned)
        }
    }
}

fn constructor(
    all: &Types,
    definition: &TypeDefinition,
    parts: &[Part],
) -> (TokenStream, TokenStream) {
    let required: Vec<&Part> = parts.iter().filter(|part| part.required).collect();
    if required.is_empty() {
        return (quote! { Default }, TokenStream::new());
    }
    let arguments = required.iter().map(|part| {
        let (name, ty) = (ident(&part.name), taken(all, part).0);
        quote! { #name: #ty }
    });
    let values = parts.iter().map(|part| {
        let name = ident(&part.name);
        let value = match &part.content {
            _ if part.required => taken(all, part).1,
            PartContent::Files => quote! { Vec::new() },
            PartContent::File | PartContent::Value(_) => quote! { None },
        };
        if name == value.to_string() {
            quote! { #name }
        } else {
            quote! { #name: #value }
        }
    });
    let comment = docs::comment(&format!(
        "`{}` with what is required, and nothing else.",
        definition.name
    ));
    let constructor = quote! {
        #comment
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    };
    (TokenStream::new(), constructor)
}

fn setters(all: &Types, parts: &[Part]) -> TokenStream {
    // What makes a value has these names already; a part's own name goes before one made for another's setter.
    let mut names = Scope::reserving(&["default", "new"]);
    let optional: Vec<&Part> = parts.iter().filter(|part| !part.required).collect();
    for part in optional
        .iter()
        .filter(|part| !matches!(part.name.as_str(), "default" | "new"))
    {
        names.claim(&part.name, "");
    }
    let setters = optional.into_iter().map(|part| {
        let comment = docs::comment(&format!(
            "Sets [`{0}`](Self::{0}).",
            part.name.trim_start_matches("r#")
        ));
        let deprecated = docs::deprecated(&part.docs);
        let name = ident(&part.name);
        let setter = match part.name.as_str() {
            taken @ ("default" | "new") => ident(&names.claim(&format!("with_{taken}"), "")),
            _ => name.clone(),
        };
        let (ty, value) = taken(all, part);
        let value = match &part.content {
            PartContent::Files => value,
            PartContent::File | PartContent::Value(_) => quote! { Some(#value) },
        };
        quote! {
            #comment
            #deprecated
            #[must_use]
            pub fn #setter(self, #name: #ty) -> Self {
                Self { #name: #value, ..self }
            }
        }
    });
    setters.collect()
}

/// How a part is added to the body.
fn pass(all: &Types, part: &Part) -> TokenStream {
    let (wire_name, name) = (&part.wire_name, ident(&part.name));
    let content_type = match &part.content_type {
        Some(content_type) => quote! { Some(#content_type) },
        None => quote! { None },
    };
    match &part.content {
        PartContent::File if part.required => {
            quote! { .files(#wire_name, #content_type, [body.#name]) }
        }
        PartContent::File | PartContent::Files => {
            quote! { .files(#wire_name, #content_type, body.#name) }
        }
        PartContent::Value(ty) => {
            let value = match (all.has_format(ty), part.required) {
                (false, _) => quote! { &body.#name },
                (true, true) => quote! { &crate::runtime::json::written(&body.#name) },
                (true, false) => quote! { &body.#name.as_ref().map(crate::runtime::json::written) },
            };
            quote! { .value(#wire_name, #content_type, #value) }
        }
    }
}
