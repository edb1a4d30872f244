//! Pagination: how a list is divided into pages, and the functions of a page.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident::ident;
use crate::model::operation::{
    ArgumentPlace, NextPage, PageArgument, PageFunction, Pagination, Paging,
};
use crate::surface::body::{Ends, Step};

/// The argument of `pages` and `items`.
pub(super) fn paging(pagination: &Pagination) -> TokenStream {
    let paging = kind(&pagination.paging);
    let last = pagination.last.as_ref().map(|last| {
        let last = path(last);
        quote! { .last_at(#last) }
    });
    let items = path(&pagination.item_properties);
    quote! { crate::runtime::Paging::#paging #last .items(#items) }
}

fn kind(paging: &Paging) -> TokenStream {
    match paging {
        Paging::Cursor {
            argument,
            next,
            more,
        } => {
            let name = &argument.name;
            let integer = argument.is_integer.then(|| quote! { .integer() });
            let (place, source) = (place(argument), source(next));
            let ends = ends(false, more.is_some());
            quote! { cursor(#name) #place #integer #source #ends }
        }
        Paging::Offset {
            argument,
            limit,
            total,
            next,
        } => {
            let (name, place) = (&argument.name, place(argument));
            let short = limit.is_some().then(|| quote! { .ends_short() });
            let ends = ends(total.is_some(), next.is_some());
            quote! { offset(#name) #place #short #ends }
        }
        Paging::Number {
            argument,
            first,
            pages,
            next,
        } => {
            let (name, place) = (&argument.name, place(argument));
            let first = Literal::i64_unsuffixed(*first);
            let ends = ends(pages.is_some(), next.is_some());
            quote! { number(#name, #first) #place #ends }
        }
        Paging::Url { next } => {
            let source = source(next);
            quote! { url() #source }
        }
        Paging::Link { relation } => quote! { link(#relation) },
    }
}

/// The part of the request that has the argument, unless it is the query.
fn place(argument: &PageArgument) -> Option<TokenStream> {
    match &argument.place {
        ArgumentPlace::Query => None,
        ArgumentPlace::Path => Some(quote! { .in_path() }),
        ArgumentPlace::Header => Some(quote! { .in_header() }),
        ArgumentPlace::Body {
            media_type,
            properties,
        } => {
            let path = path(properties);
            Some(quote! { .in_body(#media_type, #path) })
        }
    }
}

/// The place of the cursor or the URL of the next page, unless a function of the page reads it.
fn source(next: &NextPage) -> Option<TokenStream> {
    match next {
        NextPage::Field(_) => None,
        NextPage::Properties(properties) => {
            let path = path(properties);
            Some(quote! { .next_at(#path) })
        }
        NextPage::LastItem(properties) => {
            let path = path(properties);
            Some(quote! { .next_of_items(#path) })
        }
        NextPage::Header(name) => Some(quote! { .next_header(#name) }),
    }
}

fn path(properties: &[String]) -> TokenStream {
    quote! { &[#(#properties),*] }
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
            // Its type refuses the value of the response.
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
