//! One of several types: an enum with a variant for each, and one for what is none of them.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::ty::{From, ident, tokens};
use crate::model::code_span;
use crate::model::types::{OneOf, OneOfVariant, Type, TypeDefinition, Types};

pub(super) fn item(all: &Types, definition: &TypeDefinition, one_of: &OneOf) -> TokenStream {
    let attributes = docs::of_type(definition);
    let name = ident(&definition.name);
    let other = ident(&one_of.other);
    let variants = one_of.variants.iter().map(|variant| {
        let attributes = docs::attributes(&variant.docs, &fallback(all, variant));
        let (name, ty) = (ident(&variant.name), value_type(all, variant));
        quote! { #attributes #name(#ty), }
    });
    let cases = one_of.variants.iter().map(|variant| {
        let (name, ty) = (ident(&variant.name), value_type(all, variant));
        let mut tags = variant.tags.iter();
        let tags = tags.next().map(|first| quote! { = #first #(| #tags)* });
        quote! { #name(#ty) #tags }
    });
    let by = one_of
        .discriminator
        .as_ref()
        .map(|property| quote! { by #property });
    quote! {
        #attributes
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value of no type that this version of the crate knows, as it was received.
            #other(serde_json::Value),
        }
        one_of!(#name #by { #(#cases),*; #other });
    }
}

fn value_type(all: &Types, variant: &OneOfVariant) -> TokenStream {
    let ty = tokens(all, &variant.ty, From::Types);
    if variant.boxed {
        quote! { Box<#ty> }
    } else {
        ty
    }
}

/// What to say of a variant that the document says nothing of: what it says of its type, or which type that is.
fn fallback(all: &Types, variant: &OneOfVariant) -> String {
    let of_type = match &variant.ty {
        Type::Named(id) => docs::first_paragraph(&all[*id].docs),
        _ => None,
    };
    of_type.unwrap_or_else(|| match variant.tags.first() {
        Some(tag) => code_span(tag),
        None => format!(
            "`{}`",
            tokens(all, &variant.ty, From::Types)
                .to_string()
                .replace(' ', "")
        ),
    })
}
