//! How a function takes a value, so that callers write what they have.

use proc_macro2::TokenStream;
use quote::quote;

use super::ty::{From, ident, tokens};
use crate::model::types::{Type, TypeKind, Types};

/// A function's argument: its type, and the value that it becomes.
pub(super) struct Argument {
    /// What stands behind the colon.
    pub(super) ty: TokenStream,
    /// The owned value, made from the argument.
    pub(super) owned: TokenStream,
    /// What a call's method for it is called, behind the part of the request that it goes into: `_text`, where it takes
    /// whatever becomes a text.
    pub(super) suffix: &'static str,
    /// What stands behind the name of that method, where only that says what the argument becomes.
    pub(super) turbofish: TokenStream,
    /// What that method takes: the argument itself, or something that can be serialised by reference.
    pub(super) passed: TokenStream,
}

/// How a value of this type is taken under this name.
pub(super) fn argument(types: &Types, ty: &Type, name: &str, from: From) -> Argument {
    let name = ident(name);
    let exact = tokens(types, ty, from);
    match types.without_aliases(ty) {
        Type::String => Argument {
            ty: quote! { impl Into<String> },
            owned: quote! { #name.into() },
            suffix: "_text",
            turbofish: TokenStream::new(),
            passed: quote! { #name },
        },
        Type::Secret => Argument {
            ty: quote! { impl Into<Secret> },
            owned: quote! { #name.into() },
            suffix: "",
            turbofish: quote! { ::<Secret> },
            passed: quote! { &#name.into() },
        },
        Type::Base64 => Argument {
            ty: quote! { impl Into<Bytes> },
            owned: quote! { #name.into() },
            suffix: "",
            turbofish: TokenStream::new(),
            passed: quote! { &json::written::<Bytes>(&#name.into()) },
        },
        // Small things are given away; larger ones are lent to a call, and given to a value that keeps them.
        _ => Argument {
            ty: exact,
            owned: quote! { #name },
            suffix: "",
            turbofish: TokenStream::new(),
            passed: match (is_lent(types, ty), types.has_format(ty)) {
                (true, false) => quote! { #name },
                (true, true) => quote! { &json::written(#name) },
                (false, false) => quote! { &#name },
                (false, true) => quote! { &json::written(&#name) },
            },
        },
    }
}

/// Whether a call borrows a value of this type.
pub(super) fn is_lent(types: &Types, ty: &Type) -> bool {
    match types.without_aliases(ty) {
        Type::Named(id) => !matches!(
            types[*id].kind,
            TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_)
        ),
        Type::Nullable(_) | Type::Array(_) | Type::Map(_) | Type::Untyped => true,
        Type::String
        | Type::Boolean
        | Type::Null
        | Type::Integer(_)
        | Type::Float
        | Type::Double
        | Type::Base64
        | Type::Timestamp
        | Type::Date
        | Type::Ipv4
        | Type::Ipv6
        | Type::Uuid
        | Type::Secret => false,
    }
}

/// How a call takes a value of this type, which it needs only until the function returns.
pub(super) fn lent(types: &Types, ty: &Type, name: &str, from: From) -> Argument {
    let argument = argument(types, ty, name, from);
    if !is_lent(types, ty) {
        return argument;
    }
    let Type::Array(element) = types.without_aliases(ty) else {
        let exact = argument.ty;
        return Argument {
            ty: quote! { &#exact },
            ..argument
        };
    };
    let name = ident(name);
    let element_type = tokens(types, element, from);
    let passed = if types.has_format(element) {
        quote! { &json::written_list(#name) }
    } else {
        quote! { #name }
    };
    Argument {
        ty: quote! { &[#element_type] },
        passed,
        ..argument
    }
}
