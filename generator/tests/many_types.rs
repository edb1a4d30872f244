//! The types of a large API are split into several files.

use std::fmt::Write as _;
use std::io;

use openapi_crate::surface::public_api;
use openapi_crate::{Files, Input, Outcome, Output, generate};

/// A document as the only file.
struct Alone(String);

impl Files for Alone {
    fn read(&self, _: &str) -> io::Result<Vec<u8>> {
        Ok(self.0.clone().into_bytes())
    }
}

/// Generates a crate with this many types. Half of them start with an A, half with a letter outside ASCII; each refers
/// to one of the other half.
fn crate_of(types: usize) -> Output {
    let outcome = outcome_of(types);
    outcome
        .output
        .unwrap_or_else(|| panic!("{:?}", outcome.diagnostics))
}

fn outcome_of(types: usize) -> Outcome {
    let mut document =
        "openapi: 3.0.3\ninfo: { title: Large, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n"
            .to_owned();
    for n in 0..types {
        let (name, other) = if n % 2 == 0 {
            ("Alpha", "Étoile")
        } else {
            ("Étoile", "Alpha")
        };
        let other = format!("#/components/schemas/{other}{}", (n ^ 1).min(types - 1));
        writeln!(
            document,
            "    {name}{n}: {{ type: object, properties: {{ a: {{ $ref: '{other}' }} }} }}"
        )
        .unwrap();
    }
    let input = Input {
        document: "a.yaml".to_owned(),
        package: "large".to_owned(),
        ..Input::default()
    };
    generate(&input, &Alone(document))
}

#[test]
fn the_public_api_names_types_where_callers_find_them() {
    let outcome = outcome_of(252);
    let listing = public_api(&outcome.api.expect("it has no errors"));
    let has = |line: &str| listing.iter().any(|found| found.starts_with(line));
    assert!(has("crate::types::Alpha0: struct") && has("crate::types::Étoile1: struct"));
    assert!(!has("crate::types/") && !has("crate::types::a"));
}

fn text<'o>(output: &'o Output, path: &str) -> Option<&'o str> {
    output
        .files
        .iter()
        .find(|file| file.path == path)
        .map(|file| file.contents.as_str())
}

#[test]
fn up_to_250_types_are_in_one_file() {
    let output = crate_of(250);
    assert_eq!(
        text(&output, "src/types.rs")
            .unwrap()
            .matches("pub struct ")
            .count(),
        250
    );
    assert!(
        output
            .files
            .iter()
            .all(|file| !file.path.starts_with("src/types/"))
    );
}

#[test]
fn more_types_are_in_one_file_per_initial_with_the_same_paths() {
    let output = crate_of(252);
    let module = text(&output, "src/types.rs").unwrap();
    for line in ["mod a;", "mod other;", "pub use a::*;", "pub use other::*;"] {
        assert!(
            module.lines().any(|found| found == line),
            "{line}: {module}"
        );
    }
    let structs = |path| text(&output, path).unwrap().matches("pub struct ").count();
    assert_eq!(
        [structs("src/types/a.rs"), structs("src/types/other.rs")],
        [126, 126]
    );
    assert_eq!(module.matches("pub struct ").count(), 0);
}

#[test]
fn a_file_imports_the_target_of_an_alias_in_another_file() {
    let mut document = "openapi: 3.0.3\ninfo: { title: Large, version: '1' }\npaths:\n  /a:\n    put:\n      \
        requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Account' } } } }\n      \
        responses: { '204': { description: Done. } }\ncomponents:\n  schemas:\n    \
        Account: { type: object, properties: { word: { $ref: '#/components/schemas/Word' } } }\n    \
        Answer: { type: object, properties: { word: { $ref: '#/components/schemas/Word' } } }\n    \
        Letter: { type: object, required: [word], properties: { word: { $ref: '#/components/schemas/Word' } } }\n    \
        Word: { type: string, format: password }\n"
        .to_owned();
    for n in 0..250 {
        writeln!(
            document,
            "    Large{n}: {{ type: object, properties: {{ a: {{ type: string }} }} }}"
        )
        .unwrap();
    }
    let input = Input {
        document: "a.yaml".to_owned(),
        package: "large".to_owned(),
        ..Input::default()
    };
    let output = generate(&input, &Alone(document)).output.unwrap();
    let file = text(&output, "src/types/a.rs").unwrap();
    assert!(
        file.contains("impl Into<Secret>") && file.contains("use super::*;"),
        "{file}"
    );
    let module = text(&output, "src/types.rs").unwrap();
    assert!(
        module.contains("\nuse crate::runtime::for_types::*;\n"),
        "{module}"
    );
    // `Letter` is never built, so nothing there takes a `Word`.
    assert!(!text(&output, "src/types/l.rs").unwrap().contains("Secret"));
}
