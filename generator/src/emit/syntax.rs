//! Syntax trees of tokens.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{ImplItem, Item as SynItem};

use crate::surface::ty::Ty;

/// An item of these tokens. Tokens that are no item are a mistake of the generator; the compiler of the generated crate
/// says so.
pub(super) fn parse(tokens: TokenStream) -> SynItem {
    syn::parse2(tokens).unwrap_or_else(|error| {
        let message = format!("the generator wrote no Rust: {error}");
        SynItem::Verbatim(quote! { compile_error!(#message); })
    })
}

/// A type as tokens.
pub(super) fn ty(ty: &Ty) -> TokenStream {
    ty.to_string().parse().unwrap_or_default()
}

/// A member of an implementation.
pub(super) fn member(tokens: TokenStream) -> ImplItem {
    syn::parse2(tokens).unwrap_or_else(|error| {
        let message = format!("the generator wrote no Rust: {error}");
        ImplItem::Verbatim(quote! { compile_error!(#message); })
    })
}
