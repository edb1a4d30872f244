//! Runs that keep going: invalid parts are left out, and the rest is generated.

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
fn invalid_parts_are_left_out_and_the_rest_is_generated() {
    let outcome = run(true);
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(diagnostics(&outcome)) });
    let output = outcome.output.expect("valid operations remain");
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
fn nothing_is_generated_without_keep_going() {
    assert!(run(false).output.is_none());
}

#[test]
fn mistakes_outside_of_operations_and_components_remain_errors() {
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
