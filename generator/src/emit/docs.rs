//! Documentation comments: lines above an item, attributes of the fields and variants in it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{AttrStyle, Attribute, Expr, ExprLit, Lit, LitStr, Meta, MetaNameValue, Token};

use super::example;
use crate::surface::comment::{About, Block, Comment};

/// The lines above an item, as text. Half of the output is comments: as attributes they would be escaped, parsed and
/// unescaped.
pub(super) fn above(comment: &Comment, indentation: &str) -> String {
    written(comment, &format!("{indentation}///"))
}

/// The lines at the head of a file.
pub(super) fn inner(comment: &Comment) -> String {
    written(comment, "//!")
}

fn written(comment: &Comment, marker: &str) -> String {
    let text = text(comment);
    let mut lines = String::with_capacity(text.len() * 5 / 4);
    for line in text.trim_end().lines() {
        lines.push_str(marker);
        let line = line.trim_end();
        if !line.is_empty() {
            lines.push(' ');
            lines.push_str(line);
        }
        lines.push('\n');
    }
    lines
}

/// The attribute of an item that the document advises against.
pub(super) fn deprecated(about: &About) -> Option<TokenStream> {
    let note = about.deprecated.as_ref()?;
    Some(quote! { #[deprecated = #note] })
}

/// The attributes of a documented field or variant.
pub(super) fn attributes(about: &About) -> Vec<Attribute> {
    let mut attributes: Vec<Attribute> = text(&about.comment)
        .trim_end()
        .lines()
        .map(attribute)
        .collect();
    if let Some(deprecated) = deprecated(about) {
        attributes.push(syn::parse_quote! { #deprecated });
    }
    attributes
}

/// The Markdown of a comment, with a blank line between its blocks.
fn text(comment: &Comment) -> String {
    let blocks: Vec<String> = comment
        .0
        .iter()
        .map(|block| match block {
            Block::Text(text) => text.clone(),
            Block::Example(example) => example::fenced(example),
        })
        .collect();
    blocks.join("\n\n")
}

fn attribute(line: &str) -> Attribute {
    let span = Span::call_site();
    let line = line.trim_end();
    let line = if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    };
    Attribute {
        pound_token: Token![#](span),
        style: AttrStyle::Outer,
        bracket_token: syn::token::Bracket::default(),
        meta: Meta::NameValue(MetaNameValue {
            path: Ident::new("doc", span).into(),
            eq_token: Token![=](span),
            value: Expr::Lit(ExprLit {
                attrs: Vec::new(),
                lit: Lit::Str(LitStr::new(&line, span)),
            }),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> String {
        let mut item: syn::ItemStruct = syn::parse_quote! { struct A { a: u8 } };
        for field in &mut item.fields {
            field.attrs = attributes(&About::ours(text));
        }
        above(&Comment::from(text), "") + &super::super::print::item(syn::Item::Struct(item))
    }

    #[test]
    fn a_comment_has_one_doc_line_per_line() {
        let expected = "/// One.\n///\n/// \"Three\", and no more.\nstruct A {\n    /// One.\n    ///\n    \
            /// \"Three\", and no more.\n    a: u8,\n}\n";
        assert_eq!(printed("One.\n\n\"Three\", and no more.\n"), expected);
        assert_eq!(printed(""), "struct A {\n    a: u8,\n}\n");
        assert_eq!(above(&"One.".into(), "    "), "    /// One.\n");
        assert_eq!(inner(&"One.".into()), "//! One.\n");
    }

    #[test]
    fn no_string_ends_a_comment() {
        for text in ["\"#", "*/", "a\\\"", "#\"", "a\rb", "\u{e000}"] {
            let expected = format!("/// {text}\nstruct A {{\n    /// {text}\n    a: u8,\n}}\n");
            assert_eq!(printed(text), expected);
        }
    }
}
