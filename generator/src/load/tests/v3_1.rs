//! OpenAPI 3.1: each keyword is rewritten as 3.0, and diagnostics point at the original document.

use serde_json::{Value, json};

use super::{diagnostics_of, document, run};

fn of_3_1(paths_and_components: &str) -> String {
    document(paths_and_components).replacen("3.0.3", "3.1.0", 1)
}

/// A document with a schema `A`, given in one line, which starts in column 8 of line 6.
fn with_schema(schema: &str) -> String {
    of_3_1(&format!(
        "components:\n  schemas:\n    A: {schema}\n    B: {{type: string}}\n"
    ))
}

fn rewritten(text: &str) -> Value {
    let document = run(&[("a.yaml", text)]).0.expect("a document");
    serde_json::to_value(document.openapi).expect("a document is JSON")
}

/// Asserts the rewritten schema and the warnings.
#[track_caller]
fn schema(schema: &str, expected: &Value, warnings: &[&str]) {
    let text = with_schema(schema);
    assert_eq!(
        &rewritten(&text)["components"]["schemas"]["A"],
        expected,
        "{schema}"
    );
    let warnings: Vec<_> = warnings
        .iter()
        .map(|line| line.replacen(" at ", " a.yaml:6:", 1))
        .collect();
    assert_eq!(diagnostics_of(&[("a.yaml", &text)]), warnings, "{schema}");
}

/// Asserts the diagnostics for an invalid schema.
#[track_caller]
fn wrong(schema: &str, expected: &[&str]) {
    let expected: Vec<_> = expected
        .iter()
        .map(|line| line.replacen(" at ", " a.yaml:6:", 1))
        .collect();
    assert_eq!(
        diagnostics_of(&[("a.yaml", &with_schema(schema))]),
        expected,
        "{schema}"
    );
}

#[test]
fn null_in_an_array_of_types_is_nullable() {
    schema(
        "{type: [string, 'null']}",
        &json!({"type": "string", "nullable": true}),
        &[],
    );
    schema(
        "{type: ['null', array], items: {}}",
        &json!({"type": "array", "nullable": true, "items": {}}),
        &[],
    );
    schema("{type: [integer, number]}", &json!({"type": "number"}), &[]);
    schema("{type: [string]}", &json!({"type": "string"}), &[]);
}

#[test]
fn several_types_become_one_schema_each_with_the_applicable_keywords() {
    schema(
        "{type: [string, array, 'null'], maxLength: 3, items: {type: [string, 'null']}, description: D}",
        &json!({
            "anyOf": [
                {"type": "string", "maxLength": 3},
                {"type": "array", "items": {"type": "string", "nullable": true}},
            ],
            "nullable": true,
            "description": "D",
        }),
        &[],
    );
    schema(
        "{type: [string, integer], enum: [a, 1, b]}",
        &json!({"anyOf": [{"type": "string", "enum": ["a", "b"]}, {"type": "integer", "enum": [1]}]}),
        &[],
    );
    schema(
        "{type: [string, object, array, number, boolean, 'null']}",
        &json!({"nullable": true}),
        &[],
    );
}

#[test]
fn a_schema_that_allows_only_null_becomes_an_enum_of_null() {
    schema(
        "{type: 'null', description: D}",
        &json!({"enum": [null], "nullable": true, "description": "D"}),
        &[],
    );
    schema(
        "{const: null}",
        &json!({"enum": [null], "nullable": true}),
        &[],
    );
}

#[test]
fn null_among_alternatives_is_nullable() {
    schema(
        "{oneOf: [{type: 'null'}, {$ref: '#/components/schemas/B'}]}",
        &json!({"allOf": [{"$ref": "#/components/schemas/B"}], "nullable": true}),
        &[],
    );
    schema(
        "{anyOf: [{type: string}, {const: null}, {type: [integer, 'null']}]}",
        &json!({"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": true}),
        &[],
    );
}

#[test]
fn a_constant_is_an_enum_of_one() {
    schema("{const: a}", &json!({"type": "string", "enum": ["a"]}), &[]);
    schema(
        "{type: integer, const: 5}",
        &json!({"type": "integer", "enum": [5]}),
        &[],
    );
}

#[test]
fn alternatives_that_are_constants_are_an_enum_with_names() {
    schema(
        "{oneOf: [{const: 1, title: ONE, description: First.}, {const: 2, title: TWO}, {type: 'null'}]}",
        &json!({
            "type": "integer",
            "enum": [1, 2],
            "nullable": true,
            "x-enum-varnames": ["ONE", "TWO"],
            "x-enum-descriptions": ["First.", ""],
        }),
        &[],
    );
    // Constants of two types, or with further keywords, remain alternatives.
    schema(
        "{oneOf: [{const: 1}, {const: a}]}",
        &json!({"oneOf": [{"type": "integer", "enum": [1]}, {"type": "string", "enum": ["a"]}]}),
        &[],
    );
}

#[test]
fn the_narrower_of_two_bounds_applies() {
    schema(
        "{type: number, exclusiveMinimum: 5, maximum: 9, exclusiveMaximum: 10}",
        &json!({"type": "number", "minimum": 5.0, "exclusiveMinimum": true, "maximum": 9.0}),
        &[],
    );
    schema(
        "{type: number, minimum: 5, exclusiveMinimum: 5}",
        &json!({"type": "number", "minimum": 5.0, "exclusiveMinimum": true}),
        &[],
    );
    wrong(
        "{type: number, exclusiveMinimum: true}",
        &[
            "warning invalid-document at 41 `exclusiveMinimum` must be a number; interpreting it as in OpenAPI 3.0",
        ],
    );
}

#[test]
fn siblings_of_a_reference_are_kept() {
    schema(
        "{$ref: '#/components/schemas/B', description: D, deprecated: true}",
        &json!({"allOf": [{"$ref": "#/components/schemas/B"}], "description": "D", "deprecated": true}),
        &[],
    );
    schema(
        "{$ref: '#/components/schemas/B', maxLength: 3}",
        &json!({"allOf": [{"$ref": "#/components/schemas/B"}, {"maxLength": 3}]}),
        &[],
    );
    schema(
        "{$ref: '#/components/schemas/B', $comment: C}",
        &json!({"$ref": "#/components/schemas/B"}),
        &[],
    );
}

#[test]
fn the_first_of_several_examples_is_the_example() {
    schema(
        "{type: string, examples: [a, b]}",
        &json!({"type": "string", "example": "a"}),
        &[],
    );
    schema(
        "{type: string, examples: [a], example: b}",
        &json!({"type": "string", "example": "b"}),
        &[],
    );
}

#[test]
fn the_items_of_a_tuple_match_any_of_its_schemas() {
    schema(
        "{type: array, prefixItems: [{type: string}, {type: [integer, 'null']}], items: false}",
        &json!({
            "type": "array",
            "items": {"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": true},
            "maxItems": 2,
        }),
        &["warning unsupported at 22 `prefixItems` does not assign schemas by position"],
    );
    schema(
        "{prefixItems: [{type: number}, {type: number}], minItems: 2}",
        &json!({"type": "array", "items": {"type": "number"}, "minItems": 2}),
        &[],
    );
    schema(
        "{type: array, items: false}",
        &json!({"type": "array", "items": {}, "maxItems": 0}),
        &[],
    );
}

#[test]
fn pattern_properties_become_additional_properties() {
    schema(
        "{type: object, patternProperties: {^x: {type: string}}, additionalProperties: false}",
        &json!({"type": "object", "additionalProperties": {"type": "string"}}),
        &[],
    );
    schema(
        "{patternProperties: {^x: {type: string}, ^y: {type: boolean}, ^z: false}, additionalProperties: {type: integer}}",
        &json!({
            "type": "object",
            "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "boolean"}, {"type": "integer"}]},
        }),
        &[],
    );
    schema(
        "{type: object, unevaluatedProperties: false}",
        &json!({"type": "object", "additionalProperties": false}),
        &[],
    );
}

#[test]
fn encoded_content_has_a_format() {
    schema(
        "{type: string, contentEncoding: base64}",
        &json!({"type": "string", "format": "byte"}),
        &[],
    );
    schema(
        "{contentMediaType: application/octet-stream}",
        &json!({"type": "string", "format": "binary", "x-content-media-type": "application/octet-stream"}),
        &[],
    );
    schema(
        "{type: string, contentMediaType: application/jwt}",
        &json!({"type": "string", "x-content-media-type": "application/jwt"}),
        &[],
    );
    schema(
        "{type: string, contentEncoding: base32}",
        &json!({"type": "string"}),
        &["warning unsupported at 23 `contentEncoding: base32` is not supported"],
    );
}

#[test]
fn boolean_schemas_allow_any_value_or_none() {
    schema(
        "{type: object, properties: {a: true, b: false}}",
        &json!({"type": "object", "properties": {"a": {}}}),
        &[],
    );
    schema("true", &json!({}), &[]);
    schema("false", &json!({"not": {}}), &[]);
}

#[test]
fn unsupported_keywords_are_warnings() {
    schema(
        "{type: object, propertyNames: {pattern: a}, dependentRequired: {a: [b]}, $comment: C}",
        &json!({"type": "object"}),
        &[
            "warning unsupported at 23 `propertyNames` is not checked",
            "warning unsupported at 52 `dependentRequired` is not checked",
        ],
    );
    schema(
        "{type: string, if: {pattern: a}, then: {minLength: 1}, else: {maxLength: 1}}",
        &json!({"type": "string"}),
        &["warning unsupported at 23 `if`, `then` and `else` are not supported"],
    );
}

#[test]
fn definitions_inside_a_schema_become_components() {
    let document = rewritten(&with_schema(
        "{type: object, $defs: {N: {type: [string, 'null']}}, properties: {a: {$ref: '#/components/schemas/A/$defs/N'}}}",
    ));
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["A"]["properties"]["a"],
        json!({"$ref": "#/components/schemas/A_N"})
    );
    assert_eq!(schemas["A_N"], json!({"type": "string", "nullable": true}));
}

#[test]
fn references_to_anchors_and_ids_are_resolved() {
    let text = of_3_1(
        "components:\n  schemas:\n    A: {$anchor: a, type: string}\n    B: {$id: 'https://x.example/b', type: object, properties: {p: {type: integer}}}\n    C: {type: object, properties: {a: {$ref: '#a'}, b: {$ref: 'https://x.example/b'}, c: {$ref: 'https://x.example/b#/properties/p'}}}\n",
    );
    assert_eq!(diagnostics_of(&[("a.yaml", &text)]), Vec::<String>::new());
    let document = rewritten(&text);
    let properties = &document["components"]["schemas"]["C"]["properties"];
    assert_eq!(properties["a"], json!({"$ref": "#/components/schemas/A"}));
    assert_eq!(properties["b"], json!({"$ref": "#/components/schemas/B"}));
    assert_eq!(properties["c"], json!({"$ref": "#/components/schemas/B_p"}));
}

#[test]
fn optional_and_new_parts_of_a_document_are_read() {
    let text = "\
openapi: 3.1.0
info: {title: T, version: '1', summary: S., description: D., license: {name: L, identifier: MIT}}
jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base
webhooks: {ping: {post: {responses: {}}}}
components:
  securitySchemes: {C: {type: mutualTLS}, K: {type: apiKey, name: k, in: header}}
security: [{C: [], K: []}]
";
    assert_eq!(
        diagnostics_of(&[("a.yaml", text)]),
        [
            "warning unsupported a.yaml:4:1 webhooks are requests from the server and not part of a client",
            "warning unsupported a.yaml:6:21 mutual TLS is configured in the HTTP client, not in requests",
        ]
    );
    let document = rewritten(text);
    assert_eq!(document["paths"], json!({}));
    assert_eq!(document["info"]["description"], "S.\n\nD.");
    assert_eq!(
        document["info"]["license"],
        json!({"name": "L", "url": "https://spdx.org/licenses/MIT.html"})
    );
    assert_eq!(document["security"], json!([{"K": []}]));
}

#[test]
fn path_items_of_components_are_inlined() {
    let text = of_3_1(
        "paths:\n  /a: {$ref: '#/components/pathItems/P'}\ncomponents:\n  pathItems:\n    P: {get: {operationId: g}}\n",
    );
    assert_eq!(diagnostics_of(&[("a.yaml", &text)]), Vec::<String>::new());
    let operation = &rewritten(&text)["paths"]["/a"]["get"];
    assert_eq!(*operation, json!({"operationId": "g", "responses": {}}));
}

#[test]
fn diagnostics_about_rewritten_parts_point_at_the_original_document() {
    // The schema is on line 6. Each mistake is in a part that moves.
    wrong(
        "{type: [strng, array, 'null'], items: {type: x}}",
        &[
            "error invalid-document at 16 `type` must be one of `string`, `object`, `array`, `integer`, `number`, `boolean`, `null`, or an array of them, found `strng` [did you mean `string`?]",
            "error invalid-document at 53 `type` must be one of `string`, `object`, `array`, `integer`, `number`, `boolean`, `null`, or an array of them, found `x`",
        ],
    );
    wrong(
        "{anyOf: [{type: 'null'}, {minLength: a}]}",
        &[
            "error invalid-document at 45 `minLength` must be a non-negative integer, found the string `a`",
        ],
    );
    wrong(
        "{$ref: '#/components/schemas/B', properties: {a: {title: []}}}",
        &["error invalid-document at 58 `title` must be a string, found an array"],
    );
    wrong(
        "{patternProperties: {a: {title: []}, b: {maxLength: b}}}",
        &[
            "error invalid-document at 33 `title` must be a string, found an array",
            "error invalid-document at 60 `maxLength` must be a non-negative integer, found the string `b`",
        ],
    );
    wrong(
        "{prefixItems: [{title: []}, {title: a}], items: {title: {}}}",
        &[
            "warning unsupported at 9 `prefixItems` does not assign schemas by position",
            "error invalid-document at 24 `title` must be a string, found an array",
            "error invalid-document at 57 `title` must be a string, found an object",
        ],
    );
}

#[test]
fn values_of_the_wrong_kind_are_reported() {
    wrong(
        "{prefixItems: {}}",
        &["error invalid-document at 9 `prefixItems` must be an array of schemas"],
    );
    wrong(
        "{type: [1]}",
        &["error invalid-document at 9 `type` must be a type or an array of types"],
    );
    wrong(
        "{type: string, contentEncoding: 1}",
        &["error invalid-document at 40 `contentEncoding` must be a string"],
    );
}

#[test]
fn keywords_of_a_different_version_are_reported() {
    schema(
        "{type: string, nullable: true}",
        &json!({"type": "string", "nullable": true}),
        &[
            "warning unknown-keyword at 23 `nullable` is not a keyword of OpenAPI 3.1; interpreting it as in OpenAPI 3.0",
        ],
    );
    schema(
        "{type: string, cosnt: a}",
        &json!({"type": "string"}),
        &[
            "warning unknown-keyword at 23 `cosnt` is not a keyword of a schema and is ignored [did you mean `const`?]",
        ],
    );
    for version in ["3.0", "3.1"] {
        let text = document("").replacen("3.0.3", &format!("{version}.1"), 1)
            + "$self: https://x.example/api.yaml\n";
        let (document, _, diagnostics) = run(&[("a.yaml", &text)]);
        assert!(document.is_some());
        let help = diagnostics
            .first()
            .and_then(|diagnostic| diagnostic.help.clone());
        let expected =
            format!("`$self` was added in OpenAPI 3.2, but this document is OpenAPI {version}");
        assert_eq!(help, Some(expected));
    }
}
