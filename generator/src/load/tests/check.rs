//! Mistakes in a document: each is named in OpenAPI's words, at its place, and mended where the intent is plain.

use serde_json::json;

use super::super::syntax::DEPTH;
use super::{diagnostics_of, document, loaded, run};

/// Asserts what is reported of a schema, given in one line; it starts in column 8 of line 6.
#[track_caller]
fn schema(schema: &str, expected: &[&str]) {
    let text = document(&format!("components:\n  schemas:\n    A: {schema}\n"));
    let expected: Vec<_> = expected
        .iter()
        .map(|line| line.replacen(" at ", " a.yaml:6:", 1))
        .collect();
    assert_eq!(diagnostics_of(&[("a.yaml", &text)]), expected, "{schema}");
}

/// Asserts what is reported of an operation; it starts on line 7, indented by six spaces.
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
fn keywords_that_must_be_there_are_missed() {
    operation(
        "      operationId: a\n",
        &["warning invalid-document at 6:5 an operation needs `responses`; an empty one is taken"],
    );
    assert_eq!(
        diagnostics_of(&[(
            "a.json",
            "{\"openapi\": \"3.0.3\",\n \"info\": {\"title\": \"T\"}}"
        )]),
        [
            "warning invalid-document a.json:1:1 an OpenAPI document needs `paths`; an empty one is taken",
            "warning invalid-document a.json:2:2 an info object needs `version`; an empty text is taken",
        ]
    );
}

#[test]
fn a_misspelt_keyword_is_recognised() {
    operation(
        "      requestbody: {content: {}}\n      x-mine: 1\n      responses: {}\n",
        &[
            "warning unknown-keyword at 7:7 `requestbody` is not a keyword of an operation; it is not read [did you mean `requestBody`?]",
        ],
    );
    schema(
        "{contains: {}}",
        &["warning unknown-keyword at 9 `contains` is not a keyword of a schema; it is not read"],
    );
}

#[test]
fn values_of_the_wrong_type_are_named() {
    operation(
        "      tags: x\n      deprecated: yes\n      parameters: {a: 1}\n      responses: [1]\n",
        &[
            "error invalid-document at 7:13 `tags` must be a list, not the text `x`",
            "error invalid-document at 8:19 `deprecated` must be `true` or `false`, not the text `yes`",
            "error invalid-document at 9:7 `parameters` must be a list, not an object",
            "error invalid-document at 10:7 `responses` must be a responses object (an object), not a list",
        ],
    );
    schema(
        "{allOf: [3]}",
        &[
            "error invalid-document at 17 `allOf[0]` must be a schema or a reference to one, not the number 3",
        ],
    );
    schema(
        "{minLength: -1}",
        &[
            "error invalid-document at 20 `minLength` must be a whole number, 0 or more, not the number -1",
        ],
    );
    schema(
        "{$ref: 3}",
        &["error invalid-document at 15 `$ref` must be a text, not the number 3"],
    );
}

#[test]
fn names_that_are_no_paths_or_status_codes_are_refused() {
    let text = document("paths:\n  pets: {}\n  x-a: 1\n");
    assert_eq!(
        diagnostics_of(&[("a.yaml", &text)]),
        ["error invalid-document a.yaml:5:3 `pets` must be a path, which starts with `/`"]
    );
    operation(
        "      responses:\n        200: {description: ok}\n        4xx: {description: ok}\n        defualt: {description: ok}\n",
        &[
            "error invalid-document at 10:9 `defualt` must be a status code such as `200`, a range such as `4XX`, or `default` [did you mean `default`?]",
        ],
    );
}

#[test]
fn parameters_need_a_schema_and_a_style_of_their_place() {
    operation(
        "      responses: {}\n      parameters:\n        - {name: a, in: query}\n        - {name: b, in: body, schema: {}}\n        - {name: c, in: header, style: form, schema: {}}\n        - {name: d, in: query, content: {}}\n        - {name: e, in: query, schema: {}, content: {a/b: {}}}\n        - {name: f, in: query, style: 5, schema: {}}\n",
        &[
            "warning invalid-document at 9:11 a parameter must have `schema` or `content`; `schema: {\"type\":\"string\"}` is taken",
            "error invalid-document at 10:25 `in` must be one of `query`, `header`, `path`, `cookie`, not `body`",
            "error invalid-document at 11:40 `style` of a header parameter must be `simple`, not `form`",
            "error invalid-document at 12:32 `content` of a parameter must have exactly one media type, not 0",
            "warning invalid-document at 13:44 a parameter must not have both `schema` and `content`; `schema` is taken",
            "error invalid-document at 14:39 `style` must be one of `form`, `simple`, `matrix`, `label`, `spaceDelimited`, `pipeDelimited`, `deepObject`, not the number 5",
        ],
    );
}

#[test]
fn a_path_parameter_is_required_whatever_it_says() {
    let text =
        document("paths:\n  /{a}:\n    parameters:\n      - {name: a, in: path, schema: {}}\n");
    let (document, _, diagnostics) = run(&[("a.yaml", &text)]);
    assert_eq!(diagnostics.len(), 1);
    let value = serde_json::to_value(document.expect("only a warning").openapi).expect("JSON");
    assert_eq!(value["paths"]["/{a}"]["parameters"][0]["required"], true);
}

#[test]
fn a_header_without_schema_is_a_text() {
    operation(
        "      responses: {200: {description: ok, headers: {X-A: {description: a}}}}\n",
        &[
            "warning invalid-document at 7:52 a header must have `schema` or `content`; `type: string` is taken",
        ],
    );
}

#[test]
fn security_schemes_need_what_their_type_needs() {
    let text = document(
        "components:\n  securitySchemes:\n    A: {type: apiKey, name: k}\n    B: {type: basic}\n    C: {type: oauth2, flows: {implicit: {scopes: {}}}}\n    D: {type: http}\n",
    );
    assert_eq!(
        diagnostics_of(&[("a.yaml", &text)]),
        [
            "error invalid-document a.yaml:6:5 `in` is missing: a security scheme must have it",
            "error invalid-document a.yaml:7:15 `type` must be one of `apiKey`, `http`, `oauth2`, `openIdConnect`, not `basic`",
            "error invalid-document a.yaml:8:31 `authorizationUrl` is missing: an OAuth flow must have it",
            "error invalid-document a.yaml:9:5 `scheme` is missing: a security scheme must have it",
        ]
    );
}

#[test]
fn spellings_of_other_versions_have_words_of_their_own() {
    schema(
        "{type: [string, 'null']}",
        &[
            "warning invalid-document at 9 a list of types, or `null` for one, came with OpenAPI 3.1; it is read as 3.1 has it",
        ],
    );
    schema(
        "{const: 1}",
        &["warning invalid-document at 9 `const` came with OpenAPI 3.1; it is read as 3.1 has it"],
    );
    schema(
        "true",
        &[
            "warning invalid-document at 8 a schema that is `true` or `false` came with OpenAPI 3.1; it is read as 3.1 has it",
        ],
    );
    schema(
        "{type: string, required: true}",
        &[
            "warning invalid-document at 33 `required` of a schema must be a list of the names of its properties; it is not read",
        ],
    );
    schema(
        "{discriminator: kind}",
        &[
            "warning invalid-document at 24 `discriminator` must be an object; `propertyName: kind` is taken",
        ],
    );
    schema(
        "{type: integer, exclusiveMinimum: 5}",
        &[
            "warning invalid-document at 42 `exclusiveMinimum` must be `true` or `false`; `minimum: 5`, exclusive, is taken",
        ],
    );
}

#[test]
fn an_array_without_items_is_one_of_anything() {
    schema(
        "{type: array}",
        &[
            "warning invalid-document at 5 an array must have `items`; elements of any type are taken",
        ],
    );
}

#[test]
fn keywords_of_another_type_are_left_out() {
    schema(
        "{type: string, items: {}, maximum: 5}",
        &[
            "warning invalid-document at 23 `items` says nothing about a value of type `string`; it is not read",
            "warning invalid-document at 34 `maximum` says nothing about a value of type `string`; it is not read",
        ],
    );
}

#[test]
fn values_of_an_enum_and_a_default_must_fit_the_type() {
    schema(
        "{type: integer, enum: [1, 1.0, a, null]}",
        &[
            "warning invalid-document at 34 the number 1 stands twice in this `enum`; it is taken once",
            "warning invalid-document at 39 the text `a` is not of type `integer`; this value of the `enum` is left out",
        ],
    );
    schema(
        "{type: string, enum: [a, 1.10]}",
        &[
            "warning invalid-document at 33 `enum[1]` must be a text; the number 1.1 is taken as the text `1.10`",
        ],
    );
    schema(
        "{type: boolean, default: maybe}",
        &[
            "warning invalid-document at 33 `default` must be of type `boolean`, not the text `maybe`; it is left out",
        ],
    );
    schema(
        "{type: string, enum: [a], default: b}",
        &[
            "warning invalid-document at 43 `default` must be one of the values of `enum`, not the text `b`; it is left out [did you mean `a`?]",
        ],
    );
}

#[test]
fn the_bounds_of_an_integer_become_integers() {
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
fn numbers_where_a_text_belongs_are_taken_as_they_are_written() {
    let text = "openapi: 3.0\ninfo: {title: T, version: 1.10}\npaths: {}\n";
    let (document, _, diagnostics) = run(&[("a.yaml", text)]);
    assert_eq!(
        document.expect("only warnings").openapi.info.version,
        "1.10"
    );
    assert_eq!(diagnostics.len(), 2);
}

#[test]
fn an_empty_keyword_is_as_good_as_none() {
    operation(
        "      description:\n      tags: ~\n      responses: {}\n",
        &[
            "warning invalid-document at 7:7 `description` is empty; it is read as if it were not there",
            "warning invalid-document at 8:7 `tags` is empty; it is read as if it were not there",
        ],
    );
    operation(
        "      responses:\n",
        &[
            "warning invalid-document at 6:5 an operation needs `responses`; an empty one is taken",
            "warning invalid-document at 7:7 `responses` is empty; it is read as if it were not there",
        ],
    );
}

#[test]
fn what_is_beside_a_reference_is_not_read() {
    let text = document(
        "components:\n  schemas:\n    A: {type: string}\n    B: {$ref: '#/components/schemas/A', nullable: true, description: fine, x-a: 1}\n",
    );
    assert_eq!(
        diagnostics_of(&[("a.yaml", &text)]),
        ["warning ignored-sibling a.yaml:7:41 `nullable` beside a `$ref` is not read"]
    );
}

#[test]
fn a_reference_where_none_may_stand_is_refused() {
    operation(
        "      responses: {$ref: '#/components/responses'}\n",
        &["error invalid-document at 7:19 a reference cannot stand in for a responses object"],
    );
}

#[test]
fn mistakes_in_what_nothing_depends_on_are_warnings() {
    let text = document(
        "externalDocs: {url: 1}\ntags: [{name: a, externalDocs: []}]\ncomponents:\n  examples: {A: 1}\n  links: {B: {}}\n",
    );
    let (document, _, diagnostics) = run(&[("a.yaml", &text)]);
    let document = document.expect("only warnings").openapi;
    assert_eq!(diagnostics.len(), 4, "{diagnostics:?}");
    assert_eq!(document.external_docs.expect("a text").url, "1");
    assert_eq!(document.tags[0].external_docs, None);
    let components = document.components.expect("components");
    assert!(components.examples.is_empty() && components.links.is_empty());
}

#[test]
fn extensions_in_a_callback_do_not_get_in_the_way() {
    operation(
        "      responses: {}\n      callbacks: {c: {x-a: 1, '{$url}': {x-b: 2}}}\n",
        &[],
    );
}

#[test]
fn all_mistakes_come_in_one_run_in_the_order_of_the_document() {
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
fn what_is_wrong_between_operations_is_said_beside_any_other_mistake() {
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
fn a_parameter_that_is_wrong_in_itself_is_not_missed_in_the_path() {
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
fn path_parameters_are_found_behind_references_and_on_the_path() {
    let text = document(
        "paths:\n  /{a}/{b}/{c}:\n    parameters: [{name: a, in: path, required: true, schema: {}}]\n    get:\n      responses: {}\n      parameters:\n        - $ref: '#/components/parameters/B'\n        - {name: c, in: path, required: true, schema: {}}\ncomponents:\n  parameters:\n    B: {$ref: '#/components/parameters/B2'}\n    B2: {name: b, in: path, required: true, schema: {}}\n",
    );
    loaded(&[("a.yaml", &text)]);
}

#[test]
fn nesting_as_deep_as_is_allowed_is_checked_and_read() {
    for keyword in ["items", "not", "additionalProperties"] {
        // Beside these, there are the document, `components`, `schemas` and the innermost schema.
        let levels = DEPTH - 4;
        let (open, close) = (format!("{{{keyword}: ").repeat(levels), "}".repeat(levels));
        let text = document(&format!(
            "components:\n  schemas:\n    A: {open}{{type: string}}{close}\n"
        ));
        loaded(&[("a.yaml", &text)]);
    }
}
