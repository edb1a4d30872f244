//! Tests of the parts of a document that replacements keep.

use super::*;

/// The schema `A` of a document of a version, after types are set.
fn schema(version: &str, schema: &str, hints: &[(&str, &str)]) -> Value {
    let start = DOCUMENT.find("    A: ").unwrap();
    let end = start + DOCUMENT[start..].find('\n').unwrap();
    let others = DOCUMENT[end..].replace("nullable: true, ", "");
    let document = format!("{}    A: {schema}{others}", &DOCUMENT[..start]);
    let document = document.replace("3.0.3", version);
    let (document, found) = run(&document, None, types(hints), module());
    assert_eq!(found, Vec::<String>::new());
    document["components"]["schemas"]["A"].clone()
}

/// Their values are listed, or are no strings or numbers.
#[test]
fn a_format_is_not_replaced_in_other_schemas() {
    let hints = [("format.decimal", "crate::Decimal")];
    for (version, other) in [
        ("3.0.3", "{type: object, format: decimal}"),
        (
            "3.0.3",
            "{type: array, format: decimal, items: {type: string}}",
        ),
        ("3.0.3", "{type: boolean, format: decimal}"),
        ("3.0.3", "{format: decimal}"),
        ("3.0.3", "{type: string, format: decimal, enum: ['1']}"),
        ("3.1.0", "{type: string, format: decimal, const: '1'}"),
    ] {
        let found = schema(version, other, &hints);
        assert_eq!(found.get("x-rust-type"), None, "{other}");
    }
    let found = schema("3.0.3", "{type: string, format: decimal}", &hints);
    assert_eq!(found["x-rust-type"], "crate::Decimal");
}

#[test]
fn a_replaced_schema_may_still_be_null() {
    for (version, nullable) in [
        ("3.0.3", "{type: string, nullable: true}"),
        ("3.1.0", "{type: [string, 'null']}"),
        (
            "3.1.0",
            "{oneOf: [{$ref: '#/components/schemas/C'}, {type: 'null'}]}",
        ),
        (
            "3.1.0",
            "{anyOf: [{type: 'null'}, {$ref: '#/components/schemas/C'}]}",
        ),
    ] {
        let found = schema(version, nullable, &[("A", "crate::A")]);
        assert_eq!(found["nullable"], true, "{version} {nullable}: {found}");
        assert_eq!(found["x-rust-type"], "crate::A");
    }
}

/// The values of a type of the user's may have any form.
#[test]
fn the_example_of_an_object_is_not_that_of_its_type() {
    let object = "{type: object, title: T, default: {}, example: {b: 1}}";
    assert_eq!(
        schema("3.0.3", object, &[("A", "crate::A")]),
        json!({"type": "object", "title": "T", "x-rust-type": "crate::A"})
    );
    let string = "{type: string, title: T, default: a, example: b, maxLength: 5}";
    assert_eq!(
        schema("3.0.3", string, &[("A", "crate::A")]),
        json!({"type": "string", "title": "T", "default": "a", "example": "b", "x-rust-type": "crate::A"})
    );
}

#[test]
fn a_replaced_reference_does_not_have_the_hints_of_its_target() {
    let document = DOCUMENT.replace("Id: {type", "Id: {x-rust-name: Key, type");
    let hints = types(&[("A.id", "crate::Id")]);
    let (document, found) = run(&document, None, hints, module());
    assert_eq!(found, Vec::<String>::new());
    let id = &document["components"]["schemas"]["A"]["properties"]["id"];
    assert_eq!(
        id,
        &json!({"type": "string", "format": "decimal", "x-rust-type": "crate::Id"})
    );
}

#[test]
fn a_cycle_of_schemas_ends() {
    for cycle in [
        "C: {$ref: '#/components/schemas/Id'}\n    Id: {$ref: '#/components/schemas/C'}",
        "C: {type: string}\n    Id: {oneOf: [{$ref: '#/components/schemas/Id'}, {type: string}]}",
        "C: {type: string}\n    Id: {allOf: [{$ref: '#/components/schemas/Id'}]}",
    ] {
        let document = DOCUMENT
            .replace(
                "    Id: {type: string, format: decimal, maxLength: 5}\n",
                "",
            )
            .replace("C: {type: string}", cycle);
        for target in ["Id", "A.id", "/paths/~1a~1{id}/get/parameters/0"] {
            let hints = types(&[(target, "String")]);
            // The document may be invalid.
            drop(run(&document, None, hints, module()));
        }
    }
}

#[test]
fn the_type_of_a_schema_takes_precedence_over_that_of_its_format() {
    let hints = [("A", "crate::A"), ("format.decimal", "crate::Decimal")];
    let found = schema("3.0.3", "{type: string, format: decimal}", &hints);
    assert_eq!(found["x-rust-type"], "crate::A");
}
