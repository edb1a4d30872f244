//! Pagination: how a list is divided into pages, and the functions of a page.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident::ident;
use crate::model::operation::{PageFunction, Paging};
use crate::surface::body::{Ends, Step};

/// The argument of `pages` and `items`. A cursor is only a name.
pub(super) fn paging(paging: &Paging) -> TokenStream {
    match paging {
        Paging::Cursor { parameter, .. } => quote! { #parameter },
        Paging::Offset {
            parameter,
            limit,
            total,
            next,
        } => {
            let short = limit.is_some().then(|| quote! { .ends_short() });
            let ends = ends(total.is_some(), next.is_some());
            quote! { crate::runtime::Paging::offset(#parameter) #short #ends }
        }
        Paging::Number {
            parameter,
            first,
            pages,
            next,
        } => {
            let first = Literal::i64_unsuffixed(*first);
            let ends = ends(pages.is_some(), next.is_some());
            quote! { crate::runtime::Paging::number(#parameter, #first) #ends }
        }
        Paging::Url { .. } => quote! { crate::runtime::Paging::url() },
        Paging::Link { relation } => quote! { crate::runtime::Paging::link(#relation) },
    }
}

/// The statements of a page about the end of its list. Other lists with the same type of page may use more of them.
fn ends(has_total: bool, says_next: bool) -> TokenStream {
    let total = has_total.then(|| quote! { .has_total() });
    let next = says_next.then(|| quote! { .says_next() });
    quote! { #total #next }
}

/// The body of a function of a page.
pub(super) fn function(function: PageFunction, steps: &[Step]) -> TokenStream {
    match function {
        PageFunction::NextCursor | PageFunction::NextUrl => text(steps),
        PageFunction::HasNext => {
            let has_next = has_next(&quote! { self }, steps);
            quote! { Some(#has_next) }
        }
        PageFunction::TotalItems | PageFunction::TotalPages => total(steps),
        PageFunction::ItemCount => item_count(steps),
        PageFunction::IntoItems => into_items(steps),
    }
}

/// The value before the last field, in a function that returns `None` if a field on the path to it is absent.
fn parent(steps: &[Step]) -> TokenStream {
    let before = steps.split_last().map_or(&[][..], |(_, before)| before);
    before.iter().fold(quote! { self }, |expression, step| {
        let name = ident(&step.name);
        if step.optional {
            quote! { #expression.#name.as_ref()? }
        } else {
            quote! { #expression.#name }
        }
    })
}

/// Returns a string, or `None` if a field on the path to it is absent.
fn text(steps: &[Step]) -> TokenStream {
    let Some(last) = steps.last() else {
        return quote! { None };
    };
    let (parent, name) = (parent(steps), ident(&last.name));
    if last.optional {
        quote! { #parent.#name.as_deref() }
    } else {
        quote! { Some(#parent.#name.as_str()) }
    }
}

/// Returns a number that is not negative, or `None`.
fn total(steps: &[Step]) -> TokenStream {
    let Some(last) = steps.last() else {
        return quote! { None };
    };
    let (parent, name) = (parent(steps), ident(&last.name));
    let present = last.optional.then(|| quote! { ? });
    quote! { u64::try_from(#parent.#name #present).ok() }
}

/// Returns the number of items, or `None` if a field on the path to them is absent.
fn item_count(steps: &[Step]) -> TokenStream {
    let Some(last) = steps.last() else {
        return quote! { None };
    };
    let (parent, name) = (parent(steps), ident(&last.name));
    if last.optional {
        quote! { #parent.#name.as_ref().map(Vec::len) }
    } else {
        quote! { Some(#parent.#name.len()) }
    }
}

/// Returns whether the last field says that a page follows. It does not if a field on the path to it is absent.
fn has_next(value: &TokenStream, steps: &[Step]) -> TokenStream {
    let Some((first, others)) = steps.split_first() else {
        return quote! { false };
    };
    let name = ident(&first.name);
    match (others.is_empty(), first.optional, first.ends) {
        (true, true, Ends::Empty) => {
            quote! { #value.#name.as_deref().is_some_and(|next| !next.is_empty()) }
        }
        (true, true, Ends::False) => quote! { #value.#name == Some(true) },
        (true, true, Ends::Absent) => {
            // Its type refuses a value that is there.
            let refused = first.refused.as_ref().map(|(kept, wire_name)| {
                let kept = ident(kept);
                quote! { || #value.#kept.contains_key(#wire_name) }
            });
            quote! { #value.#name.is_some() #refused }
        }
        (true, false, Ends::Empty) => quote! { !#value.#name.is_empty() },
        (true, false, Ends::False) => quote! { #value.#name },
        (true, false, Ends::Absent) => quote! { true },
        (false, true, _) => {
            let inner = has_next(&quote! { inner }, others);
            quote! { #value.#name.as_ref().is_some_and(|inner| #inner) }
        }
        (false, false, _) => has_next(&quote! { #value.#name }, others),
    }
}

/// Returns the items, or none if a field on the path to them is absent.
fn into_items(steps: &[Step]) -> TokenStream {
    let mut expression = quote! { self };
    for (index, step) in steps.iter().enumerate() {
        let name = ident(&step.name);
        let is_last = index + 1 == steps.len();
        expression = match (step.optional, is_last) {
            (true, true) => quote! { #expression.#name.unwrap_or_default() },
            (true, false) => quote! {
                match #expression.#name { Some(inner) => inner, None => return Vec::new() }
            },
            (false, _) => quote! { #expression.#name },
        };
    }
    expression
}
