//! A response that is another thing for another status: an enum.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs;
use super::ty::{self, From, ident};
use crate::model::types::{ResponseBody, StatusVariant, TypeDefinition, Types};

pub(super) fn item(
    all: &Types,
    definition: &TypeDefinition,
    variants: &[StatusVariant],
) -> TokenStream {
    let attributes = docs::of_type(definition);
    let name = ident(&definition.name);
    let members = variants.iter().map(|variant| {
        let attributes =
            docs::attributes(&variant.docs, &format!("The status {}.", variant.status));
        let name = ident(&variant.name);
        let body = match &variant.body {
            ResponseBody::Empty => TokenStream::new(),
            body => {
                let ty = content(all, body);
                quote! { (#ty) }
            }
        };
        quote! { #attributes #name #body, }
    });
    // A status that the document does not name is read as the first that has a body.
    let is_fallback = |variant: &&StatusVariant| !matches!(variant.body, ResponseBody::Empty);
    let fallback = variants.iter().find(is_fallback).or(variants.first());
    let arms = variants.iter().filter_map(|variant| {
        let status: u16 = variant.status.parse().ok()?;
        (fallback != Some(variant)).then(|| {
            let status = Literal::u16_unsuffixed(status);
            let read = read(variant);
            quote! { #status => #read, }
        })
    });
    let otherwise = fallback.map(|variant| {
        let read = read(variant);
        quote! { _ => #read, }
    });
    quote! {
        #attributes
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#members)* }
        impl crate::runtime::ByStatus for #name {
            fn read(answer: crate::runtime::Answer) -> Result<Self, crate::runtime::Error> {
                match answer.status() { #(#arms)* #otherwise }
            }
        }
    }
}

/// What a variant holds: bytes are there already when the status is looked at.
fn content(all: &Types, body: &ResponseBody) -> TokenStream {
    match body {
        ResponseBody::Bytes => quote! { Bytes },
        other => ty::body(all, other, From::Types),
    }
}

fn read(variant: &StatusVariant) -> TokenStream {
    let name = ident(&variant.name);
    match &variant.body {
        ResponseBody::Json(_) => quote! { answer.json().map(Self::#name) },
        ResponseBody::Text => quote! { answer.text().map(Self::#name) },
        ResponseBody::Empty => quote! { Ok(Self::#name) },
        ResponseBody::Bytes
        | ResponseBody::JsonLines(_)
        | ResponseBody::Events(_)
        | ResponseBody::ByStatus(_) => quote! { Ok(Self::#name(answer.bytes())) },
    }
}
