//! Parses tokens into syntax trees.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{ImplItem, Item as SynItem};

use crate::surface::ty::Ty;

/// Parses an item. Invalid tokens are a bug in the generator, and become a `compile_error!` in the generated crate.
pub(super) fn parse(tokens: TokenStream) -> SynItem {
    syn::parse2(tokens).unwrap_or_else(|error| {
        let message = format!("the generator wrote invalid Rust: {error}");
        SynItem::Verbatim(quote! { compile_error!(#message); })
    })
}

/// Parses a type.
pub(super) fn ty(ty: &Ty) -> TokenStream {
    ty.to_string().parse().unwrap_or_default()
}

/// Parses a member of an implementation.
pub(super) fn member(tokens: TokenStream) -> ImplItem {
    syn::parse2(tokens).unwrap_or_else(|error| {
        let message = format!("the generator wrote invalid Rust: {error}");
        ImplItem::Verbatim(quote! { compile_error!(#message); })
    })
}
