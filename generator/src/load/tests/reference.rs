//! References: all are local afterwards, and invalid ones are reported at their place.

use serde_json::json;

use super::{diagnostics_of, document, loaded, run};

fn schemas(schemas: &str) -> String {
    document(&format!("components:\n  schemas:\n{schemas}"))
}

#[test]
fn an_unresolved_reference_is_reported_with_a_suggestion() {
    let text = schemas(
        "    Store: {type: string}\n    A:\n      $ref: '#/components/schemas/Stoer'\n    B: {$ref: '#/nowhere/at/all'}\n",
    );
    assert_eq!(
        diagnostics_of(&[("a.yaml", &text)]),
        [
            "error unresolved-reference a.yaml:8:13 `#/components/schemas/Stoer` does not exist [did you mean `Store`?]",
            "error unresolved-reference a.yaml:9:15 `#/nowhere/at/all` does not exist",
        ]
    );
}

#[test]
fn thirty_uses_of_an_unresolved_reference_are_one_diagnostic() {
    let users: String = (0..30)
        .map(|n| format!("    U{n}: {{$ref: '#/components/schemas/Stoer'}}\n"))
        .collect();
    let through: String = (0..30)
        .map(|n| format!("    V{n}: {{$ref: '#/components/schemas/U0'}}\n"))
        .collect();
    let text = schemas(&format!("    Store: {{type: string}}\n{users}{through}"));
    let (_, sources, found) = run(&[("a.yaml", &text)]);
    assert_eq!(found.len(), 1, "{found:?}");
    let lines: Vec<_> = found[0]
        .related
        .iter()
        .map(|(place, _)| sources.locate(place).line)
        .collect();
    assert_eq!(
        (sources.locate(&found[0].place).line, lines),
        (7, vec![8, 9, 10])
    );
    assert_eq!(found[0].related[2].1, "also used here, and 26 more times");
}

#[test]
fn only_the_first_of_thousands_of_unresolved_references_have_suggestions() {
    let names = |prefix: &str, value: &dyn Fn(usize) -> String| -> String {
        let line = |n| format!("    {prefix}{n}: {}\n", value(n));
        (0..700).map(line).collect()
    };
    let known = names("Store", &|_| "{type: string}".to_owned());
    let wrong = names("User", &|n| {
        format!("{{$ref: '#/components/schemas/Stroe{n}'}}")
    });
    let found = run(&[("a.yaml", &schemas(&(known + &wrong)))]).2;
    assert_eq!(found.len(), 700);
    let suggested = found.iter().filter(|one| !one.label.is_empty()).count();
    // Each suggestion is a comparison with every name: thousands of both took minutes.
    assert!((100..400).contains(&suggested), "{suggested}");
}

#[test]
fn data_that_looks_like_a_reference_is_kept() {
    let text = schemas(
        "    A:\n      type: object\n      properties:\n        $ref: {type: string}\n      example: {$ref: x}\n      default: {$ref: y}\n      x-a: {$ref: z}\n    E: {enum: [{$ref: e}]}\n",
    );
    let schemas = &loaded(&[("a.yaml", &text)])["components"]["schemas"];
    assert_eq!(
        schemas["A"]["properties"],
        json!({"$ref": {"type": "string"}})
    );
    assert_eq!(schemas["A"]["default"], json!({"$ref": "y"}));
    assert_eq!(schemas["E"]["enum"], json!([{"$ref": "e"}]));
}

#[test]
fn parts_of_other_files_become_components_once_each() {
    let main = schemas(
        "    A: {$ref: 'more/b.yaml#/definitions/B'}\n    C: {$ref: 'more/list%20a.json'}\n    D: {$ref: 'more/b.yaml#/definitions/B'}\n",
    );
    let b = "definitions:\n  B:\n    type: object\n    properties:\n      self: {$ref: '#/definitions/B'}\n      main: {$ref: '../a.yaml#/components/schemas/C'}\n";
    let c = r#"{"type": "array", "items": {"$ref": "b.yaml#/definitions/B"}}"#;
    let files = [
        ("spec/a.yaml", main.as_str()),
        ("spec/more/b.yaml", b),
        ("spec/more/list a.json", c),
    ];
    assert_eq!(
        loaded(&files)["components"]["schemas"],
        json!({
            "A": {"$ref": "#/components/schemas/B"},
            "C": {"$ref": "#/components/schemas/list_a"},
            "D": {"$ref": "#/components/schemas/B"},
            "B": {"type": "object", "properties": {
                "self": {"$ref": "#/components/schemas/B"},
                "main": {"$ref": "#/components/schemas/C"},
            }},
            "list_a": {"type": "array", "items": {"$ref": "#/components/schemas/B"}},
        })
    );
}

#[test]
fn a_mistake_in_a_referenced_file_is_located_there() {
    let main = schemas("    A: {$ref: 'b.yaml'}\n");
    let b = "type: object\nproperties:\n  x: {type: strin}\n  y: {$ref: '#/nowhere'}\n";
    assert_eq!(
        diagnostics_of(&[("a.yaml", &main), ("b.yaml", b)]),
        [
            "error invalid-document b.yaml:3:13 `type` must be one of `string`, `object`, `array`, `integer`, `number`, `boolean`, found `strin` [did you mean `string`?]",
            "error unresolved-reference b.yaml:4:13 `#/nowhere` does not exist",
        ]
    );
}

#[test]
fn a_duplicate_component_name_is_numbered() {
    let main = schemas(
        "    B: {type: string}\n    A: {$ref: 'b.yaml#/x/B'}\n    C: {$ref: 'b.yaml#/y/B'}\n",
    );
    let schemas = &loaded(&[
        ("a.yaml", &main),
        (
            "b.yaml",
            "x: {B: {type: integer}}\ny: {B: {type: number}}\n",
        ),
    ])["components"]["schemas"];
    assert_eq!(schemas["B"], json!({"type": "string"}));
    assert_eq!(schemas["A"], json!({"$ref": "#/components/schemas/x_B"}));
    assert_eq!(schemas["y_B"], json!({"type": "number"}));

    let main = schemas_of_two_files_with_the_same_stem();
    let schemas = &loaded(&main)["components"]["schemas"];
    assert_eq!(
        (&schemas["b"], &schemas["b2"]),
        (&json!({"type": "integer"}), &json!({"type": "number"}))
    );
}

fn schemas_of_two_files_with_the_same_stem() -> [(&'static str, &'static str); 3] {
    [
        (
            "a.yaml",
            "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {$ref: x/b.yaml}, C: {$ref: y/b.yaml}}}",
        ),
        ("x/b.yaml", "type: integer"),
        ("y/b.yaml", "type: number"),
    ]
}

#[test]
fn a_target_in_the_middle_of_the_document_becomes_one_component() {
    let text = schemas(
        "    A:\n      type: object\n      properties:\n        b:\n          type: object\n          properties: {c: {type: string}, again: {$ref: '#/components/schemas/A/properties/b'}}\n    D: {$ref: '#/components/schemas/A/properties/b/properties/c'}\n    E: {$ref: '#/components/schemas/F/properties/b'}\n    F: {$ref: '#/components/schemas/A'}\n",
    );
    assert_eq!(
        loaded(&[("a.yaml", &text)])["components"]["schemas"],
        json!({
            "A": {"type": "object", "properties": {"b": {"$ref": "#/components/schemas/A_b"}}},
            "D": {"$ref": "#/components/schemas/A_b_c"},
            "E": {"$ref": "#/components/schemas/A_b"},
            "F": {"$ref": "#/components/schemas/A"},
            "A_b_c": {"type": "string"},
            "A_b": {"type": "object", "properties": {
                "c": {"$ref": "#/components/schemas/A_b_c"},
                "again": {"$ref": "#/components/schemas/A_b"},
            }},
        })
    );
}

#[test]
fn a_mistake_in_a_moved_part_is_located_at_its_original_place() {
    let text = schemas(
        "    A:\n      type: object\n      properties:\n        b: {minLength: -1}\n    D: {$ref: '#/components/schemas/A/properties/b'}\n",
    );
    assert_eq!(
        diagnostics_of(&[("a.yaml", &text)]),
        [
            "error invalid-document a.yaml:9:24 `minLength` must be a non-negative integer, found the number -1"
        ]
    );
}

#[test]
fn path_items_and_callbacks_are_inlined() {
    let text = document(
        "paths:\n  /a: {$ref: 'b.yaml#/item', summary: own}\n  /c: {$ref: '#/paths/~1a'}\ncomponents:\n  callbacks:\n    Call: {'{$url}': {post: {responses: {}}}}\n",
    );
    let b = "item:\n  get:\n    parameters: [{$ref: '#/limit'}]\n    responses: {}\n    callbacks: {call: {$ref: 'a.yaml#/components/callbacks/Call'}}\nlimit: {name: limit, in: query, schema: {type: integer}}\n";
    let document = loaded(&[("a.yaml", &text), ("b.yaml", b)]);
    let item = &document["paths"]["/a"];
    assert_eq!(item["summary"], "own");
    assert_eq!(
        item["get"]["parameters"],
        json!([{"$ref": "#/components/parameters/limit"}])
    );
    assert_eq!(
        item["get"]["callbacks"]["call"]["{$url}"]["post"],
        json!({"responses": {}})
    );
    assert_eq!(document["paths"]["/c"]["get"], item["get"]);
}

#[test]
fn a_discriminator_maps_to_references() {
    let text = schemas(
        "    Dog: {type: object}\n    Pet:\n      oneOf: [{$ref: '#/components/schemas/Dog'}]\n      discriminator: {propertyName: kind, mapping: {dog: Dog, cat: cat.yaml, own: '#/components/schemas/Dog'}}\n",
    );
    let pet =
        &loaded(&[("a.yaml", &text), ("cat.yaml", "type: object")])["components"]["schemas"]["Pet"];
    let expected = json!({"dog": "#/components/schemas/Dog", "cat": "#/components/schemas/cat", "own": "#/components/schemas/Dog"});
    assert_eq!(pet["discriminator"]["mapping"], expected);

    let text = schemas(
        "    Pet: {discriminator: {propertyName: kind, mapping: {dog: Dgo}}}\n    Dog: {type: object}\n",
    );
    assert_eq!(
        diagnostics_of(&[("a.yaml", &text)]),
        [
            "warning unresolved-reference a.yaml:6:62 `Dgo` is neither a schema of the document nor a file; ignoring the reference [did you mean `#/components/schemas/Dog`?]"
        ]
    );
}

#[test]
fn cycles_of_references_are_reported_once() {
    let text = schemas(
        "    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n    C: {$ref: '#/components/schemas/A'}\n    D: {type: object, properties: {d: {$ref: '#/components/schemas/D'}}}\n",
    );
    assert_eq!(
        diagnostics_of(&[("a.yaml", &text)]),
        [
            "error reference-cycle a.yaml:6:15 `A` refers to itself through `B`, without a definition"
        ]
    );
    let text = schemas(
        "    A: {$ref: 'b.yaml#/x'}\n    B: {$ref: '#/components/schemas/B/properties/x'}\n",
    );
    assert_eq!(
        diagnostics_of(&[
            ("a.yaml", &text),
            ("b.yaml", "x: {$ref: '#/y'}\ny: {$ref: '#/x'}\n")
        ]),
        [
            "error reference-cycle a.yaml:7:15 `#/components/schemas/B/properties/x` refers to itself, without a definition",
            "error reference-cycle b.yaml:2:11 `#/x` refers to itself, without a definition",
        ]
    );
}

#[test]
fn recursive_callbacks_are_refused() {
    let text = document(
        "paths:\n  /a:\n    get:\n      responses: {}\n      callbacks: {c: {'{$url}': {$ref: '#/paths/~1a'}}}\n",
    );
    let found = diagnostics_of(&[("a.yaml", &text)]);
    assert_eq!(
        found,
        ["error reference-cycle a.yaml:8:40 the target of the reference contains the reference"]
    );
}

#[test]
fn callbacks_that_grow_exponentially_are_refused() {
    let item = |n: usize| {
        let next = n + 1;
        let call = format!("{{'{{$url}}': {{$ref: '#/paths/~1p{next}'}}}}");
        format!(
            "  /p{n}:\n    get:\n      responses: {{}}\n      callbacks: {{a: {call}, b: {call}}}\n"
        )
    };
    let paths: String = (0..40).map(item).collect();
    let text = document(&format!("paths:\n{paths}  /p40: {{}}\n"));
    let found = diagnostics_of(&[("a.yaml", &text)]);
    assert!(
        found
            .iter()
            .any(|line| line.contains("use this reference too often")),
        "{found:?}"
    );
}

#[test]
fn callbacks_that_nest_too_deeply_are_refused() {
    let item = |n: usize| {
        let call = format!("{{'{{$url}}': {{$ref: '#/paths/~1p{}'}}}}", n + 1);
        format!("  /p{n}:\n    get:\n      responses: {{}}\n      callbacks: {{a: {call}}}\n")
    };
    let paths: String = (0..30).map(item).collect::<Vec<_>>().concat();
    let found = diagnostics_of(&[(
        "a.yaml",
        &document(&format!("paths:\n{paths}  /p30: {{}}\n")),
    )]);
    assert_eq!(
        found,
        [
            "error reference-cycle a.yaml:1:1 the document nests too deeply once its references are resolved"
        ]
    );
}

#[test]
fn files_outside_the_folder_and_urls_are_refused() {
    for (reference, reason) in [
        ("https://example.com/x.yaml", "URLs are not supported"),
        ("/etc/passwd", "is not a relative path"),
        (
            "%2e%2e/secret.yaml",
            "files outside the document's folder are not supported",
        ),
        ("#Store", "is not a JSON pointer"),
        ("gone.yaml#/x", "no such file"),
    ] {
        let text = schemas(&format!("    A: {{$ref: '{reference}'}}\n"));
        let found = diagnostics_of(&[("spec/a.yaml", &text), ("secret.yaml", "{}")]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].contains("spec/a.yaml:6:15") && found[0].contains(reason),
            "{found:?}"
        );
    }
}

#[test]
fn a_broken_file_is_reported_once() {
    let text = schemas(
        "    A: {$ref: 'b.yaml#/x'}\n    B: {$ref: 'b.yaml#/y'}\n    C: {$ref: 'gone.yaml'}\n    D: {$ref: 'gone.yaml'}\n",
    );
    let found = diagnostics_of(&[("a.yaml", &text), ("b.yaml", "a: [")]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[1].starts_with("error invalid-syntax b.yaml:"),
        "{found:?}"
    );
}

#[test]
fn a_reference_to_the_wrong_kind_of_object_is_reported() {
    let text = document(
        "components:\n  parameters:\n    Limit: {name: limit, in: query, schema: {type: integer}}\n  schemas:\n    A: {$ref: '#/components/parameters/Limit'}\n    B: {$ref: '#/components/schemas'}\n",
    );
    assert_eq!(
        diagnostics_of(&[("a.yaml", &text)]),
        [
            "error unresolved-reference a.yaml:8:15 `#/components/parameters/Limit` must refer to a schema, found a parameter",
            "error unresolved-reference a.yaml:9:15 `#/components/schemas` must refer to a schema, found a different kind of value",
        ]
    );
}

#[test]
fn references_of_documentation_that_lead_nowhere_are_warnings() {
    let text = document(
        "paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: D\n          content: {application/json: {examples: {a: {$ref: '#/components/examples/No'}, b: {$ref: '#/components/examples/B'}}}}\n          links: {l: {$ref: 'no.yaml#/l'}}\n      callbacks: {c: {$ref: '#/components/callbacks/No'}}\ncomponents: {examples: {B: {$ref: '#/components/examples/No'}}}\n",
    );
    let found = diagnostics_of(&[("a.yaml", &text)]);
    assert_eq!(found.len(), 3, "{found:?}");
    for diagnostic in found {
        assert!(diagnostic.starts_with("warning "), "{diagnostic}");
        assert!(
            diagnostic.contains("; ignoring the reference"),
            "{diagnostic}"
        );
    }
}

#[test]
fn the_target_of_a_reference_to_a_security_scheme_is_no_scheme_of_its_own() {
    let text = document(
        "x-key: {type: apiKey, in: header, name: K}\ncomponents:\n  securitySchemes:\n    a: {$ref: '#/x-key'}\n    b: {$ref: 'more/b.yaml#/scheme'}\n    c: {$ref: '#/components/securitySchemes/b'}\n",
    );
    let files = [
        ("a.yaml", text.as_str()),
        ("more/b.yaml", "scheme: {$ref: c.yaml}"),
        ("more/c.yaml", "{type: http, scheme: bearer}"),
    ];
    assert_eq!(
        loaded(&files)["components"]["securitySchemes"],
        json!({
            "a": {"type": "apiKey", "in": "header", "name": "K"},
            "b": {"type": "http", "scheme": "bearer"},
            "c": {"$ref": "#/components/securitySchemes/b"},
        })
    );
}
