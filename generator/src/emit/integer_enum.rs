//! A whole number out of a list: an enum that keeps what is not in the list.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs;
use super::ty::ident;
use crate::model::types::{IntegerEnum, TypeDefinition};

pub(super) fn item(definition: &TypeDefinition, integer_enum: &IntegerEnum) -> TokenStream {
    let attributes = docs::of_type(definition);
    let name = ident(&definition.name);
    let other = ident(&integer_enum.other);
    let variants = integer_enum.variants.iter().map(|variant| {
        let attributes = docs::attributes(&variant.docs, &format!("`{}`", variant.value));
        let name = ident(&variant.name);
        quote! { #attributes #name, }
    });
    let values = integer_enum.variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), Literal::i64_unsuffixed(variant.value));
        quote! { #name = #value }
    });
    quote! {
        #attributes
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version of the crate does not know, as it was received.
            #other(i64),
        }
        integer_enum!(#name { #(#values),*; #other });
    }
}
