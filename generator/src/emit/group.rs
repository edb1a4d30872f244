//! A group of operations: the module of one tag.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::items::{self, Item};
use super::ty::ident;
use super::{builder, docs, file, operation};
use crate::OutputFile;
use crate::model::{Api, Group};

pub(super) fn file(api: &Api, group: &Group) -> OutputFile {
    let title = docs::text(&group.docs, &format!("The operations of the tag `{}`.", group.tag));
    let inner = docs::inner_comment(&title);
    let comment = format!(
        "{title}\n\nMade by [`Client::{}`](crate::Client::{0}).",
        group.module.trim_start_matches("r#")
    );
    let accessor: Item<'_> = Box::new(move || {
        let name = ident(&group.type_name);
        let comment = docs::comment(&comment);
        let methods = group.operations.iter().map(|one| operation::method(api, group, one));
        quote! {
            #comment
            #[derive(Clone, Debug)]
            pub struct #name(pub(crate) Client);
            impl #name { #(#methods)* }
        }
    });
    let builders =
        group.operations.iter().map(|one| -> Item<'_> { Box::new(|| builder::item(api, group, one)) });
    let descriptions =
        group.operations.iter().map(|one| -> Item<'_> { Box::new(|| operation::description(one)) });
    let items: Vec<Item<'_>> = [accessor].into_iter().chain(builders).chain(descriptions).collect();
    let path = format!("src/{}.rs", group.module.trim_start_matches("r#"));
    items::file(&path, &inner, &items, imports)
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
