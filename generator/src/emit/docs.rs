//! Documentation comments: lines above an item, attributes of the fields and variants in it.

use std::ops::Range;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{AttrStyle, Attribute, Expr, ExprLit, Lit, LitStr, Meta, MetaNameValue, Token};

use super::{example, scene};
use crate::model::visible;
use crate::surface::comment::{About, Block, Comment};
use crate::surface::inert;

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

/// The Markdown of a comment, with a blank line between its blocks. All comments go through this function: no code of
/// the document runs as a test, no HTML reaches a page, and no control character the compiler.
fn text(comment: &Comment) -> String {
    let (text, programs) = composed(comment, |text| visible(text).into_owned());
    let is_suspicious = comment.0.iter().any(|block| match block {
        Block::Text(text) => inert::is_suspicious(text),
        Block::Example(_) | Block::Scene(_) | Block::Program(_) => false,
    });
    if !is_suspicious || inert::runs_only(&text, &programs) {
        return text;
    }
    // The document's Markdown is no longer separate from the generator's.
    composed(comment, |text| inert::escaped(&visible(text))).0
}

/// The blocks with a blank line between them, and the ranges of the programs among them.
fn composed(comment: &Comment, prose: impl Fn(&str) -> String) -> (String, Vec<Range<usize>>) {
    let (mut text, mut programs) = (String::new(), Vec::new());
    for (index, block) in comment.0.iter().enumerate() {
        if index > 0 {
            text.push_str("\n\n");
        }
        let start = text.len();
        match block {
            Block::Text(block) => text.push_str(&without_trailing_space(&prose(block))),
            Block::Example(example) => text.push_str(&visible(&example::fenced(example))),
            Block::Scene(scene) => text.push_str(&visible(&scene::fenced(scene))),
            Block::Program(program) => text.push_str(program),
        }
        if !matches!(block, Block::Text(_)) {
            programs.push(start..text.len());
        }
    }
    (text, programs)
}

/// A string as it is printed: without white space at the ends of its lines.
fn without_trailing_space(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n")
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
        for text in ["\"#", "*/", "a\\\"", "#\"", "\u{e000}"] {
            let expected = format!("/// {text}\nstruct A {{\n    /// {text}\n    a: u8,\n}}\n");
            assert_eq!(printed(text), expected);
        }
    }

    #[test]
    fn control_characters_are_visible() {
        let expected = r"a\u{d}b\u{202e}\u{0}";
        let expected = format!("/// {expected}\nstruct A {{\n    /// {expected}\n    a: u8,\n}}\n");
        assert_eq!(printed("a\rb\u{202e}\0"), expected);
    }

    #[test]
    fn a_comment_with_code_of_the_document_is_escaped() {
        let program = "```no_run\nours();\n```";
        for text in [
            "```\nx\n```",
            "a:\n\n    x",
            "<pre>\n",
            "```text\n",
            "~~~",
            "- a\n\n      x",
        ] {
            let comment = Comment(vec![
                Block::Text(text.to_owned()),
                Block::Program(program.to_owned()),
            ]);
            let printed = above(&comment, "");
            let printed: Vec<&str> = printed
                .lines()
                .map(|line| line.strip_prefix("///").unwrap_or(line))
                .map(|line| line.strip_prefix(' ').unwrap_or(line))
                .collect();
            let printed = printed.join("\n");
            let start = printed.len() - program.len();
            assert!(printed.ends_with(program), "{printed}");
            assert!(
                inert::runs_only(&printed, std::slice::from_ref(&(start..printed.len()))),
                "{printed}"
            );
        }
    }
}
