//! `keep_going` omits the erroneous parts of a document, and generates the rest.

mod support;

use openapi_crate::{Files, Input, generate};
use support::diagnostics;

struct Text(&'static str);

impl Files for Text {
    fn read(&self, _: &str) -> std::io::Result<Vec<u8>> {
        Ok(self.0.as_bytes().to_vec())
    }
}

/// Ten operations, of which five can be generated.
const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://a.example'}]
paths:
  /good:
    get: {operationId: good, responses: {'200': {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/Wrong'}}}}}}
  /template/{id:
    get: {operationId: open, responses: {}}
  /template/{id}:
    get: {operationId: template, responses: {}}
    put: {operationId: kept, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {}}
  /twice:
    get: {operationId: good, responses: {}}
  /part:
    get: {operationId: part, deprecated: perhaps, responses: {}}
  /all:
    parameters: [{name: a, in: body}]
    get: {operationId: all, responses: {}}
  /response:
    get: {operationId: response, responses: {'200': {$ref: '#/components/responses/Wrong'}}}
  /lost:
    get: {operationId: lost, responses: {'200': {$ref: '#/components/responses/Lost'}}}
  /schema:
    get: {operationId: schema, responses: {'200': {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/Lost'}}}}}}
components:
  responses:
    Wrong: {description: D, content: []}
  schemas:
    Wrong: {type: strong}
";

fn run(keep_going: bool) -> openapi_crate::Outcome {
    let input = Input {
        document: "a.yaml".to_owned(),
        package: "test".to_owned(),
        keep_going,
        ..Input::default()
    };
    generate(&input, &Text(DOCUMENT))
}

#[test]
fn erroneous_parts_are_omitted_and_the_rest_is_generated() {
    let outcome = run(true);
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(diagnostics(&outcome)) });
    let output = outcome.output.expect("the rest is generated");
    assert_eq!(output.operations, 5);
    let operations = output
        .files
        .iter()
        .find(|file| file.path == "src/operations.rs")
        .expect("a group");
    assert!(
        ["good", "template", "kept", "get_twice", "schema"]
            .iter()
            .all(|name| operations.contents.contains(&format!("fn {name}(")))
    );
}

#[test]
fn the_number_of_omitted_operations_is_known() {
    for (exclude, left_out) in [(None, 5), (Some("path:/part"), 4)] {
        let input = Input {
            document: "a.yaml".to_owned(),
            keep_going: true,
            exclude: exclude
                .map(|one| one.parse().expect("a selector"))
                .into_iter()
                .collect(),
            ..Input::default()
        };
        assert_eq!(
            openapi_crate::read(&input, &Text(DOCUMENT)).left_out,
            left_out
        );
    }
}

#[test]
fn without_keep_going_an_error_stops_the_run() {
    assert!(run(false).output.is_none());
}

#[test]
fn an_error_outside_operations_and_components_stops_the_run() {
    let input = Input {
        document: "a.yaml".to_owned(),
        keep_going: true,
        ..Input::default()
    };
    let outcome = generate(
        &input,
        &Text("openapi: 3.0.3\ninfo: {title: [], version: '1'}\ntags: 5\npaths: {}\n"),
    );
    assert!(outcome.output.is_none());
    assert_eq!(
        diagnostics(&outcome).matches("error[").count(),
        2,
        "{}",
        diagnostics(&outcome)
    );
}
