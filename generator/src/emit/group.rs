//! A group of operations: the module of one tag.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::items::{Item, ItemFile};
use super::ty::ident;
use super::{builder, docs, file, operation};
use crate::model::{Api, Group};

pub(super) fn file<'a>(api: &'a Api, group: &'a Group) -> ItemFile<'a> {
    let title = docs::text(
        &group.docs,
        &format!("The operations of the tag `{}`.", group.tag),
    );
    let module = group.module.trim_start_matches("r#");
    let comment = format!("{title}\n\nMade by [`Client::{module}`](crate::Client::{module}).");
    let accessor: Item<'a> = Box::new(move || {
        let name = ident(&group.type_name);
        let comment = docs::comment(&comment);
        let methods = group
            .operations
            .iter()
            .map(|one| operation::method(api, group, one));
        quote! {
            #comment
            #[derive(Clone, Debug)]
            pub struct #name(pub(crate) Client);
            impl #name { #(#methods)* }
        }
    });
    let builders = group
        .operations
        .iter()
        .map(|one| -> Item<'a> { Box::new(|| builder::item(api, group, one)) });
    let descriptions = group
        .operations
        .iter()
        .map(|one| -> Item<'a> { Box::new(|| operation::description(one)) });
    let items = [accessor]
        .into_iter()
        .chain(builders)
        .chain(descriptions)
        .collect();
    let head = Box::new(move |mentioned: &BTreeSet<String>| {
        let (title, imports) = (docs::inner_comment(&title), imports(mentioned));
        quote! { #title #imports }
    });
    ItemFile {
        path: format!("src/{module}.rs"),
        head,
        items,
    }
}

fn imports(mentioned: &BTreeSet<String>) -> TokenStream {
    const RUNTIME: &[&str] = &[
        "Body",
        "ByteStream",
        "Call",
        "Client",
        "Error",
        "Items",
        "Method",
        "NdJson",
        "Operation",
        "Pages",
        "Parameter",
        "Repeat",
        "Response",
        "Secret",
        "Segment",
        "Style",
        "json",
    ];
    let collections = file::import(&quote! { std::collections }, &["BTreeMap"], mentioned);
    let bytes = file::import(&quote! { bytes }, &["Bytes"], mentioned);
    let jiff = file::import(&quote! { jiff }, &["Timestamp"], mentioned);
    let civil = file::import(&quote! { jiff::civil }, &["Date"], mentioned);
    let net = file::import(&quote! { std::net }, &["Ipv4Addr", "Ipv6Addr"], mentioned);
    let runtime = file::import(&quote! { crate::runtime }, RUNTIME, mentioned);
    let types = file::import(&quote! { crate }, &["types"], mentioned);
    quote! { #collections #net #bytes #jiff #civil #runtime #types }
}
