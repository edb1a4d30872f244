//! The declared headers of a response: typed fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::ty::{From, ident, tokens};
use crate::model::types::{HeaderField, Types};

/// The field of the response struct. A server may leave out any header, whatever the document says.
pub(super) fn member(all: &Types, header: &HeaderField) -> TokenStream {
    let attributes = docs::attributes(&header.docs, &format!("The header `{}`.", header.wire_name));
    let name = ident(&header.name);
    let ty = tokens(all, &header.ty, From::Types);
    quote! { #attributes pub #name: Option<#ty>, }
}

/// How the field's value is read.
pub(super) fn value(all: &Types, header: &HeaderField) -> TokenStream {
    let name = ident(&header.name);
    let wire_name = &header.wire_name;
    let read = match (all.has_format(&header.ty), header.empty_is_absent) {
        _ if header.is_json => quote! { json },
        // No value with a format is empty.
        (true, _) => quote! { format },
        (false, true) => quote! { get_non_empty },
        (false, false) => quote! { get },
    };
    quote! { #name = #read(#wire_name) }
}
