//! The head of a file: its comment, attributes, modules and imports, one paragraph each.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Item;

use super::ident::ident;
use super::{docs, print};
use crate::surface::file::{Crates, Head, Module};
use crate::surface::imports::Imports;
use crate::target::Runtime;

/// The head of a file that imports these names.
pub(super) fn text(head: &Head, imports: &Imports, runtime: Runtime) -> String {
    let attributes: Vec<_> = head
        .attributes
        .iter()
        .filter_map(|text| attribute(text))
        .collect();
    let comment = docs::inner(&head.comment);
    let mut paragraphs = vec![comment + &print::inner_attributes(attributes)];
    let mut uses: Vec<TokenStream> = head.uses.iter().map(|path| import(path)).collect();
    if head.uses_parent {
        uses.push(quote! { #[allow(unused_imports)] use super::*; });
    } else {
        let paths = imports.paths(head.kind, runtime, &head.defines);
        let paths = paths.iter().filter(|path| !head.uses.contains(path));
        uses.extend(paths.map(|path| import(path)));
    }
    paragraphs.push(items(head.modules.iter().map(module)));
    paragraphs.push(items(head.modules.iter().filter_map(reexport)));
    paragraphs.push(items(exports(head)));
    paragraphs.push(items(crates(head)));
    paragraphs.push(items(uses));
    paragraphs.push(items(head.statements.iter().map(|text| parse(text))));
    let paragraphs = paragraphs
        .iter()
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| format!("{}\n", paragraph.trim_end()));
    paragraphs.collect::<Vec<_>>().join("\n")
}

fn items(items: impl IntoIterator<Item = TokenStream>) -> String {
    let items: Vec<Item> = items.into_iter().map(super::syntax::parse).collect();
    print::items(items)
}

fn parse(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// An inner attribute.
fn attribute(text: &str) -> Option<syn::Attribute> {
    let file: syn::File = syn::parse_str(text).ok()?;
    file.attrs.into_iter().next()
}

/// A module declaration. `#[rustfmt::skip]` keeps the layout of the generator, which `codegen --check` compares.
fn module(module: &Module) -> TokenStream {
    let name = ident(&module.name);
    let path = module.path.as_ref().map(|path| quote! { #[path = #path] });
    let attribute = module.attribute.map(parse);
    let visibility = module.is_public.then(|| quote! { pub });
    quote! { #path #attribute #[rustfmt::skip] #visibility mod #name; }
}

fn reexport(module: &Module) -> Option<TokenStream> {
    let name = ident(&module.name);
    module.is_reexported.then(|| quote! { pub use #name::*; })
}

fn exports(head: &Head) -> impl Iterator<Item = TokenStream> {
    let attribute = head.export_attribute.map(parse);
    head.exports.iter().map(move |(module, names)| {
        let (module, names) = (parse(module), names.iter().map(|name| ident(name)));
        quote! { #[doc(inline)] #attribute pub use #module::{#(#names),*}; }
    })
}

/// The re-exports of crates and of some of their items. Their documentation is not part of this crate's.
fn crates(head: &Head) -> impl Iterator<Item = TokenStream> {
    let attribute = head.export_attribute.map(parse);
    let module = parse(head.crates.module);
    let reexport = move |krate: Option<&str>, names: &[&str]| {
        let krate = krate.map(ident).map(|krate| quote! { #krate:: });
        let names = names.iter().map(|name| ident(name));
        quote! { #[doc(no_inline)] #attribute pub use #module #krate {#(#names),*}; }
    };
    let Crates { names, items, .. } = &head.crates;
    let crates = (!names.is_empty()).then_some((None, names));
    let items = items.iter().map(|(krate, names)| (Some(*krate), names));
    let lists = crates.into_iter().chain(items);
    lists.map(move |(krate, names)| reexport(krate, names))
}

fn import(path: &str) -> TokenStream {
    parse(&format!("use {path};"))
}
