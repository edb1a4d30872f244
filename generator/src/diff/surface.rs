//! What of the generated code can callers name?
//!
//! Read off the code itself, so that what is compared is what is written.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Fields, FnArg, ImplItem, Item, ReturnType, Visibility};

/// What callers can name of some items.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Surface {
    /// `struct`, `enum` or `type`; empty where the items define no type.
    pub(super) kind: &'static str,
    /// What an alias stands for.
    pub(super) target: Option<String>,
    /// Whether fields or variants can be added without breaking anyone.
    pub(super) open: bool,
    /// The public fields and their types.
    pub(super) fields: IndexMap<String, String>,
    /// The variants and what they hold.
    pub(super) variants: IndexMap<String, String>,
    /// The public functions.
    pub(super) functions: IndexMap<String, Function>,
    /// The traits that are derived or implemented, with their associated types.
    pub(super) traits: BTreeSet<String>,
}

/// What callers have to know of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Function {
    /// Names and types, without `self`.
    pub(super) arguments: Vec<(String, String)>,
    pub(super) output: String,
    /// Anything that both leave out: how `self` is taken, generics.
    signature: String,
}

impl Function {
    /// The types of the arguments.
    pub(super) fn types(&self) -> impl Iterator<Item = &str> {
        self.arguments.iter().map(|(_, ty)| ty.as_str())
    }

    /// As a reader of the documentation sees the arguments: `(String, u64)`.
    pub(super) fn list(&self) -> String {
        let types: Vec<&str> = self.types().collect();
        format!("({})", types.join(", "))
    }

    /// Whether a call of the one is a call of the other: the names of arguments are no part of that.
    pub(super) fn is_called_like(&self, other: &Self) -> bool {
        self.signature == other.signature
    }
}

impl Surface {
    /// Of these items.
    pub(super) fn of(items: TokenStream) -> Self {
        let mut surface = Self::default();
        // What is no Rust is a mistake of the generator that its own tests find.
        let Ok(file) = syn::parse2::<syn::File>(items) else {
            return surface;
        };
        for item in file.items {
            match item {
                Item::Struct(item) if is_public(&item.vis) => {
                    surface.kind = "struct";
                    surface.attributes(&item.attrs);
                    if let Fields::Named(fields) = &item.fields {
                        for field in fields.named.iter().filter(|field| is_public(&field.vis)) {
                            let name = field
                                .ident
                                .as_ref()
                                .map(ToString::to_string)
                                .unwrap_or_default();
                            surface
                                .fields
                                .insert(name, text(&field.ty.to_token_stream()));
                        }
                    }
                }
                Item::Enum(item) if is_public(&item.vis) => {
                    surface.kind = "enum";
                    surface.attributes(&item.attrs);
                    for variant in &item.variants {
                        let held = text(&variant.fields.to_token_stream());
                        surface.variants.insert(variant.ident.to_string(), held);
                    }
                }
                Item::Type(item) if is_public(&item.vis) => {
                    surface.kind = "type";
                    surface.target = Some(text(&item.ty.to_token_stream()));
                }
                Item::Impl(item) => surface.implementation(&item),
                _ => {}
            }
        }
        surface
    }

    fn attributes(&mut self, attributes: &[syn::Attribute]) {
        for attribute in attributes {
            if attribute.path().is_ident("non_exhaustive") {
                self.open = true;
            } else if attribute.path().is_ident("derive")
                && let syn::Meta::List(list) = &attribute.meta
            {
                let derived = list
                    .tokens
                    .clone()
                    .into_iter()
                    .filter_map(|token| match token {
                        TokenTree::Ident(ident) => Some(ident.to_string()),
                        _ => None,
                    });
                self.traits.extend(derived);
            }
        }
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        if let Some((path, _)) = &item.trait_ {
            let associated = item.items.iter().filter_map(|item| match item {
                ImplItem::Type(ty) => {
                    Some(format!("{} = {}", ty.ident, text(&ty.ty.to_token_stream())))
                }
                _ => None,
            });
            let associated: Vec<String> = associated.collect();
            let mut name = text(&path.to_token_stream());
            if !associated.is_empty() {
                name.push_str(&format!("<{}>", associated.join(", ")));
            }
            self.traits.insert(name);
            return;
        }
        for item in &item.items {
            let ImplItem::Fn(function) = item else {
                continue;
            };
            if is_public(&function.vis) {
                self.functions
                    .insert(function.sig.ident.to_string(), Function::of(&function.sig));
            }
        }
    }
}

impl Function {
    fn of(signature: &syn::Signature) -> Self {
        let arguments: Vec<(String, String)> = signature
            .inputs
            .iter()
            .filter_map(|input| match input {
                FnArg::Typed(typed) => Some((
                    typed.pat.to_token_stream().to_string(),
                    text(&typed.ty.to_token_stream()),
                )),
                FnArg::Receiver(_) => None,
            })
            .collect();
        let output = match &signature.output {
            ReturnType::Default => "()".to_owned(),
            ReturnType::Type(_, ty) => text(&ty.to_token_stream()),
        };
        let inputs: Vec<String> = signature
            .inputs
            .iter()
            .map(|input| match input {
                FnArg::Typed(typed) => text(&typed.ty.to_token_stream()),
                FnArg::Receiver(receiver) => text(&receiver.to_token_stream()),
            })
            .collect();
        let generics = signature.generics.to_token_stream();
        let asynchronous = signature.asyncness.is_some();
        let signature = format!("{asynchronous}{generics}({}){output}", inputs.join(", "));
        Self {
            arguments,
            output,
            signature,
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Tokens as a person writes them: types have no other space than behind a comma.
pub(super) fn text(tokens: &TokenStream) -> String {
    let mut text = tokens.to_string();
    for (apart, together) in [
        (" ::", "::"),
        (":: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
    ] {
        text = text.replace(apart, together);
    }
    text
}

/// The tokens without documentation.
pub(super) fn undocumented(tokens: TokenStream) -> TokenStream {
    let mut kept = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_hash = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
        if is_hash
            && matches!(tokens.peek(), Some(TokenTree::Group(group)) if is_documentation(group))
        {
            tokens.next();
            continue;
        }
        match token {
            TokenTree::Group(group) => {
                let inner = undocumented(group.stream());
                kept.extend([TokenTree::Group(proc_macro2::Group::new(
                    group.delimiter(),
                    inner,
                ))]);
            }
            token => kept.extend([token]),
        }
    }
    kept
}

fn is_documentation(attribute: &proc_macro2::Group) -> bool {
    let first = attribute.stream().into_iter().next();
    matches!(first, Some(TokenTree::Ident(ident)) if ident == "doc")
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn types_read_as_a_person_writes_them() {
        let ty = quote! { &[Option<Box<types::Store>>], impl Into<String>, (u8, ()), BTreeMap<String, Vec<u8>> };
        let written =
            "&[Option<Box<types::Store>>], impl Into<String>,(u8,()), BTreeMap<String, Vec<u8>>";
        assert_eq!(text(&ty), written);
    }

    #[test]
    fn documentation_is_left_out_at_any_depth() {
        let documented = quote! { /** a */ struct A { /** b */ #[serde(default)] b: u8 } };
        let bare = quote! { struct A { #[serde(default)] b: u8 } };
        assert_eq!(undocumented(documented).to_string(), bare.to_string());
    }

    #[test]
    fn the_surface_is_what_callers_can_name() {
        let surface = Surface::of(quote! {
            #[derive(Clone)]
            #[non_exhaustive]
            pub struct A { pub a: u8, b: u8 }
            impl A { pub fn c(self, d: &str) -> Self {} fn e() {} }
            impl Deref for A { type Target = u8; }
            struct Hidden { pub z: u8 }
        });
        assert_eq!(surface.fields.keys().collect::<Vec<_>>(), ["a"]);
        assert_eq!(surface.functions.keys().collect::<Vec<_>>(), ["c"]);
        assert_eq!(surface.functions["c"].list(), "(&str)");
        assert_eq!(
            surface.traits.iter().collect::<Vec<_>>(),
            ["Clone", "Deref<Target = u8>"]
        );
        assert!(surface.open);
    }
}
