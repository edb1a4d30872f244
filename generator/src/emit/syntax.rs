//! Parses tokens into syntax trees.

use proc_macro2::TokenStream;
use syn::{ImplItem, Item as SynItem, parse_quote};

use super::relocate;
use crate::surface::ty::Ty;

/// Parses an item. Invalid tokens are a bug in the generator, and become a `compile_error!` in the generated crate.
pub(super) fn parse(tokens: TokenStream) -> SynItem {
    let message = match syn::parse2(tokens) {
        // Tokens that syn has no tree for, which prettyplease cannot print.
        Ok(SynItem::Verbatim(tokens)) => invalid(&tokens),
        Ok(item) => return item,
        Err(error) => invalid(&error),
    };
    SynItem::Macro(parse_quote! { compile_error!(#message); })
}

/// Parses a type.
pub(super) fn ty(ty: &Ty) -> TokenStream {
    text(ty).parse().unwrap_or_default()
}

/// The text of a type, for code that is relocated.
pub(super) fn text(ty: &Ty) -> String {
    relocatable(ty).to_string()
}

/// The same type, with the paths of the user's types as `relocate` expects them.
fn relocatable(ty: &Ty) -> Ty {
    let boxed = |ty: &Ty| Box::new(relocatable(ty));
    match ty {
        Ty::Custom(path) => Ty::Custom(relocate::path_of_user(path)),
        Ty::Path(path, arguments) => {
            Ty::Path(path.clone(), arguments.iter().map(relocatable).collect())
        }
        Ty::Extern(name, arguments) => {
            Ty::Extern(*name, arguments.iter().map(relocatable).collect())
        }
        Ty::Ref(inner) => Ty::Ref(boxed(inner)),
        Ty::Slice(inner) => Ty::Slice(boxed(inner)),
        Ty::ImplInto(inner) => Ty::ImplInto(boxed(inner)),
        Ty::ImplIntoIterator(inner) => Ty::ImplIntoIterator(boxed(inner)),
        Ty::Api(..) | Ty::Unit | Ty::Impl(_) | Ty::ImplSerialize => ty.clone(),
    }
}

/// Parses a member of an implementation. Invalid tokens become a `compile_error!`, as in [`parse`].
pub(super) fn member(tokens: TokenStream) -> ImplItem {
    let message = match syn::parse2(tokens) {
        Ok(ImplItem::Verbatim(tokens)) => invalid(&tokens),
        Ok(member) => return member,
        Err(error) => invalid(&error),
    };
    ImplItem::Macro(parse_quote! { compile_error!(#message); })
}

fn invalid(what: &dyn std::fmt::Display) -> String {
    format!("the generator wrote invalid Rust: {what}")
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;
    use crate::emit::print;

    const MESSAGE: &str = "the generator wrote invalid Rust: ";

    #[test]
    fn invalid_items_become_a_compile_error() {
        for tokens in [quote! { struct }, quote! {}, quote! { fn without_body(); }] {
            let text = print::item(parse(tokens.clone()));
            assert!(
                text.starts_with("compile_error!") && text.contains(MESSAGE),
                "{tokens}: {text}"
            );
            assert!(syn::parse_file(&text).is_ok(), "{text}");
        }
    }

    #[test]
    fn invalid_members_become_a_compile_error() {
        let header = || parse_quote! { impl A {} };
        for tokens in [
            quote! { struct B; },
            quote! {},
            quote! { fn without_body(); },
        ] {
            let members = vec![(String::new(), member(tokens.clone()))];
            let text = print::implementation(&header(), members);
            assert!(
                text.contains("    compile_error!") && text.contains(MESSAGE),
                "{tokens}: {text}"
            );
            assert!(syn::parse_file(&text).is_ok(), "{text}");
        }
    }
}
