//! OpenAPI 3.2: `$self`, additional operations, and security requirements that are addresses.

use serde_json::Value;

use super::{diagnostics_of, document, run};

fn of_3_2(paths_and_components: &str) -> String {
    document(paths_and_components).replacen("3.0.3", "3.2.0", 1)
}

/// The document that is loaded without a diagnostic.
#[track_caller]
fn loaded(files: &[(&str, &str)]) -> Value {
    assert_eq!(diagnostics_of(files), Vec::<String>::new());
    let document = run(files).0.expect("no diagnostic, so a document");
    serde_json::to_value(document.openapi).expect("a document is JSON")
}

#[test]
fn references_to_the_address_of_a_document_are_local() {
    let text = of_3_2(
        "components:\n  schemas:\n    A: {type: object, properties: {b: {$ref: 'https://e.example/v1/api.yaml#/components/schemas/B'}, c: {$ref: 'https://e.example/v1/parts/c.yaml#/C'}, d: {$ref: 'parts/c.yaml#/C'}}}\n    B: {type: string}\n",
    ) + "$self: https://e.example/v1/api.yaml\n";
    let parts =
        "C: {type: array, items: {$ref: 'https://e.example/v1/api.yaml#/components/schemas/B'}}\n";
    let document = loaded(&[("api.yaml", &text), ("parts/c.yaml", parts)]);
    let schemas = &document["components"]["schemas"];
    let properties = &schemas["A"]["properties"];
    assert_eq!(properties["b"]["$ref"], "#/components/schemas/B");
    assert_eq!(properties["c"], properties["d"]);
    assert_eq!(schemas["C"]["items"]["$ref"], "#/components/schemas/B");
}

#[test]
fn a_relative_address_is_the_base_of_references() {
    let text = of_3_2(
        "components:\n  schemas:\n    A: {type: array, items: {$ref: 'c.yaml#/C'}}\n    B: {type: array, items: {$ref: 'api.yaml#/components/schemas/A'}}\n",
    ) + "$self: parts/api.yaml\n";
    let document = loaded(&[
        ("main.yaml", &text),
        ("parts/c.yaml", "C: {type: string}\n"),
    ]);
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["C"]["type"], "string");
    assert_eq!(schemas["B"]["items"]["$ref"], "#/components/schemas/A");
}

#[test]
fn an_address_has_no_effect_in_older_versions() {
    let text = document(
        "components:\n  schemas:\n    A: {type: array, items: {$ref: 'https://e.example/api.yaml#/components/schemas/A'}}\n",
    ) + "$self: https://e.example/api.yaml\n";
    let found = diagnostics_of(&[("api.yaml", &text)]);
    assert!(
        found
            .iter()
            .any(|one| one.contains("references to URLs are not supported")),
        "{found:?}"
    );
}

#[test]
fn additional_operations_are_repaired_and_checked_like_others() {
    let text = of_3_2(
        "paths:\n  /a/{id}:\n    get: {operationId: same, responses: {}}\n    additionalOperations:\n      COPY: {operationId: same, responses: {}, security: [{nowhere: []}]}\n",
    );
    let found = diagnostics_of(&[("api.yaml", &text)]).join("\n");
    for expected in [
        "no path parameter has that name",
        "api.yaml:8:27 the operation id `same` is used twice",
        "`#/components/securitySchemes/nowhere` does not exist",
    ] {
        assert!(found.contains(expected), "{expected}: {found}");
    }
    let document = run(&[("api.yaml", &text)]).0.expect("only warnings");
    let copy = &document.additional_operations["/a/{id}"][0];
    assert_eq!(copy.method, "COPY");
    assert_eq!(copy.operation.parameters.len(), 1);
    assert_eq!(copy.operation.operation_id, None);
}

#[test]
fn invalid_methods_are_reported() {
    for (method, message) in [
        ("GET", "which has a keyword"),
        ("query", "methods are case-sensitive"),
        ("CONNECT", "opens a tunnel"),
        ("Connect", "opens a tunnel"),
        ("'MOVE TO'", "is not a valid HTTP method"),
        ("''", "is not a valid HTTP method"),
    ] {
        let text = of_3_2(&format!(
            "paths:\n  /a: {{additionalOperations: {{{method}: {{responses: {{}}}}}}}}\n"
        ));
        let found = diagnostics_of(&[("api.yaml", &text)]);
        assert!(found[0].contains(message), "{method}: {found:?}");
    }
}
