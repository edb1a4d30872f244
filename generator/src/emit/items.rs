//! How do many items become files, without the tokens of all of them at once?
//!
//! Tokens and syntax trees take some twenty times the memory of their text. Each item becomes text by itself, and as
//! items are independent of one another, the processors share those of all files.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;

use super::file::text;
use super::parallel;
use crate::OutputFile;

/// An item, or a few that belong together, whose tokens are made when its turn comes.
pub(super) type Item<'a> = Box<dyn Fn() -> TokenStream + Send + Sync + 'a>;

/// A file of items.
pub(super) struct ItemFile<'a> {
    /// Relative to the crate's folder.
    pub(super) path: String,
    /// What stands above the items: attributes, and the imports that they turn out to need.
    pub(super) head: Head<'a>,
    pub(super) items: Vec<Item<'a>>,
}

/// The head of a file whose items mention these names.
pub(super) type Head<'a> = Box<dyn Fn(&BTreeSet<String>) -> TokenStream + Send + Sync + 'a>;

/// The text of these files, in their order.
pub(super) fn files(files: &[ItemFile<'_>]) -> Vec<OutputFile> {
    let all: Vec<&Item<'_>> = files.iter().flat_map(|file| &file.items).collect();
    let texts = parallel::map(&all, |item| text(item()));
    let mut rest = texts.as_slice();
    let parts = files
        .iter()
        .map(|file| (file, rest.split_off(..file.items.len()).unwrap_or_default()));
    parallel::map(&parts.collect::<Vec<_>>(), |(file, items)| {
        whole(file, items)
    })
}

/// A file of these items.
fn whole(file: &ItemFile<'_>, items: &[String]) -> OutputFile {
    let mut mentioned = BTreeSet::new();
    for item in items {
        mention(item, &mut mentioned);
    }
    let mut contents = text((file.head)(&mentioned));
    for item in items.iter().filter(|item| !item.is_empty()) {
        contents.push('\n');
        contents.push_str(item);
    }
    OutputFile {
        path: file.path.clone(),
        contents,
    }
}

/// Adds every name in a text that an import can be for: a type, or a module with something behind it. What stands
/// behind a dot or a path is not one, nor is a field or an argument, or a word of a comment or of a literal.
fn mention(text: &str, mentioned: &mut BTreeSet<String>) {
    let mut rest = text;
    // Whether what comes next stands behind a dot or `::`.
    let mut qualified = false;
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            rest = rest.trim_start();
        } else if rest.starts_with("//") {
            rest = rest
                .find('\n')
                .and_then(|end| rest.get(end..))
                .unwrap_or_default();
        } else if first == '"' {
            rest = behind_string(rest);
            qualified = false;
        } else if first == '\'' {
            rest = behind_quote(rest);
            qualified = false;
        } else if first.is_alphabetic() || first == '_' {
            let (word, behind) = split_while(rest, |c| c.is_alphanumeric() || c == '_');
            let is_module = word.starts_with(char::is_lowercase);
            if !qualified
                && (!is_module || behind.trim_start().starts_with("::"))
                && !mentioned.contains(word)
            {
                mentioned.insert(word.to_owned());
            }
            rest = behind;
            qualified = false;
        } else if first.is_numeric() {
            (_, rest) = split_while(rest, |c| c.is_alphanumeric() || c == '_');
            qualified = false;
        } else if let Some(behind) = rest.strip_prefix("::") {
            rest = behind;
            qualified = true;
        } else {
            qualified = first == '.';
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
}

fn split_while(text: &str, matches: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !matches(c)).unwrap_or(text.len()))
}

/// What follows a string literal.
fn behind_string(text: &str) -> &str {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return text.get(at + 1..).unwrap_or_default(),
            _ => {}
        }
    }
    ""
}

/// What follows a character, or the quote before a lifetime's name.
fn behind_quote(text: &str) -> &str {
    let mut characters = text.char_indices().skip(1);
    let character = match characters.next() {
        Some((_, '\\')) => characters.find(|(_, c)| *c != '\\' && *c != '\'').is_some(),
        _ => characters.next().is_some_and(|(_, c)| c == '\''),
    };
    let behind = text.get(1..).unwrap_or_default();
    if character {
        behind.split_once('\'').map_or("", |(_, behind)| behind)
    } else {
        split_while(behind, |c| c.is_alphanumeric() || c == '_').1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mentioned(text: &str) -> Vec<String> {
        let mut found = BTreeSet::new();
        mention(text, &mut found);
        found.into_iter().collect()
    }

    #[test]
    fn types_and_modules_with_something_behind_them_are_mentioned() {
        assert_eq!(
            mentioned("pub a: BTreeMap<String, types::Book>,"),
            ["BTreeMap", "String", "types"]
        );
        assert_eq!(
            mentioned("use_it(x.Field, a::B, Self { ..rest })"),
            ["Self", "a"]
        );
        assert_eq!(mentioned("self.call\n    .send::<Item>()"), ["Item"]);
    }

    #[test]
    fn words_of_comments_and_literals_are_not() {
        assert_eq!(mentioned("/// Book\n//! types::Book\nA // B\n"), ["A"]);
        assert_eq!(
            mentioned(r#"f("Book \" Room", '"', 'X', '\'', '\\', "\\") A"#),
            ["A"]
        );
        assert_eq!(mentioned("fn f<'Life>(a: &'Life A) -> 1.0E"), ["A"]);
    }
}
