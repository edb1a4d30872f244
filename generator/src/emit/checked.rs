//! A type whose values are checked before they are sent: a struct around the value.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs;
use super::ty::{From, ident, tokens};
use crate::model::types::{Checked, Limit, TypeDefinition, Types};

pub(super) fn item(all: &Types, definition: &TypeDefinition, checked: &Checked) -> TokenStream {
    let attributes = docs::of_type(definition);
    let name = ident(&definition.name);
    let ty = tokens(all, &checked.ty, From::Types);
    let limits = checked.limits.iter().map(|limit| match *limit {
        Limit::MinLength(limit) => counted("MinLength", limit),
        Limit::MaxLength(limit) => counted("MaxLength", limit),
        Limit::MinItems(limit) => counted("MinItems", limit),
        Limit::MaxItems(limit) => counted("MaxItems", limit),
        Limit::Minimum(limit) => measured("Minimum", limit),
        Limit::Above(limit) => measured("Above", limit),
        Limit::Maximum(limit) => measured("Maximum", limit),
        Limit::Below(limit) => measured("Below", limit),
        Limit::MultipleOf(factor) => measured("MultipleOf", factor),
    });
    quote! {
        #attributes
        #[derive(Clone, Debug, PartialEq)]
        pub struct #name(#ty);
        checked!(#name(#ty) { #(#limits),* });
    }
}

fn counted(name: &str, limit: usize) -> TokenStream {
    let (name, limit) = (ident(name), Literal::usize_unsuffixed(limit));
    quote! { #name(#limit) }
}

fn measured(name: &str, limit: f64) -> TokenStream {
    let (name, limit) = (ident(name), Literal::f64_unsuffixed(limit));
    quote! { #name(#limit) }
}
