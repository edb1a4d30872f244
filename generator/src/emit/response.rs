//! A response with declared headers: a struct that derefs to its body.

use proc_macro2::TokenStream;
use quote::quote;

use super::ty::{self, From, ident};
use super::{docs, header};
use crate::model::types::{HeadedResponse, ResponseBody, TypeDefinition, Types};

pub(super) fn item(
    all: &Types,
    definition: &TypeDefinition,
    response: &HeadedResponse,
) -> TokenStream {
    let attributes = docs::of_type(definition);
    let name = ident(&definition.name);
    let members = response
        .headers
        .iter()
        .map(|field| header::member(all, field));
    let body = ty::body(all, &response.body, From::Types);
    let body_comment = docs::comment(match response.body {
        ResponseBody::Bytes | ResponseBody::JsonLines(_) | ResponseBody::Events(_) => {
            "The body, read as it comes."
        }
        _ => "The body.",
    });
    let values = response
        .headers
        .iter()
        .map(|field| header::value(all, field));
    let into_body = matches!(response.body, ResponseBody::Bytes).then(|| {
        quote! {
            impl From<#name> for #body {
                fn from(response: #name) -> Self {
                    response.body
                }
            }
        }
    });
    quote! {
        #attributes
        #[derive(Debug)]
        #[non_exhaustive]
        pub struct #name {
            #(#members)*
            #body_comment
            pub body: #body,
        }
        headed!(#name(#body) { #(#values),* });
        #into_body
    }
}
