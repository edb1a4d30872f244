//! Documentation is data: no description and no name of a document is run as a test, is HTML, or links to anything but a page.

#[path = "support/documentation.rs"]
mod documentation;
#[path = "support/hostile.rs"]
mod hostile;
#[path = "support/markdown_attacks.rs"]
mod markdown_attacks;
#[path = "support/rustdoc.rs"]
mod rustdoc;
#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::io;

use openapi_crate::{Files, Input, Output, generate};
use proc_macro2::{TokenStream, TokenTree};
use proptest::prelude::*;
use serde_json::{Value, json};

use documentation::{faults, is_rust, programs, run, texts};
use hostile::{ATTACKS, INVISIBLE, PLACES, TEXTS, URLS, filled, filled_with};
use markdown_attacks::CONSTRUCTS;
use support::fixture::documents;
use support::{Folder, api_files};

/// A document as the only file.
struct Alone(String);

impl Files for Alone {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        if name == "a.json" {
            Ok(self.0.clone().into())
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }
}

fn output(files: &impl Files, document: &str) -> Option<Output> {
    let input = Input {
        document: document.to_owned(),
        package: "fuzzed".to_owned(),
        ..Input::default()
    };
    generate(&input, files).output
}

/// The faults in the documentation, and whether there is any output.
fn faults_of(output: Option<Output>) -> (Vec<String>, bool) {
    let Some(output) = output else {
        return (Vec::new(), false);
    };
    let mut all = Vec::new();
    for file in api_files(&output) {
        all.extend(faults(&file.contents));
        if let Err(error) = syn::parse_file(&file.contents) {
            all.push(format!("{} is not Rust: {error}", file.path));
        }
    }
    if output.manifest.parse::<toml::Table>().is_err() {
        all.push(format!("not TOML: {}", output.manifest));
    }
    (all, true)
}

fn all(output: &Output, of: fn(&str) -> Vec<String>) -> Vec<String> {
    api_files(output)
        .flat_map(|file| of(&file.contents))
        .collect()
}

fn check(document: String) -> (Vec<String>, bool) {
    faults_of(output(&Alone(document), "a.json"))
}

/// The files of a folder without the descriptions in them.
struct Undescribed(Folder);

impl Files for Undescribed {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        fn remove(tree: &mut Value) {
            match tree {
                Value::Object(members) => {
                    for (key, value) in members {
                        match (key.as_str(), value) {
                            ("description" | "summary", Value::String(text)) => {
                                "Plain.".clone_into(text);
                            }
                            ("example" | "examples" | "default" | "enum" | "const", _) => {}
                            (_, value) => remove(value),
                        }
                    }
                }
                Value::Array(items) => items.iter_mut().for_each(remove),
                _ => {}
            }
        }
        let mut document = serde_yaml::from_slice(&self.0.read(name)?).map_err(io::Error::other)?;
        remove(&mut document);
        Ok(document.to_string().into())
    }
}

#[test]
fn no_fixture_runs_code_of_its_document() {
    let folder = || Folder::of_workspace("generator/tests/fixtures");
    let mut comments = BTreeSet::new();
    for name in documents() {
        let Some(output) = output(&folder(), &name) else {
            continue;
        };
        let undescribed = crate::output(&Undescribed(folder()), &name).expect("it is accepted");
        assert_eq!(
            all(&output, programs),
            all(&undescribed, programs),
            "{name}"
        );
        comments.extend(all(&output, texts));
        let (faults, _) = faults_of(Some(output));
        assert!(faults.is_empty(), "{name}: {faults:#?}");
    }
    check_rustdoc(&Vec::from_iter(comments));
}

#[test]
fn no_attack_leaves_its_place() {
    let plain = output(&Alone(filled("", |_| false)), "a.json").expect("it is accepted");
    let plain = all(&plain, programs);
    let attacks = [ATTACKS, CONSTRUCTS, INVISIBLE].concat();
    let mut comments = BTreeSet::new();
    for first in 0..attacks.len() {
        // Each place has another string, because each document takes a while.
        let attack = |place: usize| Some(attacks[(first + 13 * place) % attacks.len()].to_owned());
        let others = |place: usize| attack(place).filter(|_| !URLS.contains(&place));
        let output = output(&Alone(filled_with(&attack)), "a.json")
            .or_else(|| output(&Alone(filled_with(&others)), "a.json"))
            .expect("it is accepted");
        let hostile = all(&output, programs);
        assert_eq!(hostile.len(), plain.len(), "from {first}: {hostile:#?}");
        comments.extend(all(&output, texts));
        let (faults, _) = faults_of(Some(output));
        assert!(faults.is_empty(), "from {first}: {faults:#?}");
    }
    check_rustdoc(&Vec::from_iter(comments));
}

/// Places of strings that requests and responses have, and that the code has in literals.
const ON_THE_WIRE: [usize; 12] = [7, 10, 12, 18, 41, 44, 50, 55, 56, 61, 64, 66];

#[test]
fn invisible_characters_are_exact_on_the_wire() {
    for (index, invisible) in INVISIBLE.iter().enumerate() {
        // Each place has another string, because each document takes a while.
        let string = |place: usize| {
            let at = ON_THE_WIRE.iter().position(|&one| one == place)?;
            Some(INVISIBLE[(index + at) % INVISIBLE.len()].to_owned() + invisible)
        };
        let output = output(&Alone(filled_with(&string)), "a.json").expect("it is accepted");
        let literals: Vec<String> = api_files(&output)
            .flat_map(|file| literals(&file.contents))
            .collect();
        for place in ON_THE_WIRE {
            let string = string(place).expect("it is on the wire");
            let is_exact = literals.iter().any(|literal| literal.contains(&string));
            assert!(is_exact, "{place}: {string:?}: {literals:?}");
        }
    }
}

/// The values of the string literals in a file.
fn literals(contents: &str) -> Vec<String> {
    fn collect(tokens: TokenStream, literals: &mut Vec<String>) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                // Documentation and other attributes for readers.
                TokenTree::Group(group) => collect(group.stream(), literals),
                TokenTree::Ident(name) if name == "doc" || name == "deprecated" => {
                    tokens.nth(1);
                }
                TokenTree::Literal(literal) => {
                    if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                        literals.push(text.value());
                    }
                }
                _ => {}
            }
        }
    }
    let mut literals = Vec::new();
    collect(contents.parse().expect("it is Rust"), &mut literals);
    literals
}

#[test]
fn the_examples_of_the_generator_run() {
    let output = output(&Alone(filled("", |_| false)), "a.json").expect("it is accepted");
    let programs = api_files(&output)
        .filter(|file| file.contents.contains("```no_run"))
        .count();
    assert!(programs > 1, "{programs}");
}

#[test]
fn code_that_rustdoc_runs_is_found() {
    for comment in [
        "```\na\n```",
        "```rust\na\n```",
        "    a",
        "- b\n\n      a",
        "[^1]: b\n\n    a",
    ] {
        assert!(!run(comment).is_empty(), "{comment}");
    }
    for info in [
        "",
        "rust",
        "(json)",
        "a b",
        "{class=a}",
        "\u{a0}",
        "E0001",
        "edition2024",
        "ignore-x",
    ] {
        assert!(is_rust(info), "{info}");
    }
    for info in ["json", "text", "c++"] {
        assert!(!is_rust(info), "{info}");
    }
    for rust in [
        "/// ```\n/// a\n/// ```\nfn a() {}",
        "/// <b>\nfn a() {}",
        "/// [a](javascript:b)\nfn a() {}",
        "/// [hostile]\nfn a() {}",
        "/// a\u{202e}\nfn a() {}",
    ] {
        assert_eq!(faults(rust).len().min(1), 1, "{rust}");
    }
}

/// Pieces that Markdown, HTML and Rust give a meaning to.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "```", "````", "~~~", "`", "\n", "\n\n", "    ", "\t", " ", "> ", "- ", "1. ", "# ", "|", "| - |", "<pre>",
            "</pre>", "<!--", "-->", "<div>", "</div>", "<p>", "<br>", "<ul>", "<li>", "</li>", "</ul>", "<code>",
            "</code>", "<b>", "</b>", "<table>", "<tr>", "<td>", "</table>", "<a href=\"hostile\">",
            "<a href=\"https://a.test\">", "</a>", "<x>", "[", "]", "(", ")", "[^1]", ":", "[hostile]", "](hostile)",
            "javascript:", "https://a.test", "\\", "*", "_", "!", "&lt;", "&#96;", "rust", "text", "json", "{", "}",
            "hostile", ".", ". A", "\r", "\0", "\u{202e}", "\u{2028}", "\u{a0}", "\"", "===", "---", "***",
        ]).prop_map(str::to_owned),
        1 => prop::sample::select(ATTACKS.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 1..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_string_leaves_its_place(text in pieces(), place in 0..PLACES, texts in any::<bool>()) {
        let (faults, _) = check(filled(&text, |filled| filled == place || texts && TEXTS.contains(&filled)));
        prop_assert!(faults.is_empty(), "{:?} in {}: {:#?}", text, place, faults);
    }
}

/// A document with each string as the description of a type, a property, an operation, a parameter and a response.
fn described(strings: &[String]) -> String {
    let mut schemas = serde_json::Map::new();
    let mut paths = serde_json::Map::new();
    for (index, text) in strings.iter().enumerate() {
        let schema = json!({
            "type": "object",
            "description": text,
            "properties": {"a": {"type": "string", "description": text, "deprecated": true}},
        });
        schemas.insert(format!("S{index}"), schema);
        let operation = json!({
            "operationId": format!("o{index}"),
            "description": text,
            "deprecated": true,
            "parameters": [
                {"name": "a", "in": "query", "required": true, "description": text, "schema": {"type": "string"}},
                {"name": "b", "in": "query", "description": text, "schema": {"type": "string"}},
            ],
            "responses": {
                "200": {"description": text, "content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/S{index}")}}}},
                "404": {"description": text},
            },
        });
        paths.insert(format!("/p{index}"), json!({"get": operation}));
    }
    json!({
        "openapi": "3.0.3",
        "info": {"title": "a", "version": "1"},
        "servers": [{"url": "https://a.test"}],
        "paths": paths,
        "components": {"schemas": schemas},
    })
    .to_string()
}

#[test]
fn no_description_leaves_its_comment() {
    let attacks = markdown_attacks::all();
    let output = output(&Alone(described(&attacks)), "a.json").expect("it is accepted");
    let plain = vec!["plain".to_owned(); attacks.len()];
    let plain = crate::output(&Alone(described(&plain)), "a.json").expect("it is accepted");
    let faults = all(&output, faults);
    assert!(
        faults.is_empty(),
        "{} faults: {:#?}",
        faults.len(),
        &faults[..faults.len().min(5)]
    );
    assert_eq!(all(&output, programs), all(&plain, programs));
    check_rustdoc(&all(&output, texts));
}

/// Compares the code that `rustdoc` finds with the programs of the generator, and with the code that the Markdown
/// parser finds.
fn check_rustdoc(texts: &[String]) {
    let Some(listed) = rustdoc::listed(texts) else {
        return;
    };
    for (text, listed) in texts.iter().zip(listed) {
        let shown = |code: &String| -> String {
            let lines = code.trim_end().lines();
            lines
                .map(|line| line.strip_prefix("# ").unwrap_or(line))
                .collect::<Vec<_>>()
                .join("\n")
        };
        let found: Vec<String> = run(text).iter().map(shown).collect();
        let listed: Vec<String> = listed.iter().map(shown).collect();
        assert_eq!(listed, found, "{text}");
    }
}
