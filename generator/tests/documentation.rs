//! Documentation is data: no description and no name of a document is run as a test, is HTML, or links to anything but a page.

#[path = "support/documentation.rs"]
mod documentation;
#[path = "support/mod.rs"]
mod support;

use std::io;
use std::path::Path;

use openapi_crate::{Files, Input, Output, generate};
use proptest::prelude::*;
use serde_json::{Value, json};

use documentation::{ATTACKS, faults, is_rust, run};
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

/// A document with a place for a string in each position: `{n}` stands for the string.
fn template() -> Value {
    let operation = json!({
        "operationId": "{0}",
        "summary": "{1}",
        "description": "{2}",
        "tags": ["{3}", "{4}"],
        "externalDocs": {"url": "{5}", "description": "{6}"},
        "deprecated": true,
        "parameters": [
            {"name": "{7}", "in": "query", "description": "{8}", "schema": {"type": "string", "default": "{9}"}},
            {"name": "{10}", "in": "query", "required": true, "description": "{11}", "schema": {"type": "string", "enum": ["{12}", "b"]}},
            {"name": "c", "in": "query", "required": true, "schema": {"type": "string", "pattern": "{13}", "format": "{14}", "example": "{15}"}},
            {"name": "d", "in": "query", "content": {"{16}": {"schema": {"type": "string"}}}},
        ],
        "requestBody": {
            "description": "{17}",
            "required": true,
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/A"}},
                "text/{18}": {"schema": {"type": "string"}},
            },
        },
        "responses": {
            "200": {
                "description": "{19}",
                "headers": {"{20}": {"description": "{21}", "schema": {"type": "string"}}},
                "links": {"{22}": {"operationId": "{0}"}},
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}, "image/{45}": {}},
            },
            "404": {"description": "{23}", "headers": {"{24}": {"schema": {"type": "string"}}}, "content": {"{25}": {}}},
        },
        "callbacks": {"{26}": {}},
        "servers": [{"url": "https://b.test/{27}"}],
    });
    json!({
        "openapi": "3.0.3",
        "info": {"title": "{28}", "version": "1", "description": "{29}"},
        "externalDocs": {"url": "{30}"},
        "tags": [{"name": "{3}", "description": "{31}", "externalDocs": {"url": "{32}"}}],
        "servers": [
            {"url": "https://{{33}}.test/{34}", "description": "{35}",
             "variables": {"{33}": {"default": "{36}", "enum": ["{36}", "b"], "description": "{37}"}}},
            {"url": "https://c.test"},
        ],
        "security": [{"{38}": []}, {"k": []}],
        "paths": {"/a/{39}": {"post": operation}},
        "components": {
            "securitySchemes": {
                "{38}": {"type": "http", "scheme": "bearer", "description": "{40}"},
                "k": {"type": "apiKey", "in": "query", "name": "{41}"},
            },
            "schemas": {
                "A": {
                    "type": "object",
                    "description": "{42}",
                    "title": "{43}",
                    "required": ["{44}"],
                    "properties": {
                        "{44}": {"$ref": "#/components/schemas/B"},
                        "e": {"type": "string", "enum": ["{12}", "x"]},
                        "f": {"$ref": "#/components/schemas/{46}"},
                    },
                },
                "B": {"type": "string", "description": "{8}\n\n{2}"},
                "{46}": {"type": "integer", "enum": [1, 2], "description": "- a\n\n{2}", "deprecated": true},
            },
        },
    })
}

/// The number of places in the template.
const PLACES: usize = 47;

/// The number of groups of places that are filled one after the other.
const GROUPS: usize = 5;

/// The template with a string in some places, and plain words in the others.
fn filled(text: &str, is_filled: impl Fn(usize) -> bool) -> String {
    fn fill(value: &Value, replaced: &dyn Fn(&str) -> String) -> Value {
        match value {
            Value::String(text) => Value::String(replaced(text)),
            Value::Array(items) => items.iter().map(|item| fill(item, replaced)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(key, value)| (replaced(key), fill(value, replaced)))
                .collect(),
            other => other.clone(),
        }
    }
    let replaced = |of: &str| {
        let mut of = of.to_owned();
        for place in 0..PLACES {
            let name = format!("{{{place}}}");
            if of.contains(&name) {
                let plain = format!("plain{place}");
                let filling = if is_filled(place) { text } else { &plain };
                of = of.replace(&name, filling);
            }
        }
        of
    };
    fill(&template(), &replaced).to_string()
}

fn check(document: String) -> (Vec<String>, bool) {
    faults_of(output(&Alone(document), "a.json"))
}

#[test]
fn no_fixture_runs_code_of_its_document() {
    let folder = Folder::of_workspace("generator/tests/fixtures");
    let names = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures"))
        .expect("the folder exists")
        .map(|entry| entry.expect("the entry can be read").file_name());
    for name in names.filter_map(|name| name.into_string().ok()) {
        if Path::new(&name).extension() == Some("yaml".as_ref()) && !name.contains("overlay.") {
            let (faults, _) = faults_of(output(&folder, &name));
            assert!(faults.is_empty(), "{name}: {faults:#?}");
        }
    }
}

#[test]
fn no_attack_leaves_its_place() {
    let (faults, is_accepted) = check(filled("", |_| false));
    assert!(is_accepted && faults.is_empty(), "{faults:#?}");
    let mut accepted = 0;
    for attack in ATTACKS {
        // Several places at a time, because each document takes a while.
        for group in 0..GROUPS {
            let (faults, is_accepted) = check(filled(attack, |place| place % GROUPS == group));
            assert!(
                faults.is_empty(),
                "{attack:?} in the places {group} of {GROUPS}: {faults:#?}"
            );
            accepted += usize::from(is_accepted);
        }
    }
    let all = ATTACKS.len() * GROUPS;
    assert!(accepted > all / 2, "{accepted} of {all} are accepted");
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
        let is_text = |place| [1, 2, 6, 8, 11, 17, 19, 21, 23, 29, 31, 35, 37, 40, 42, 43].contains(&place);
        let (faults, _) = check(filled(&text, |filled| filled == place || texts && is_text(filled)));
        prop_assert!(faults.is_empty(), "{:?} in {}: {:#?}", text, place, faults);
    }
}
