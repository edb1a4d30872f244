//! Documentation comments as attributes of the items that they document.

use proc_macro2::{Ident, Span};
use syn::{AttrStyle, Attribute, Expr, ExprLit, Lit, LitStr, Meta, MetaNameValue, Token};

use super::example;
use crate::surface::comment::{About, Block, Comment};

/// The attributes of a documented item.
pub(super) fn attributes(about: &About) -> Vec<Attribute> {
    let mut attributes = lines(&about.comment, AttrStyle::Outer);
    if let Some(note) = &about.deprecated {
        attributes.push(syn::parse_quote! { #[deprecated = #note] });
    }
    attributes
}

/// The comment at the head of a file.
pub(super) fn inner(comment: &Comment) -> Vec<Attribute> {
    lines(comment, AttrStyle::Inner(Token![!](Span::call_site())))
}

/// An attribute a line. They are made, not parsed: half of what is printed is comments.
fn lines(comment: &Comment, style: AttrStyle) -> Vec<Attribute> {
    text(comment)
        .trim_end()
        .lines()
        .map(|line| attribute(line, style))
        .collect()
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

fn attribute(line: &str, style: AttrStyle) -> Attribute {
    let span = Span::call_site();
    let line = line.trim_end();
    let line = if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    };
    Attribute {
        pound_token: Token![#](span),
        style,
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
        let attributes = attributes(&About::ours(text));
        let mut item: syn::Item = syn::parse_quote! { struct A; };
        if let syn::Item::Struct(item) = &mut item {
            item.attrs = attributes;
        }
        super::super::print::item(item)
    }

    #[test]
    fn a_comment_has_a_line_for_each_of_its_text() {
        let expected = "/// One.\n///\n/// \"Three\", and no more.\nstruct A;\n";
        assert_eq!(printed("One.\n\n\"Three\", and no more.\n"), expected);
        assert_eq!(printed(""), "struct A;\n");
    }

    #[test]
    fn no_text_ends_a_comment() {
        for said in ["\"#", "*/", "a\\\"", "#\"", "a\rb", "\u{e000}"] {
            assert_eq!(printed(said), format!("/// {said}\nstruct A;\n"));
        }
    }
}
