//! A name from a setting that a different item has, or would have, is an error that names both.

mod support;

use openapi_crate::{Hints, Input, read};
use support::document::Document;

const OPERATIONS: &str = r"
  /books:
    get: { operationId: books-list, tags: [books], responses: { '200': { $ref: '#/components/responses/Book' }, '404': { description: Missing. } } }
    post:
      operationId: books-add
      tags: [books]
      parameters:
        - { name: first, in: query, schema: { type: string } }
        - { name: second, in: query, schema: { type: string } }
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: '#/components/schemas/Book' } }
          text/plain: { schema: { type: string } }
          multipart/form-data: { schema: { type: object, properties: { one: { type: string, format: binary }, two: { type: string } } } }
      responses: { '204': { description: Done. } }
  /pens:
    get: { operationId: pens-list, tags: [books], responses: { '204': { description: Done. } } }
    put: { operationId: pens_get, tags: [pens], responses: { '204': { description: Done. } } }
components:
  responses:
    Book:
      description: Found.
      headers: { x-first: { schema: { type: string } }, x-second: { schema: { type: string } } }
      content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } }
  schemas:
    Pen: { type: object, properties: { id: { type: string }, kind: { type: string, enum: [red, blue] } } }
    Book: { type: object, properties: { id: { type: string }, title: { type: string }, state: { type: string, enum: [new, old] } } }
    Late: { type: object, properties: { a-b: { type: string }, a_b: { type: string }, c: { type: string } } }
    Zebra: { type: string, enum: [a] }
tags: [{ name: books }, { name: pens }]
";

/// The errors of a run with one setting `rename`.
fn errors(target: &str, name: &str) -> Vec<String> {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:{OPERATIONS}"
    );
    let input = Input {
        document: "a.yaml".to_owned(),
        package: "a".to_owned(),
        hints: Hints {
            names: vec![(target.to_owned(), name.to_owned())],
            ..Hints::default()
        },
        ..Input::default()
    };
    let reading = read(&input, &Document(document));
    let messages = reading.diagnostics.into_iter().map(|one| one.message);
    messages.collect()
}

#[test]
fn a_name_of_a_different_item_is_refused() {
    for (target, name, other) in [
        // Operations: the later one, the earlier one, a short name, a method of a media type, and an enum of failures.
        (
            "books-list",
            "add",
            "`add` is already used by the operation `books-add`",
        ),
        (
            "pens-list",
            "list",
            "`list` is already used by the operation `books-list`",
        ),
        (
            "pens-list",
            "add",
            "`add` is already used by the operation `books-add`",
        ),
        ("books-list", "pens-list", "by the operation `pens-list`"),
        ("pens-list", "add_text", "by the operation `books-add`"),
        (
            "pens-list",
            "books-list-failure",
            "`BooksListFailure` is already used by the operation `books-list`",
        ),
        // Schemas: the later one, the earlier one, and those in properties.
        ("Pen", "Book", "`Book` is already used by the schema `Book`"),
        ("Book", "Pen", "`Pen` is already used by the schema `Pen`"),
        (
            "Pen",
            "zebra",
            "`Zebra` is already used by the schema `Zebra`",
        ),
        (
            "Pen",
            "BookState",
            "`BookState` is already used by the schema at `/components/schemas/Book/properties/state`",
        ),
        // Properties: the later one, the earlier one, and one with a number.
        (
            "Book.id",
            "title",
            "`title` is already used by the property `title`",
        ),
        (
            "Book.title",
            "id",
            "`id` is already used by the property `id`",
        ),
        (
            "Late.c",
            "a_b2",
            "`a_b2` is already used by the property `a_b`",
        ),
        // Parameters, parts and headers.
        (
            "/paths/~1books/post/parameters/0",
            "second",
            "`second` is already used by the query parameter `second`",
        ),
        (
            "/paths/~1books/post/parameters/1",
            "first",
            "`first` is already used by the query parameter `first`",
        ),
        (
            "/paths/~1books/post/requestBody/content/multipart~1form-data/schema/properties/one",
            "two",
            "by the property `two`",
        ),
        (
            "/components/responses/Book/headers/x-first",
            "x-second",
            "`x_second` is already used by the header `x-second`",
        ),
        (
            "/components/responses/Book/headers/x-second",
            "x-first",
            "`x_first` is already used by the header `x-first`",
        ),
        // Tags.
        (
            "/tags/0",
            "pens",
            "`pens` is already used by the tag `pens`",
        ),
        (
            "/tags/1",
            "books",
            "`books` is already used by the tag `books`",
        ),
        // Names of the generated code.
        ("books-list", "into", "`into` is reserved"),
        ("Pen", "String", "`String` is reserved"),
        ("/tags/0", "from-env", "`from_env` is reserved"),
        (
            "/paths/~1books/post/parameters/0",
            "send",
            "`send` is reserved",
        ),
    ] {
        let found = errors(target, name);
        assert_eq!(found.len(), 1, "{target} = {name}: {found:#?}");
        assert!(found[0].contains(other), "{target} = {name}: {found:#?}");
    }
}

#[test]
fn a_name_that_cannot_be_an_identifier_is_refused() {
    for name in [
        "self",
        "Self",
        "super",
        "crate",
        "1st",
        "_a",
        "a b",
        "a.b",
        "½",
        "a½",
        "é\u{301}",
        "a::b",
        "r#type",
        "",
    ] {
        for target in [
            "books-list",
            "Pen",
            "Book.id",
            "/tags/0",
            "/paths/~1books/post/parameters/0",
        ] {
            let found = errors(target, name);
            assert_eq!(found.len(), 1, "{target} = {name}: {found:#?}");
        }
    }
}

#[test]
fn a_free_name_is_accepted() {
    for (target, name) in [
        ("books-list", "all"),
        ("pens_get", "list"),
        ("pens_get", "type"),
        ("pens_get", "été"),
        ("pens_get", "books"),
        ("Pen", "Pencil"),
        ("Book.id", "state_id"),
        ("Book.id", "id"),
        ("Late.a-b", "d"),
        ("/paths/~1books/post/parameters/0", "third"),
        ("/tags/0", "volumes"),
    ] {
        assert_eq!(
            errors(target, name),
            Vec::<String>::new(),
            "{target} = {name}"
        );
    }
}

#[test]
fn a_setter_of_a_different_credential_is_refused() {
    for (setter, expected) in [
        (
            "second",
            Some("the name `second` is already used by the security scheme `second`"),
        ),
        (
            "timeout",
            Some("the name `timeout` is reserved by the generated code"),
        ),
        ("third", None),
    ] {
        let document = format!(
            "
openapi: 3.0.3
info: {{ title: T, version: '1' }}
servers: [{{ url: https://a.example }}]
security: [{{ first: [], second: [] }}]
paths: {{ /a: {{ get: {{ operationId: a, responses: {{ '204': {{ description: Done. }} }} }} }} }}
components:
  securitySchemes:
    first: {{ type: apiKey, in: header, name: x-first, x-rust-credential: {{ setter: {setter} }} }}
    second: {{ type: apiKey, in: header, name: x-second }}
"
        );
        let input = Input {
            document: "a.yaml".to_owned(),
            package: "a".to_owned(),
            ..Input::default()
        };
        let reading = read(&input, &Document(document));
        let messages = reading.diagnostics.into_iter().map(|one| one.message);
        let messages: Vec<String> = messages.collect();
        assert_eq!(messages, Vec::from_iter(expected), "{setter}");
    }
}
