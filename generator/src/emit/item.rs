//! The items of a file, as syntax trees and as text.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{ImplItem, Item as SynItem};

use super::ident::ident;
use super::syntax::{member, parse, text as text_of, ty};
use super::{body, description, docs, double, json, print, relocate};
use crate::model::code_span;
use crate::surface::comment::About;
use crate::surface::item::{
    Alias, Constant, Enum, Fields, Function, Impl, Item, Struct, Visibility,
};

/// The text of an item.
pub(super) fn text(item: &Item) -> String {
    match item {
        Item::Impl(item) => print::implementation(&header(item), members(item)),
        Item::Struct(item) => documented(&item.about, structure(item)),
        Item::Enum(item) => documented(&item.about, enumeration(item)),
        Item::Alias(item) => documented(&item.about, alias(item)),
        Item::Constant(item) => documented(&item.about, constant(item)),
        Item::Json(json) => json::text(json),
        Item::Operation(item) => {
            let request = format!("{} {}", item.method.as_str(), item.template);
            let about = About::ours(code_span(&request));
            documented(&about, parse(description::operation(item)))
        }
        Item::Double(calls) => double::macro_call(calls),
        Item::TypedCall(call) => print::item(double::typed_call(call)),
        Item::Api(api) => print::item(parse(description::api(api))),
    }
}

fn documented(about: &About, item: SynItem) -> String {
    docs::above(&about.comment, "") + &print::item(item)
}

fn derive(traits: &[String]) -> TokenStream {
    let traits = traits.iter().map(|path| relocate::path_of_user(path));
    let traits = traits.filter_map(|path| path.parse::<TokenStream>().ok());
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
    let deprecated = docs::deprecated(&item.about);
    let mut parsed =
        parse(quote! { #deprecated #derive #is_open #must_use pub struct #name #fields });
    if let (SynItem::Struct(parsed), Fields::Named(fields)) = (&mut parsed, &item.fields) {
        for (parsed, field) in parsed.fields.iter_mut().zip(fields) {
            parsed.attrs = docs::attributes(&field.about);
        }
    }
    parsed
}

fn enumeration(item: &Enum) -> SynItem {
    let (derive, name) = (derive(&item.derives), ident(&item.name));
    let variants = item.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let types = variant.holds.iter().map(ty);
        let holds = (!variant.holds.is_empty()).then(|| quote! { (#(#types),*) });
        quote! { #name #holds }
    });
    let deprecated = docs::deprecated(&item.about);
    let mut parsed =
        parse(quote! { #deprecated #derive #[non_exhaustive] pub enum #name { #(#variants),* } });
    if let SynItem::Enum(parsed) = &mut parsed {
        for (parsed, variant) in parsed.variants.iter_mut().zip(&item.variants) {
            parsed.attrs = docs::attributes(&variant.about);
        }
    }
    parsed
}

fn alias(item: &Alias) -> SynItem {
    let (name, ty) = (ident(&item.name), ty(&item.ty));
    let deprecated = docs::deprecated(&item.about);
    parse(quote! { #deprecated pub type #name = #ty; })
}

fn constant(item: &Constant) -> SynItem {
    let (name, value) = (ident(&item.name), &item.value);
    let deprecated = docs::deprecated(&item.about);
    parse(quote! { #deprecated pub const #name: &str = #value; })
}

/// An implementation without members.
fn header(item: &Impl) -> syn::ItemImpl {
    let self_ty = ty(&item.ty);
    let of_trait = item.of_trait.as_ref().map(|of_trait| {
        let of_trait = ty(of_trait);
        quote! { #of_trait for }
    });
    let parsed = syn::parse2(quote! { impl #of_trait #self_ty {} });
    parsed.unwrap_or_else(|_| syn::parse_quote! { impl CompileError {} })
}

/// The members of an implementation, each with the comment above it.
fn members(item: &Impl) -> Vec<(String, ImplItem)> {
    let associated = item.associated.iter().map(|(name, value)| {
        let (name, ty) = (ident(name), ty(value));
        (String::new(), member(quote! { type #name = #ty; }))
    });
    let functions = item.functions.iter().map(|one| {
        let comment = docs::above(&one.about.comment, print::INDENTATION);
        (comment, function(one))
    });
    associated.chain(functions).collect()
}

fn function(function: &Function) -> ImplItem {
    let visibility = match function.visibility {
        Visibility::Public => Some(quote! { pub }),
        Visibility::Inherited => None,
    };
    let deprecated = docs::deprecated(&function.about);
    let must_use = function.must_use.then(|| quote! { #[must_use] });
    let signature: TokenStream = function.definition(&text_of).parse().unwrap_or_default();
    let body = body::tokens(&function.body);
    member(quote! { #deprecated #must_use #visibility #signature { #body } })
}
