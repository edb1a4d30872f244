//! Types of the user's in every position of a document, in a module of the user's crate.

#![allow(missing_docs, reason = "test names are self-explanatory")]

use std::io;

use openapi_crate::{Feature, Files, Hints, Input, Layout, Output, Runtime, Target, generate};

const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: Positions, version: '1' }
servers: [{ url: https://positions.example }]
paths:
  /a/{path}:
    parameters:
      - { name: path, in: path, required: true, schema: &own { type: string, format: own } }
    get:
      operationId: get
      parameters:
        - { name: query, in: query, schema: *own }
        - { name: queries, in: query, required: true, schema: { type: array, items: *own } }
        - { name: header, in: header, schema: *own }
        - { name: cookie, in: cookie, schema: *own }
        - { name: deep, in: query, style: deepObject, schema: { type: object, properties: { own: *own } } }
      responses:
        '200': &headed { description: Headed., headers: { X-Own: { schema: *own } }, content: { application/json: { schema: *own } } }
        '400': { description: An error., content: { application/json: { schema: { type: object, properties: { own: *own } } } } }
    put:
      operationId: put
      requestBody: { required: true, content: { application/json: { schema: { type: array, items: *own } } } }
      responses:
        '200': { description: A list., headers: { X-Own: { required: true, schema: *own } }, content: { application/json: { schema: { type: array, items: *own } } } }
    patch:
      operationId: patch
      requestBody: { required: true, content: { application/merge-patch+json: { schema: { $ref: '#/components/schemas/All' } } } }
      responses:
        '200': *headed
        '201': { description: Without headers., content: { application/json: { schema: { type: object, additionalProperties: *own } } } }
    post:
      operationId: post
      requestBody: { required: true, content: { application/x-ndjson: { schema: *own } } }
      responses: { '200': { description: Lines., content: { application/x-ndjson: { schema: *own } } } }
    delete:
      operationId: delete
      requestBody: { content: { application/json: { schema: *own } } }
      responses: { '200': { description: Any., content: { application/json: { schema: { $ref: '#/components/schemas/All' } } } } }
  /forms:
    post:
      operationId: form
      requestBody:
        required: true
        content: { application/x-www-form-urlencoded: { schema: { type: object, required: [own], properties: { own: *own, others: { type: array, items: *own } } } } }
      responses: { '204': { description: Done. } }
    put:
      operationId: parts
      requestBody:
        required: true
        content: { multipart/form-data: { schema: { type: object, required: [own], properties: { own: *own, others: { type: array, items: *own } } } } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    All:
      type: object
      required: [required, nullable]
      properties:
        required: *own
        optional: *own
        nullable: { type: [string, 'null'], format: own }
        items: { type: array, items: *own }
        map: { type: object, additionalProperties: *own }
        either: { oneOf: [*own, { type: object, properties: { own: *own } }] }
        all: { $ref: '#/components/schemas/All' }
        merged: { allOf: [{ type: object, properties: { own: *own } }, { type: object, required: [own] }] }
      additionalProperties: *own
";

struct Document;

impl Files for Document {
    fn read(&self, _: &str) -> io::Result<Vec<u8>> {
        Ok(DOCUMENT.as_bytes().to_vec())
    }
}

fn module(runtime: Runtime) -> Output {
    let input = Input {
        document: "positions.yaml".to_owned(),
        package: "positions".to_owned(),
        hints: Hints {
            types: vec![("format.own".to_owned(), "crate::of::Own".to_owned())],
            ..Hints::default()
        },
        target: Target {
            layout: Layout::Module,
            runtime,
            features: vec![Feature::Testing],
            ..Target::default()
        },
        ..Input::default()
    };
    let outcome = generate(&input, &Document);
    let diagnostics = outcome.diagnostics;
    outcome.output.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

/// Its path starts at the root of the user's crate, which is not that of the generated module.
#[test]
fn a_type_of_the_users_crate_has_one_path_in_every_position() {
    for runtime in [Runtime::Crate, Runtime::Embedded] {
        let mut found = 0;
        for file in module(runtime).files {
            for line in file.contents.lines() {
                for (at, _) in line.match_indices("::of::Own") {
                    assert!(line[..at].ends_with("crate"), "{}: {line}", file.path);
                    found += 1;
                }
            }
        }
        assert!(found > 50, "{found}");
    }
}

/// A document with the page of a list, whose next URL has a format.
struct Pages;

impl Files for Pages {
    fn read(&self, _: &str) -> io::Result<Vec<u8>> {
        Ok(b"
openapi: 3.0.3
info: { title: Pages, version: '1' }
servers: [{ url: https://pages.example }]
paths:
  /a:
    get:
      operationId: a
      x-rust-pagination: { next_url: /next, items: /data }
      responses: { '200': { description: A page., content: { application/json: { schema: { $ref: '#/components/schemas/Page' } } } } }
components:
  schemas:
    Page: { type: object, properties: { next: { type: string, format: uri }, data: { type: array, items: { type: string } } } }
"
        .to_vec())
    }
}

/// It is read from the body, because its type may refuse a relative URL.
#[test]
fn the_url_of_the_next_page_may_have_a_type() {
    let errors = |types: &[(&str, &str)]| {
        let types = types.iter();
        let input = Input {
            document: "pages.yaml".to_owned(),
            package: "pages".to_owned(),
            hints: Hints {
                types: types
                    .map(|(target, path)| ((*target).to_owned(), (*path).to_owned()))
                    .collect(),
                ..Hints::default()
            },
            ..Input::default()
        };
        let diagnostics = generate(&input, &Pages).diagnostics;
        let messages = diagnostics.into_iter().map(|one| one.message);
        messages.collect::<Vec<_>>()
    };
    assert_eq!(errors(&[("format.uri", "url::Url")]), Vec::<String>::new());
    assert_eq!(errors(&[("Page.next", "other::Next")]).len(), 1);
    let types = [("format.uri", "url::Url"), ("Page.next", "String")];
    assert_eq!(errors(&types), Vec::<String>::new());
}
