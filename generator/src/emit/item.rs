//! The items of a file, as syntax trees and as text.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{ImplItem, Item as SynItem};

use super::ident::ident;
use super::syntax::{member, parse, ty};
use super::{body, description, docs, json, print};
use crate::model::code_span;
use crate::surface::comment::About;
use crate::surface::description::OperationDescription;
use crate::surface::item::{
    Alias, Constant, Enum, Fields, Function, Impl, Item, Struct, Visibility,
};

/// The text of an item.
pub(super) fn text(item: &Item) -> String {
    match item {
        Item::Impl(item) => print::implementation(implementation(item)),
        Item::Struct(item) => print::item(structure(item)),
        Item::Enum(item) => print::item(enumeration(item)),
        Item::Alias(item) => print::item(alias(item)),
        Item::Constant(item) => print::item(constant(item)),
        Item::Json(json) => print::item(parse(json::tokens(json))),
        Item::Operation(item) => print::item(operation(item)),
        Item::Api(api) => print::item(parse(description::api(api))),
    }
}

fn operation(item: &OperationDescription) -> SynItem {
    let mut parsed = parse(description::operation(item));
    if let SynItem::Static(parsed) = &mut parsed {
        let request = format!("{} {}", item.method.as_str(), item.template);
        parsed.attrs = docs::attributes(&About::ours(code_span(&request)));
    }
    parsed
}

fn derive(traits: &[&str]) -> TokenStream {
    let traits = traits.iter().map(|name| ident(name));
    quote! { #[derive(#(#traits),*)] }
}

fn structure(item: &Struct) -> SynItem {
    let (derive, name) = (derive(&item.derives), ident(&item.name));
    let is_open = item.is_open.then(|| quote! { #[non_exhaustive] });
    let must_use = item.must_use.map(|reason| match reason {
        Some(reason) => quote! { #[must_use = #reason] },
        None => quote! { #[must_use] },
    });
    let fields = match &item.fields {
        Fields::Named(fields) => {
            let fields = fields.iter().map(|field| {
                let visibility = field.is_public.then(|| quote! { pub });
                let (name, ty) = (ident(&field.name), ty(&field.ty));
                quote! { #visibility #name: #ty }
            });
            quote! { { #(#fields),* } }
        }
        Fields::Tuple {
            ty: value,
            in_crate,
        } => {
            let visibility = in_crate.then(|| quote! { pub(crate) });
            let ty = ty(value);
            quote! { (#visibility #ty); }
        }
    };
    let mut parsed = parse(quote! { #derive #is_open #must_use pub struct #name #fields });
    if let SynItem::Struct(parsed) = &mut parsed {
        document(&mut parsed.attrs, docs::attributes(&item.about));
        if let Fields::Named(fields) = &item.fields {
            for (parsed, field) in parsed.fields.iter_mut().zip(fields) {
                parsed.attrs = docs::attributes(&field.about);
            }
        }
    }
    parsed
}

fn enumeration(item: &Enum) -> SynItem {
    let (derive, name) = (derive(&item.derives), ident(&item.name));
    let variants = item.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let holds = variant.holds.as_ref().map(|holds| {
            let ty = ty(holds);
            quote! { (#ty) }
        });
        quote! { #name #holds }
    });
    let mut parsed = parse(quote! { #derive #[non_exhaustive] pub enum #name { #(#variants),* } });
    if let SynItem::Enum(parsed) = &mut parsed {
        document(&mut parsed.attrs, docs::attributes(&item.about));
        for (parsed, variant) in parsed.variants.iter_mut().zip(&item.variants) {
            parsed.attrs = docs::attributes(&variant.about);
        }
    }
    parsed
}

fn alias(item: &Alias) -> SynItem {
    let (name, ty) = (ident(&item.name), ty(&item.ty));
    let mut parsed = parse(quote! { pub type #name = #ty; });
    if let SynItem::Type(parsed) = &mut parsed {
        parsed.attrs = docs::attributes(&item.about);
    }
    parsed
}

fn constant(item: &Constant) -> SynItem {
    let (name, value) = (ident(&item.name), &item.value);
    let mut parsed = parse(quote! { pub const #name: &str = #value; });
    if let SynItem::Const(parsed) = &mut parsed {
        parsed.attrs = docs::attributes(&item.about);
    }
    parsed
}

fn implementation(item: &Impl) -> syn::ItemImpl {
    let self_ty = ty(&item.ty);
    let of_trait = item.of_trait.as_ref().map(|of_trait| {
        let of_trait = ty(of_trait);
        quote! { #of_trait for }
    });
    let parsed = syn::parse2(quote! { impl #of_trait #self_ty {} });
    let mut parsed: syn::ItemImpl =
        parsed.unwrap_or_else(|_| syn::parse_quote! { impl CompileError {} });
    let associated = item.associated.iter().map(|(name, value)| {
        let (name, ty) = (ident(name), ty(value));
        member(quote! { type #name = #ty; })
    });
    parsed.items.extend(associated);
    parsed.items.extend(item.functions.iter().map(function));
    parsed
}

fn function(function: &Function) -> ImplItem {
    let visibility = match function.visibility {
        Visibility::Public => Some(quote! { pub }),
        Visibility::Inherited => None,
    };
    let must_use = function.must_use.then(|| quote! { #[must_use] });
    let signature: TokenStream = function.definition().parse().unwrap_or_default();
    let body = body::tokens(&function.body);
    let mut parsed = member(quote! { #must_use #visibility #signature { #body } });
    if let ImplItem::Fn(parsed) = &mut parsed {
        document(&mut parsed.attrs, docs::attributes(&function.about));
    }
    parsed
}

/// Puts documentation before the other attributes of an item.
fn document(attributes: &mut Vec<syn::Attribute>, documentation: Vec<syn::Attribute>) {
    attributes.splice(0..0, documentation);
}
