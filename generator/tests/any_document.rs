//! Every accepted document generates valid Rust; every rejected document gets a diagnostic.

#[path = "support/collision.rs"]
mod collision;
#[path = "support/mutation.rs"]
mod mutation;
#[path = "support/mod.rs"]
mod support;

use std::io;
use std::sync::LazyLock;

use openapi_crate::diagnostic::Code;
use openapi_crate::{Files, Input, generate};
use proptest::prelude::*;
use serde_json::{Value, json};

use mutation::{Choices, mutate};
use support::api_files;

/// The fixtures, as trees. References to other files do not resolve.
static DOCUMENTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures"))
        .expect("the folder exists");
    let mut paths: Vec<_> = folder
        .map(|entry| entry.expect("the entry can be read").path())
        .collect();
    paths.sort();
    let read =
        |path: std::path::PathBuf| serde_yaml::from_str(&std::fs::read_to_string(path).ok()?).ok();
    paths.into_iter().filter_map(read).collect()
});

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

/// Runs the generator, and returns the faults in its output and whether there is output.
fn faults(document: &Value) -> (Vec<String>, bool) {
    let input = Input {
        document: "a.json".to_owned(),
        package: "a".to_owned(),
        ..Input::default()
    };
    let outcome = generate(&input, &Alone(document.to_string()));
    let Some(output) = &outcome.output else {
        let silent = outcome.diagnostics.is_empty();
        return (
            silent
                .then(|| "rejected without a diagnostic".to_owned())
                .into_iter()
                .collect(),
            false,
        );
    };
    let faults = api_files(output).flat_map(|file| {
        collision::faults(&file.contents)
            .into_iter()
            .map(|fault| format!("{}: {fault}", file.path))
    });
    (faults.collect(), true)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_accepted_document_is_rust_without_duplicate_names(bytes in prop::collection::vec(any::<u8>(), 8..60)) {
        let mut choices = Choices::new(&bytes);
        let mut document = DOCUMENTS[choices.below(DOCUMENTS.len())].clone();
        let donor = &DOCUMENTS[choices.below(DOCUMENTS.len())];
        mutate(&mut document, donor, &mut choices);
        let (faults, _) = faults(&document);
        prop_assert!(faults.is_empty(), "{faults:#?}\n{document:#}");
    }
}

#[test]
fn every_fixture_is_rust_without_duplicate_names() {
    for document in DOCUMENTS.iter() {
        let (faults, _) = faults(document);
        assert!(faults.is_empty(), "{faults:#?}\n{document:#}");
    }
}

#[test]
fn many_mutations_are_still_accepted() {
    let accepted = (0..200_u8).filter(|seed| {
        let bytes: Vec<u8> = (0..16)
            .map(|n: u8| seed.wrapping_mul(37).wrapping_add(n.wrapping_mul(*seed)))
            .collect();
        let mut choices = Choices::new(&bytes);
        let mut document = DOCUMENTS[choices.below(DOCUMENTS.len())].clone();
        mutate(&mut document, &DOCUMENTS[0], &mut choices);
        faults(&document).1
    });
    let accepted = accepted.count();
    // Otherwise the property above would be vacuous.
    assert!(accepted >= 30, "{accepted} of 200 are accepted");
}

#[test]
fn a_document_with_too_many_types_is_rejected() {
    let schemas: serde_json::Map<String, Value> = (0..75_001)
        .map(|n| (format!("S{n}"), json!({"type": "string"})))
        .collect();
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    });
    let input = Input {
        document: "a.json".to_owned(),
        package: "a".to_owned(),
        ..Input::default()
    };
    let outcome = generate(&input, &Alone(document.to_string()));
    assert!(outcome.output.is_none());
    assert_eq!(outcome.diagnostics.len(), 1);
    assert_eq!(outcome.diagnostics[0].code, Code::DocumentTooLarge);
}

#[test]
fn a_duplicate_name_is_found() {
    for rust in [
        "struct A; enum A {}",
        "struct A { a: u8, a: u8 }",
        "enum A { B, B }",
        "impl A { fn a() {} } impl A { fn a() {} }",
        "fn a(b: u8, b: u8) {}",
        "static A: u8 = 1; static A: u8 = 2;",
        "struct A(u8); static A: u8 = 1;",
        "struct A; fn A() {}",
        "use b::A; struct A {}",
        "static a: u8 = 1; fn b(a: u8) {}",
        "struct a(u8); impl B { fn b(&self, a: u8) {} }",
        "macro_rules! a { () => {} } macro_rules! a { () => {} }",
        "mod a; enum a {}",
        "const A: u8 = 1; struct A(u8);",
        "trait A {} type A = u8;",
        "fn (",
    ] {
        assert_eq!(collision::faults(rust).len(), 1, "{rust}");
    }
    assert!(
        collision::faults("struct A; impl A { fn a() {} } struct B; impl B { fn a() {} }")
            .is_empty()
    );
    assert!(
        collision::faults("macro_rules! a { () => {} } fn a() {} mod a; a! {} a! {}").is_empty()
    );
    assert!(collision::faults("struct A {} static A: u8 = 1; enum B {} fn B(c: u8) {}").is_empty());
}
