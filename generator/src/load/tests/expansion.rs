//! Tests of the limits on what the components of a document repeat.

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostics;
use crate::load::expansion::refuse_too_large;

fn is_refused(document: &Value) -> bool {
    let mut diagnostics = Diagnostics::default();
    let refused = refuse_too_large(document, &mut diagnostics);
    assert_eq!(diagnostics.has_errors(), refused);
    refused
}

fn numbered(count: usize, value: impl Fn(usize) -> Value) -> Value {
    (0..count)
        .map(|n| (format!("n{n}"), value(n)))
        .collect::<Map<_, _>>()
        .into()
}

/// A document in which each of 1000 values uses a component of 100 KB.
fn uses(component: &Value, section: &str, of: impl Fn(Value) -> Value) -> Value {
    let reference = json!({"$ref": format!("#/components/{section}/Big")});
    let used = of(numbered(1_000, |_| reference.clone()));
    json!({"paths": used, "components": {section: {"Big": component}}})
}

#[test]
fn a_description_that_is_repeated_wherever_it_is_used_is_refused() {
    let text = "x".repeat(100_000);
    let described = json!({"description": text});
    for section in ["responses", "parameters", "schemas", "headers"] {
        assert!(
            is_refused(&uses(&described, section, |uses| uses)),
            "{section}"
        );
    }
    let few = json!({"description": "x".repeat(1_000)});
    assert!(!is_refused(&uses(&few, "responses", |uses| uses)));
}

#[test]
fn only_what_a_use_repeats_is_counted() {
    let property = json!({"properties": {"a": {"description": "x".repeat(100_000)}}});
    assert!(!is_refused(&uses(&property, "schemas", |uses| uses)));
    let parents = |uses: Value| {
        let uses = uses.as_object().into_iter().flatten();
        let children: Vec<Value> = uses.map(|(_, parent)| json!({"allOf": [parent]})).collect();
        json!(children)
    };
    assert!(is_refused(&uses(&property, "schemas", parents)));
    let forms = |uses: Value| {
        let uses = uses.as_object().into_iter().flatten();
        let form = |schema: &Value| json!({"content": {"multipart/form-data": {"schema": schema}}});
        let forms: Vec<Value> = uses.map(|(_, schema)| form(schema)).collect();
        json!(forms)
    };
    assert!(is_refused(&uses(&property, "schemas", forms)));
}

#[test]
fn properties_are_repeated_for_each_alternative() {
    let text = json!({"description": "x".repeat(100_000)});
    let alternatives: Vec<Value> = (0..1_000).map(|_| json!({"type": "object"})).collect();
    let schema = json!({"properties": {"a": text}, "oneOf": alternatives});
    assert!(is_refused(
        &json!({"components": {"schemas": {"A": schema}}})
    ));
    let part = json!({"oneOf": alternatives});
    let schema =
        json!({"allOf": [{"$ref": "#/components/schemas/B"}, {"properties": {"a": text}}]});
    assert!(is_refused(
        &json!({"components": {"schemas": {"A": schema, "B": part}}})
    ));
}

#[test]
fn a_long_chain_is_refused_as_such() {
    let chain = |length: usize| {
        let reference = |n: usize| format!("#/components/schemas/n{}", (n + 1) % length);
        let link = |n| json!({"allOf": [{"$ref": reference(n)}]});
        json!({"components": {"schemas": numbered(length, link)}})
    };
    assert!(!is_refused(&chain(256)));
    let mut diagnostics = Diagnostics::default();
    assert!(refuse_too_large(&chain(20_000), &mut diagnostics));
    let message = &diagnostics.into_vec()[0].message;
    assert!(message.contains("a chain of more than 256"), "{message}");
}

#[test]
fn long_names_around_many_values_are_refused() {
    let many = |name: String| json!({"paths": {name: numbered(10_000, |_| json!(1))}});
    assert!(is_refused(&many("x".repeat(100_000))));
    assert!(!is_refused(&many("x".repeat(1_000))));
}

#[test]
fn too_many_operations_are_refused() {
    let document = |count: usize| {
        let item = |_| json!({"get": {}, "put": {}, "summary": ""});
        json!({"paths": numbered(count, item)})
    };
    assert!(is_refused(&document(12_501)));
    assert!(!is_refused(&document(12_500)));
}
