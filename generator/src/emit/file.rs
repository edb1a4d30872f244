//! From tokens to the text of a file.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::docs;
use super::first_line::first_line;
use super::reflow::{WIDTH, filled, reflow};
use crate::OutputFile;

/// Keeps `cargo fmt` from changing what `codegen --check` compares.
const RUSTFMT: &str = "\
# The files beside this one are laid out by the generator already.
disable_all_formatting = true
";

/// The settings of rustfmt for the generated folder.
pub(super) fn rustfmt(regenerate: &str) -> OutputFile {
    OutputFile {
        path: "src/rustfmt.toml".to_owned(),
        contents: first_line("#", regenerate) + RUSTFMT,
    }
}

/// A file of the items that these tokens are.
pub(super) fn file(path: &str, tokens: &TokenStream) -> OutputFile {
    OutputFile {
        path: path.to_owned(),
        contents: text(tokens.clone()),
    }
}

/// The text of the items that these tokens are.
pub(super) fn text(tokens: TokenStream) -> String {
    match syn::parse2::<syn::File>(tokens) {
        Ok(file) => docs::with_comment_lines(laid_out(file)),
        // Tokens that are no file are a mistake of ours; the compiler of the generated crate then says which.
        Err(error) => format!(
            "compile_error!({:?});\n",
            format!("the generator wrote no Rust: {error}")
        ),
    }
}

/// The text of a file, with the blank lines between items that the formatter leaves out.
fn laid_out(file: syn::File) -> String {
    let mut text = String::new();
    let head = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: file.attrs,
        items: Vec::new(),
    };
    text.push_str(&prettyplease::unparse(&head));
    let mut previous: Option<Paragraph> = None;
    for item in file.items {
        let paragraph = Paragraph::of(&item);
        let apart = previous.map_or(!text.is_empty(), |previous| {
            previous != paragraph || paragraph == Paragraph::Standalone
        });
        if apart {
            text.push('\n');
        }
        let is_macro = matches!(item, syn::Item::Macro(_));
        let spaced = matches!(item, syn::Item::Impl(_) | syn::Item::Trait(_));
        let one = syn::File {
            shebang: None,
            frontmatter: None,
            attrs: Vec::new(),
            items: vec![item],
        };
        let item = prettyplease::unparse(&one);
        if is_macro {
            text.push_str(&packed(&tight(&item)));
        } else if spaced {
            push_spaced(&mut text, &reflow(&item, WIDTH));
        } else {
            text.push_str(&reflow(&item, WIDTH));
        }
        previous = Some(paragraph);
    }
    text
}

/// Items of one of the first two kinds stand together, any other alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Paragraph {
    Modules,
    Imports,
    Standalone,
}

impl Paragraph {
    fn of(item: &syn::Item) -> Self {
        match item {
            syn::Item::Mod(module) if module.content.is_none() => Self::Modules,
            syn::Item::Use(_) => Self::Imports,
            _ => Self::Standalone,
        }
    }
}

/// The arguments of a macro as types and numbers are written elsewhere: the formatter knows no more than that they are
/// tokens. What stands in quotes is left as it is.
fn tight(text: &str) -> String {
    let mut tight = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (outside, quoted) = rest.split_at(rest.find('"').unwrap_or(rest.len()));
        tight.push_str(
            &outside
                .replace(" < ", "<")
                .replace(" >", ">")
                .replace(" - ", " -"),
        );
        let mut escaped = false;
        let end = quoted.char_indices().skip(1).find(|&(_, c)| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        });
        let (quoted, behind) = quoted.split_at(end.map_or(quoted.len(), |(at, _)| at + 1));
        tight.push_str(quoted);
        rest = behind;
    }
    tight
}

/// The arguments of a macro in as few lines as they need, broken where there is a blank outside of quotes.
fn packed(text: &str) -> String {
    let line = text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let Some((name, arguments)) = line
        .split_once('(')
        .and_then(|(name, rest)| Some((name, rest.strip_suffix(");")?.trim())))
    else {
        return text.to_owned();
    };
    let flat = format!("{name}({arguments});\n");
    if flat.trim_end().len() <= WIDTH {
        return flat;
    }
    let lines = filled(WIDTH - 4, words(arguments))
        .iter()
        .map(|line| format!("    {line}\n"))
        .collect::<String>();
    format!("{name}(\n{lines});\n")
}

/// What stands between blanks that are outside of quotes.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    let is_end = move |c: char| {
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
        c == ' ' && !quoted
    };
    text.split(is_end).filter(|word| !word.is_empty())
}

/// Adds an item whose members stand apart: each ends with a brace or a semicolon at their indentation.
fn push_spaced(text: &mut String, item: &str) {
    let mut lines = item.lines().peekable();
    while let Some(line) = lines.next() {
        text.push_str(line);
        text.push('\n');
        let is_member = line
            .strip_prefix("    ")
            .is_some_and(|member| !member.starts_with([' ', '/']));
        let ends = is_member && line.ends_with(['}', ';']);
        if ends && lines.peek().is_some_and(|next| *next != "}") {
            text.push('\n');
        }
    }
}

/// Every name in these tokens that an import can be for: a type, or a module with something behind it. What stands
/// behind a dot or a path is not one, nor is a field or an argument.
pub(super) fn identifiers(tokens: &TokenStream) -> BTreeSet<String> {
    fn collect(tokens: TokenStream, found: &mut BTreeSet<String>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is = |at: usize, c: char| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == c);
        let colons = |at: usize| is(at, ':') && is(at + 1, ':');
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    let qualified = at >= 2 && colons(at - 2) || at >= 1 && is(at - 1, '.');
                    let module = name.starts_with(char::is_lowercase);
                    if !qualified && (!module || colons(at + 1)) {
                        found.insert(name);
                    }
                }
                TokenTree::Group(group) => collect(group.stream(), found),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    let mut found = BTreeSet::new();
    collect(tokens.clone(), &mut found);
    found
}

/// A `use` of those of the names under `path` that the tokens mention; nothing where there are none.
pub(super) fn import(
    path: &TokenStream,
    names: &[&str],
    mentioned: &BTreeSet<String>,
) -> TokenStream {
    let names: Vec<_> = names
        .iter()
        .filter(|name| mentioned.contains(**name))
        .map(|name| proc_macro2::Ident::new(name, proc_macro2::Span::call_site()))
        .collect();
    match names.as_slice() {
        [] => TokenStream::new(),
        [name] => quote! { use #path::#name; },
        names => quote! { use #path::{#(#names),*}; },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_of_a_macro_are_laid_out_as_types_and_quotes_are_left_alone() {
        let text = r#"one_of!(A { B(Vec < Box < C >>) = " < \" > " | "\\", D = - 1 });"#;
        assert_eq!(
            tight(text),
            r#"one_of!(A { B(Vec<Box<C>>) = " < \" > " | "\\", D = -1 });"#
        );
    }
}
