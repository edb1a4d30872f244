//! The public API of the KV store crate, one signature a line: what a reviewer reads first.

mod support;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use support::{api_files, kv_store};
use syn::{Fields, ImplItem, Item, Visibility};

#[test]
fn the_public_api_is_as_reviewed() {
    let output = kv_store();
    let mut lines = Vec::new();
    for file in api_files(&output) {
        let module = file.path.trim_start_matches("src/").trim_end_matches(".rs");
        let module = if matches!(module, "lib" | "client") {
            "crate".to_owned()
        } else {
            format!("crate::{module}")
        };
        let parsed = syn::parse_file(&file.contents).expect("generated code is Rust");
        lines.extend(
            parsed
                .items
                .iter()
                .flat_map(|item| signatures(&module, item)),
        );
    }
    lines.sort();
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("public_api", lines.join("\n"));
    });
}

/// The lines that an item adds to the listing: the path of the type, then what of it callers can name.
fn signatures(module: &str, item: &Item) -> Vec<String> {
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            let path = format!("{module}::{}", item.ident);
            let mut lines = vec![format!("{path}: struct {}", marks(&item.attrs))];
            if let Fields::Named(fields) = &item.fields {
                lines.extend(
                    fields
                        .named
                        .iter()
                        .filter(|field| is_public(&field.vis))
                        .map(|field| {
                            let name = field
                                .ident
                                .as_ref()
                                .map(ToString::to_string)
                                .unwrap_or_default();
                            format!("{path}: {name}: {}", text(&field.ty.to_token_stream()))
                        }),
                );
            }
            lines
        }
        Item::Enum(item) if is_public(&item.vis) => {
            let path = format!("{module}::{}", item.ident);
            let mut lines = vec![format!("{path}: enum {}", marks(&item.attrs))];
            lines.extend(item.variants.iter().map(|variant| {
                let (name, fields) = (&variant.ident, &variant.fields);
                format!("{path}: {}", text(&quote! { #name #fields }))
            }));
            lines
        }
        Item::Type(item) if is_public(&item.vis) => {
            vec![format!(
                "{module}::{}: type {}",
                item.ident,
                text(&item.ty.to_token_stream())
            )]
        }
        Item::Use(item) if is_public(&item.vis) => names(&item.tree)
            .into_iter()
            .map(|(path, name)| format!("{module}::{name}: use {path}"))
            .collect(),
        Item::Mod(item) if is_public(&item.vis) => vec![format!("{module}::{}: mod", item.ident)],
        Item::Impl(item) => implementation(module, item),
        // The macros that stand for derives name the type first.
        Item::Macro(item) => match item.mac.tokens.clone().into_iter().next() {
            Some(name) => vec![format!(
                "{module}::{name}: {}!",
                text(&item.mac.path.to_token_stream())
            )],
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn implementation(module: &str, item: &syn::ItemImpl) -> Vec<String> {
    let ty = text(&item.self_ty.to_token_stream());
    if let Some((path, _)) = &item.trait_ {
        return vec![format!(
            "{module}::{ty}: impl {}",
            text(&path.to_token_stream())
        )];
    }
    let functions = item.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) if is_public(&function.vis) => Some(function),
        _ => None,
    });
    functions
        .map(|function| format!("{module}::{ty}: {}", text(&function.sig.to_token_stream())))
        .collect()
}

/// What a `use` brings in: each path and the name it gets.
fn names(tree: &syn::UseTree) -> Vec<(String, String)> {
    match tree {
        syn::UseTree::Path(path) => {
            let inner = names(&path.tree).into_iter();
            inner
                .map(|(rest, name)| (format!("{}::{rest}", path.ident), name))
                .collect()
        }
        syn::UseTree::Name(name) => vec![(name.ident.to_string(), name.ident.to_string())],
        syn::UseTree::Rename(rename) => vec![(rename.ident.to_string(), rename.rename.to_string())],
        syn::UseTree::Glob(_) => vec![("*".to_owned(), "*".to_owned())],
        syn::UseTree::Group(group) => group.items.iter().flat_map(names).collect(),
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// What of the attributes callers notice: which traits there are, and whether it may grow.
fn marks(attributes: &[syn::Attribute]) -> String {
    let kept = attributes.iter().filter(|attribute| {
        ["derive", "deprecated", "non_exhaustive"]
            .iter()
            .any(|name| attribute.path().is_ident(name))
    });
    kept.map(|attribute| text(&attribute.to_token_stream()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Tokens without the blank space that Rust would not have there.
fn text(tokens: &TokenStream) -> String {
    let mut text = tokens.to_string();
    for (loose, tight) in [
        (" :: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        (" (", "("),
        ("( ", "("),
        (",)", ")"),
        (", )", ")"),
        (" )", ")"),
        (" :", ":"),
        ("& ", "&"),
        ("# [", "#["),
        ("# ", "#"),
        ("->", " -> "),
    ] {
        text = text.replace(loose, tight);
    }
    text.replace("  ", " ").replace(" ->  ", " -> ")
}
