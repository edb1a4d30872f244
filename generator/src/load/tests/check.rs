//! Mistakes in a document: each is reported at its place, and repaired if the intent is clear.

use serde_json::json;

use super::super::syntax::DEPTH;
use super::{diagnostics_of, document, loaded, run};

/// Asserts the diagnostics for a schema, given in one line, which starts in column 8 of line 6.
#[track_caller]
fn schema(schema: &str, expected: &[&str]) {
    let text = document(&format!("components:\n  schemas:\n    A: {schema}\n"));
    let expected: Vec<_> = expected
        .iter()
        .map(|line| line.replacen(" at ", " a.yaml:6:", 1))
        .collect();
    assert_eq!(diagnostics_of(&[("a.yaml", &text)]), expected, "{schema}");
}

/// Asserts the diagnostics for an operation, which starts on line 7, indented by six spaces.
#[track_caller]
fn operation(operation: &str, expected: &[&str]) {
    let text = document(&format!("paths:\n  /a:\n    get:\n{operation}"));
    let expected: Vec<_> = expected
        .iter()
        .map(|line| line.replacen(" at ", " a.yaml:", 1))
        .collect();
    assert_eq!(
        diagnostics_of(&[("a.yaml", &text)]),
        expected,
        "{operation}"
    );
}

#[test]
fn missing_required_keywords_are_reported() {
    operation(
        "      operationId: a\n",
        &[
            "warning invalid-document at 6:5 an operation must have `responses`; using an empty object",
        ],
    );
    assert_eq!(
        diagnostics_of(&[(
            "a.json",
            "{\"openapi\": \"3.0.3\",\n \"info\": {\"title\": \"T\"}}"
        )]),
        [
            "warning invalid-document a.json:1:1 an OpenAPI document must have `paths`; using an empty object",
            "warning invalid-document a.json:2:2 an info object must have `version`; using an empty string",
        ]
    );
}

#[test]
fn a_misspelt_keyword_is_recognised() {
    operation(
        "      requestbody: {content: {}}\n      x-mine: 1\n      responses: {}\n",
        &[
            "warning unknown-keyword at 7:7 `requestbody` is not a keyword of an operation and is ignored [did you mean `requestBody`?]",
        ],
    );
    schema(
        "{contains: {}}",
        &["warning unknown-keyword at 9 `contains` is not a keyword of a schema and is ignored"],
    );
}

#[test]
fn values_of_the_wrong_type_are_reported() {
    operation(
        "      tags: x\n      deprecated: yes\n      parameters: {a: 1}\n      responses: [1]\n",
        &[
            "error invalid-document at 7:13 `tags` must be an array, found the string `x`",
            "error invalid-document at 8:19 `deprecated` must be `true` or `false`, found the string `yes`",
            "error invalid-document at 9:7 `parameters` must be an array, found an object",
            "error invalid-document at 10:7 `responses` must be an object, found an array",
        ],
    );
    schema(
        "{allOf: [3]}",
        &[
            "error invalid-document at 17 `allOf[0]` must be a schema or a reference to one, found the number 3",
        ],
    );
    schema(
        "{minLength: -1}",
        &[
            "error invalid-document at 20 `minLength` must be a non-negative integer, found the number -1",
        ],
    );
    schema(
        "{$ref: 3}",
        &["error invalid-document at 15 `$ref` must be a string, found the number 3"],
    );
}

#[test]
fn invalid_paths_and_status_codes_are_refused() {
    let text = document("paths:\n  pets: {}\n  x-a: 1\n");
    assert_eq!(
        diagnostics_of(&[("a.yaml", &text)]),
        ["error invalid-document a.yaml:5:3 `pets` must be a path that starts with `/`"]
    );
    operation(
        "      responses:\n        200: {description: ok}\n        4xx: {description: ok}\n        defualt: {description: ok}\n",
        &[
            "error invalid-document at 10:9 `defualt` must be a status code such as `200`, a range such as `4XX`, or `default` [did you mean `default`?]",
        ],
    );
}

#[test]
fn parameters_must_have_a_schema_and_a_style_of_their_location() {
    operation(
        "      responses: {}\n      parameters:\n        - {name: a, in: query}\n        - {name: b, in: body, schema: {}}\n        - {name: c, in: header, style: form, schema: {}}\n        - {name: d, in: query, content: {}}\n        - {name: e, in: query, schema: {}, content: {a/b: {}}}\n        - {name: f, in: query, style: 5, schema: {}}\n",
        &[
            "warning invalid-document at 9:11 a parameter must have `schema` or `content`; using `schema: {\"type\":\"string\"}`",
            "error invalid-document at 10:25 `in` must be one of `query`, `header`, `path`, `cookie`, found `body`",
            "error invalid-document at 11:40 `style` of a header parameter must be `simple`, found `form`",
            "error invalid-document at 12:32 `content` of a parameter must have exactly one media type, found 0",
            "warning invalid-document at 13:44 a parameter must not have both `schema` and `content`; using `schema`",
            "error invalid-document at 14:39 `style` must be one of `form`, `simple`, `matrix`, `label`, `spaceDelimited`, `pipeDelimited`, `deepObject`, found the number 5",
        ],
    );
}

#[test]
fn a_path_parameter_is_always_required() {
    let text =
        document("paths:\n  /{a}:\n    parameters:\n      - {name: a, in: path, schema: {}}\n");
    let (document, _, diagnostics) = run(&[("a.yaml", &text)]);
    assert_eq!(diagnostics.len(), 1);
    let value = serde_json::to_value(document.expect("only a warning").openapi).expect("JSON");
    assert_eq!(value["paths"]["/{a}"]["parameters"][0]["required"], true);
}

#[test]
fn a_header_without_schema_is_a_string() {
    operation(
        "      responses: {200: {description: ok, headers: {X-A: {description: a}}}}\n",
        &[
            "warning invalid-document at 7:52 a header must have `schema` or `content`; using `type: string`",
        ],
    );
}

#[test]
fn security_schemes_must_have_the_keywords_of_their_type() {
    let text = document(
        "components:\n  securitySchemes:\n    A: {type: apiKey, name: k}\n    B: {type: basic}\n    C: {type: oauth2, flows: {implicit: {scopes: {}}}}\n    D: {type: http}\n",
    );
    assert_eq!(
        diagnostics_of(&[("a.yaml", &text)]),
        [
            "error invalid-document a.yaml:6:5 a security scheme must have `in`",
            "error invalid-document a.yaml:7:15 `type` must be one of `apiKey`, `http`, `oauth2`, `openIdConnect`, found `basic`",
            "error invalid-document a.yaml:8:31 an OAuth flow must have `authorizationUrl`",
            "error invalid-document a.yaml:9:5 a security scheme must have `scheme`",
        ]
    );
}

#[test]
fn spellings_of_other_versions_have_specific_messages() {
    schema(
        "{type: [string, 'null']}",
        &[
            "warning invalid-document at 9 an array of types or the type `null` requires OpenAPI 3.1; interpreting it as in 3.1",
        ],
    );
    schema(
        "{const: 1}",
        &["warning invalid-document at 9 `const` requires OpenAPI 3.1; interpreting it as in 3.1"],
    );
    schema(
        "true",
        &[
            "warning invalid-document at 8 a boolean schema requires OpenAPI 3.1; interpreting it as in 3.1",
        ],
    );
    schema(
        "{type: string, required: true}",
        &[
            "warning invalid-document at 33 `required` of a schema must be an array of property names; it is ignored",
        ],
    );
    schema(
        "{discriminator: kind}",
        &[
            "warning invalid-document at 24 `discriminator` must be an object; using `propertyName: kind`",
        ],
    );
    schema(
        "{type: integer, exclusiveMinimum: 5}",
        &[
            "warning invalid-document at 42 `exclusiveMinimum` must be `true` or `false`; using `minimum: 5` as an exclusive bound",
        ],
    );
}

#[test]
fn an_array_without_items_accepts_any_items() {
    schema(
        "{type: array}",
        &[
            "warning invalid-document at 5 an array must have `items`; items of any type are accepted",
        ],
    );
}

#[test]
fn keywords_of_a_different_type_are_ignored() {
    schema(
        "{type: string, items: {}, maximum: 5}",
        &[
            "warning invalid-document at 23 `items` does not apply to the type `string` and is ignored",
            "warning invalid-document at 34 `maximum` does not apply to the type `string` and is ignored",
        ],
    );
}

#[test]
fn values_of_an_enum_and_a_default_must_match_the_type() {
    schema(
        "{type: integer, enum: [1, 1.0, a, null]}",
        &[
            "warning invalid-document at 34 the number 1 appears twice in this `enum`; the duplicate is ignored",
            "warning invalid-document at 39 a value of this `enum` must be an integer, found the string `a`; ignoring the value",
        ],
    );
    schema(
        "{type: string, enum: [a, 1.10]}",
        &[
            "warning invalid-document at 33 `enum[1]` must be a string, found the number 1.1; using the string `1.10`",
        ],
    );
    schema(
        "{type: boolean, default: maybe}",
        &[
            "warning invalid-document at 33 `default` must be a boolean, found the string `maybe`; ignoring `default`",
        ],
    );
    schema(
        "{type: string, enum: [a], default: b}",
        &[
            "warning invalid-document at 43 `default` must be one of the values of `enum`, found the string `b`; ignoring `default` [did you mean `a`?]",
        ],
    );
}

#[test]
fn the_bounds_of_an_integer_are_rounded_to_integers() {
    let integer = |bounds: &str| {
        let text = document(&format!(
            "components:\n  schemas:\n    A: {{type: integer, {bounds}}}\n"
        ));
        loaded(&[("a.yaml", &text)])["components"]["schemas"]["A"].clone()
    };
    assert_eq!(
        integer("minimum: 1.0, maximum: 2e3"),
        json!({"type": "integer", "minimum": 1, "maximum": 2000})
    );
    assert_eq!(
        integer("minimum: 0.5, exclusiveMinimum: true"),
        json!({"type": "integer", "minimum": 1})
    );
    assert_eq!(
        integer("minimum: -1e30, maximum: 18446744073709551615"),
        json!({"type": "integer"})
    );
    assert_eq!(
        integer("multipleOf: 2.0"),
        json!({"type": "integer", "multipleOf": 2})
    );
}

#[test]
fn numbers_in_place_of_strings_become_strings_as_written() {
    let text = "openapi: 3.0\ninfo: {title: T, version: 1.10}\npaths: {}\n";
    let (document, _, diagnostics) = run(&[("a.yaml", text)]);
    assert_eq!(
        document.expect("only warnings").openapi.info.version,
        "1.10"
    );
    assert_eq!(diagnostics.len(), 2);
}

#[test]
fn an_empty_keyword_is_ignored() {
    operation(
        "      description:\n      tags: ~\n      responses: {}\n",
        &[
            "warning invalid-document at 7:7 `description` is empty and is ignored",
            "warning invalid-document at 8:7 `tags` is empty and is ignored",
        ],
    );
    operation(
        "      responses:\n",
        &[
            "warning invalid-document at 6:5 an operation must have `responses`; using an empty object",
            "warning invalid-document at 7:7 `responses` is empty and is ignored",
        ],
    );
}

#[test]
fn a_name_with_nothing_after_it_has_an_empty_value() {
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a:\ncomponents:\n  schemas:\n    E:\n    F: {type: object, properties: {a: }}\n";
    let (document, _, diagnostics) = run(&[("a.yaml", text)]);
    let document = document.expect("only warnings").openapi;
    assert_eq!(
        document
            .components
            .map(|components| components.schemas.len()),
        Some(2)
    );
    let messages: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.message.clone())
        .collect();
    let expected = ["/a", "E", "a"].map(|name| format!("`{name}` is empty; using an empty object"));
    assert_eq!(messages, expected);
}

#[test]
fn siblings_of_a_reference_are_ignored() {
    let text = document(
        "components:\n  schemas:\n    A: {type: string}\n    B: {$ref: '#/components/schemas/A', nullable: true, description: fine, x-a: 1}\n",
    );
    assert_eq!(
        diagnostics_of(&[("a.yaml", &text)]),
        ["warning ignored-sibling a.yaml:7:41 `nullable` next to a `$ref` is ignored"]
    );
}

#[test]
fn mistakes_in_advisory_keywords_are_warnings() {
    let text = document(
        "externalDocs: {url: 1}\ntags: [{name: a, externalDocs: []}]\ncomponents:\n  examples: {A: 1}\n  links: {B: {}}\n",
    );
    let (document, _, diagnostics) = run(&[("a.yaml", &text)]);
    let document = document.expect("only warnings").openapi;
    assert_eq!(diagnostics.len(), 4, "{diagnostics:?}");
    assert_eq!(document.external_docs.expect("external docs").url, "1");
    assert_eq!(document.tags[0].external_docs, None);
    let components = document.components.expect("components");
    assert!(components.examples.is_empty() && components.links.is_empty());
}

#[test]
fn extensions_in_a_callback_are_ignored() {
    operation(
        "      responses: {}\n      callbacks: {c: {x-a: 1, '{$url}': {x-b: 2}}}\n",
        &[],
    );
}

#[test]
fn one_run_reports_all_mistakes_in_document_order() {
    let text = document(
        "paths:\n  /a:\n    get: {responses: {}, parameters: [{name: a}]}\n  /b: {put: {}}\ncomponents: {schemas: {A: {type: x}}}\n",
    );
    let lines: Vec<_> = run(&[("a.yaml", &text)]).2;
    assert_eq!(lines.len(), 4, "{lines:?}");
    let found = diagnostics_of(&[("a.yaml", &text)]);
    let lines: Vec<_> = found
        .iter()
        .filter_map(|line| line.split(':').nth(1))
        .collect();
    assert_eq!(lines, ["6", "6", "7", "8"]);
}

#[test]
fn mistakes_between_operations_are_reported_with_all_others() {
    let text = document(
        "security: [{key: []}]\npaths:\n  /a/{id}:\n    get: {operationId: a, responses: {200: {$ref: '#/gone'}}}\n    put: {operationId: a, deprecated: yes, responses: {}}\n",
    );
    let found = diagnostics_of(&[("a.yaml", &text)]);
    let codes: Vec<_> = found
        .iter()
        .filter_map(|line| line.split(' ').nth(1))
        .collect();
    assert_eq!(
        codes,
        [
            "unresolved-reference",
            "path-parameter-mismatch",
            "unresolved-reference",
            "duplicate-operation-id",
            "invalid-document"
        ]
    );
}

#[test]
fn an_invalid_parameter_is_not_also_reported_as_missing() {
    for parameter in [
        "{name: id, in: paht, required: true, schema: {}}",
        "{nmae: id, in: path, required: true, schema: {}}",
        "{$ref: '#/components/parameters/Gone'}",
        "7",
    ] {
        let text = document(&format!(
            "paths:\n  /a/{{id}}:\n    get:\n      responses: {{}}\n      parameters: [{parameter}]\n"
        ));
        let found = diagnostics_of(&[("a.yaml", &text)]);
        let errors = found
            .iter()
            .filter(|line| line.starts_with("error"))
            .count();
        assert_eq!(errors, 1, "{found:#?}");
    }
}

#[test]
fn path_parameters_are_found_through_references_and_on_the_path_item() {
    let text = document(
        "paths:\n  /{a}/{b}/{c}:\n    parameters: [{name: a, in: path, required: true, schema: {}}]\n    get:\n      responses: {}\n      parameters:\n        - $ref: '#/components/parameters/B'\n        - {name: c, in: path, required: true, schema: {}}\ncomponents:\n  parameters:\n    B: {$ref: '#/components/parameters/B2'}\n    B2: {name: b, in: path, required: true, schema: {}}\n",
    );
    loaded(&[("a.yaml", &text)]);
}

#[test]
fn nesting_to_the_maximum_depth_is_accepted() {
    for keyword in ["items", "not", "additionalProperties"] {
        // The other levels are the document, `components`, `schemas` and the innermost schema.
        let levels = DEPTH - 4;
        let (open, close) = (format!("{{{keyword}: ").repeat(levels), "}".repeat(levels));
        let text = document(&format!(
            "components:\n  schemas:\n    A: {open}{{type: string}}{close}\n"
        ));
        loaded(&[("a.yaml", &text)]);
    }
}
