//! How a type is written in Rust.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model::types::{Integer, ResponseBody, Type, Types};

/// Where a type is written: the `types` module names its own without a path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// The `types` module.
    Types,
    /// Any other module, which has `use crate::types;`.
    Elsewhere,
}

/// The identifier of a name the model made, raw or not.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The type as it stands in a field or a result.
pub(super) fn tokens(types: &Types, ty: &Type, from: From) -> TokenStream {
    match ty {
        Type::Named(id) => {
            let name = ident(&types[*id].name);
            match from {
                From::Types => quote! { #name },
                From::Elsewhere => quote! { types::#name },
            }
        }
        Type::String => quote! { String },
        Type::Boolean => quote! { bool },
        Type::Null => quote! { () },
        Type::Integer(integer) => match integer {
            Integer::I32 => quote! { i32 },
            Integer::I64 => quote! { i64 },
            Integer::U32 => quote! { u32 },
            Integer::U64 => quote! { u64 },
        },
        Type::Float => quote! { f32 },
        Type::Double => quote! { f64 },
        Type::Base64 => quote! { Bytes },
        Type::Timestamp => quote! { Timestamp },
        Type::Date => quote! { Date },
        Type::Ipv4 => quote! { Ipv4Addr },
        Type::Ipv6 => quote! { Ipv6Addr },
        // By its path: documents that have UUIDs often have a schema of that name.
        Type::Uuid => quote! { uuid::Uuid },
        Type::Secret => quote! { Secret },
        Type::Nullable(value) => {
            let value = tokens(types, value, from);
            quote! { Option<#value> }
        }
        Type::Array(element) => {
            let element = tokens(types, element, from);
            quote! { Vec<#element> }
        }
        Type::Map(value) if **value == Type::Untyped => {
            quote! { serde_json::Map<String, serde_json::Value> }
        }
        Type::Map(value) => {
            let value = tokens(types, value, from);
            quote! { BTreeMap<String, #value> }
        }
        Type::Untyped => quote! { serde_json::Value },
    }
}

/// The type of a decoded response body.
pub(super) fn body(types: &Types, body: &ResponseBody, from: From) -> TokenStream {
    match body {
        ResponseBody::Empty => quote! { () },
        ResponseBody::Json(ty) => tokens(types, ty, from),
        ResponseBody::Text => quote! { String },
        ResponseBody::Bytes => quote! { ByteStream },
        // By their paths: what the document calls an event is not to be called something else for ours.
        ResponseBody::JsonLines(ty) => {
            let ty = tokens(types, ty, from);
            quote! { crate::runtime::JsonLines<#ty> }
        }
        ResponseBody::Events(data) => {
            let data = data
                .as_ref()
                .map_or_else(|| quote! { String }, |ty| tokens(types, ty, from));
            quote! { crate::runtime::Events<#data> }
        }
        ResponseBody::ByStatus(id) => tokens(types, &Type::Named(*id), from),
    }
}
