//! Lists that go on behind their first page.

use proc_macro2::TokenStream;
use quote::quote;

use super::ty::{From, ident, tokens};
use crate::model::Api;
use crate::model::operation::Pagination;
use crate::model::types::{Type, TypeId, TypeKind, Types};

/// What makes a type a page, once for each type that is one.
pub(super) fn implementations(api: &Api) -> TokenStream {
    let mut done: Vec<TypeId> = Vec::new();
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    let paginations = operations.filter_map(|operation| operation.pagination.as_ref());
    let implementations = paginations.filter_map(|pagination| {
        if done.contains(&pagination.page) {
            return None;
        }
        done.push(pagination.page);
        Some(implementation(api, pagination))
    });
    implementations.collect()
}

fn implementation(api: &Api, pagination: &Pagination) -> TokenStream {
    let page = tokens(&api.types, &Type::Named(pagination.page), From::Types);
    let item = tokens(&api.types, &pagination.item, From::Types);
    let next = borrowed(&steps(&api.types, pagination.page, &pagination.next));
    let items = moved(&steps(&api.types, pagination.page, &pagination.items));
    quote! {
        impl Page for #page {
            type Item = #item;

            fn next_cursor(&self) -> Option<&str> {
                #next
            }

            fn into_items(self) -> Vec<Self::Item> {
                #items
            }
        }
    }
}

/// One field on the way from a page to something in it.
struct Step<'a> {
    name: &'a str,
    optional: bool,
}

/// The fields of these names, each one's in the struct that the one before leads to.
fn steps<'a>(types: &'a Types, page: TypeId, names: &'a [String]) -> Vec<Step<'a>> {
    let mut ty = &Type::Named(page);
    let mut steps = Vec::with_capacity(names.len());
    for name in names {
        let Type::Named(id) = types.without_aliases(ty) else {
            break;
        };
        let TypeKind::Object(object) = &types[*id].kind else {
            break;
        };
        let Some(field) = object.fields.iter().find(|field| field.name == *name) else {
            break;
        };
        steps.push(Step {
            name,
            optional: field.is_optional(),
        });
        ty = &field.ty;
    }
    steps
}

/// The text at the end of the way, if every step is there.
fn borrowed(steps: &[Step<'_>]) -> TokenStream {
    let mut expression = quote! { self };
    for (index, step) in steps.iter().enumerate() {
        let name = ident(step.name);
        expression = quote! { #expression.#name };
        let last = index + 1 == steps.len();
        match (step.optional, last) {
            (true, true) => expression = quote! { #expression.as_deref() },
            (true, false) => expression = quote! { #expression.as_ref()? },
            (false, true) => expression = quote! { Some(#expression.as_str()) },
            (false, false) => {}
        }
    }
    expression
}

/// The list at the end of the way, empty where a step is missing.
fn moved(steps: &[Step<'_>]) -> TokenStream {
    let mut expression = quote! { self };
    for (index, step) in steps.iter().enumerate() {
        let name = ident(step.name);
        expression = quote! { #expression.#name };
        let last = index + 1 == steps.len();
        match (step.optional, last) {
            (true, true) => expression = quote! { #expression.unwrap_or_default() },
            (true, false) => {
                expression = quote! {
                    match #expression { Some(inner) => inner, None => return Vec::new() }
                };
            }
            (false, _) => {}
        }
    }
    expression
}
