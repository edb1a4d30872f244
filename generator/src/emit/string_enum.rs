//! A string out of a list: an enum that keeps what is not in the list.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::ty::ident;
use crate::model::code_span;
use crate::model::types::{StringEnum, TypeDefinition};

pub(super) fn item(definition: &TypeDefinition, string_enum: &StringEnum) -> TokenStream {
    let attributes = docs::of_type(definition);
    let name = ident(&definition.name);
    let other = ident(&string_enum.other);
    let variants = string_enum.variants.iter().map(|variant| {
        let attributes = docs::attributes(&variant.docs, &code(&variant.wire_name));
        let name = ident(&variant.name);
        quote! { #attributes #name, }
    });
    let values = string_enum.variants.iter().map(|variant| {
        let (name, wire_name) = (ident(&variant.name), &variant.wire_name);
        quote! { #name = #wire_name }
    });
    quote! {
        #attributes
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version of the crate does not know, as it was received.
            #other(String),
        }
        string_enum!(#name { #(#values),*; #other });
    }
}

/// A code span of a value, whatever it holds.
fn code(value: &str) -> String {
    if value.is_empty() {
        "The empty string.".to_owned()
    } else {
        code_span(value)
    }
}
