//! The macro calls that implement JSON for a type.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident::ident;
use crate::surface::json::{JsonImpl, ObjectJson};

/// The macro call for a type.
pub(super) fn tokens(json: &JsonImpl) -> TokenStream {
    let name = ident(json.macro_name());
    let arguments = match json {
        JsonImpl::Object(json) => object(json),
        JsonImpl::StringEnum {
            name,
            values,
            other,
        } => {
            let (name, other) = (ident(name), ident(other));
            let values = values.iter().map(|(variant, value)| {
                let variant = ident(variant);
                quote! { #variant(#value) }
            });
            quote! { #name { #(#values),*; #other } }
        }
        JsonImpl::IntegerEnum {
            name,
            values,
            other,
        } => {
            let (name, other) = (ident(name), ident(other));
            let values = values.iter().map(|(variant, value)| {
                let (variant, value) = (ident(variant), Literal::i64_unsuffixed(*value));
                quote! { #variant(#value) }
            });
            quote! { #name { #(#values),*; #other } }
        }
        JsonImpl::OneOf {
            name,
            discriminator,
            variants,
            default,
            other,
        } => {
            let (name, other) = (ident(name), ident(other));
            let by = discriminator
                .as_ref()
                .map(|property| quote! { by #property });
            let variants = variants.iter().map(|(variant, tags)| {
                let default = (default.as_ref() == Some(variant)).then(|| quote! { = default });
                let variant = ident(variant);
                let tags = (!tags.is_empty()).then(|| quote! { (#(#tags),*) });
                quote! { #variant #tags #default }
            });
            quote! { #name #by { #(#variants),*; #other } }
        }
        JsonImpl::Checked { name } => {
            let name = ident(name);
            quote! { #name }
        }
        JsonImpl::TextFormat { path } => path.parse().unwrap_or_default(),
    };
    quote! { #name!(#arguments); }
}

fn object(json: &ObjectJson) -> TokenStream {
    let name = ident(&json.name);
    let properties = json.properties.iter().map(|property| {
        let name = ident(&property.name);
        let wire_name = property.wire_name.as_ref().unwrap_or(&property.name);
        match (&property.wire_name, property.null) {
            (None, false) => quote! { #name },
            (Some(_), false) => quote! { #name(#wire_name) },
            (_, true) => quote! { #name(#wire_name, null) },
        }
    });
    let rest = json.rest.as_ref().map(|field| {
        let field = ident(field);
        quote! { ; #field }
    });
    let invalid = json.invalid.as_ref().map(|field| {
        let field = ident(field);
        quote! { | #field }
    });
    quote! { #name { #(#properties),* #rest #invalid } }
}
