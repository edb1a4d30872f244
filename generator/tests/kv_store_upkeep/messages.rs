//! The messages about parts that differ from the document, with a small document as the example.

use std::io;

use openapi_crate::model::Api;
use openapi_crate::{Files, Input, read};

use crate::parts::{Parts, routes, rows};
use crate::recorded::Exchange;
use crate::steps::steps;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Shelf, version: '1'}
servers: [{url: 'https://shelf.example'}]
tags: [{name: books}]
paths:
  /books/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: get-book
      tags: [books]
      responses: {'204': {description: Found.}, 4XX: {description: Failed.}}
    delete:
      operationId: delete-book
      tags: [books]
      responses: {'204': {description: Deleted.}}
";

const README: &str = "
| accessor | method | request | description |
| --- | --- | --- | --- |
| `client.books()` | `get_book(id)` | `GET /books/{id}` | returns a book |
| | `delete_book(id)` | `DELETE /books/{id}` | deletes a book |
";

const ROUTES: &str = "
pub enum Operation {
    /// `GET /books/{id}`.
    GetBook,
    /// `DELETE /books/{id}`.
    DeleteBook,
}
";

const RECORDINGS: [&str; 5] = [
    "delete-book/204",
    "get-book/204",
    "get-book/404-html",
    "tour/01-get-book",
    "tour/02-clean-up-delete-book",
];

struct Memory(String);

impl Files for Memory {
    fn read(&self, _: &str) -> io::Result<Vec<u8>> {
        Ok(self.0.clone().into_bytes())
    }
}

fn api(document: &str) -> Api {
    let input = Input {
        document: "api.yaml".to_owned(),
        package: "shelf".to_owned(),
        ..Input::default()
    };
    let outcome = read(&input, &Memory(document.to_owned()));
    outcome.api.expect("the document is valid")
}

/// A recording without arguments. That of the tour has the status 204.
fn exchange(name: &str) -> Exchange {
    let status = name
        .split_once('/')
        .and_then(|(_, name)| name.get(..3)?.parse().ok());
    Exchange {
        name: name.to_owned(),
        status: status.unwrap_or(204),
        is_undocumented: false,
        query: String::new(),
        headers: Vec::new(),
    }
}

fn parts() -> Parts {
    Parts {
        rows: rows(README),
        recordings: RECORDINGS.map(str::to_owned).to_vec(),
        exchanges: RECORDINGS.map(exchange).to_vec(),
        routes: routes(ROUTES),
    }
}

#[test]
fn parts_that_follow_the_document_need_no_step() {
    assert_eq!(steps(&api(DOCUMENT), parts()), Vec::<String>::new());
}

#[test]
fn a_new_operation_has_one_paragraph_with_all_its_steps() {
    let mut parts = parts();
    parts.rows.retain(|row| row.method != "get_book");
    parts.routes.retain(|route| route.name != "get_book");
    parts.recordings.retain(|name| !name.contains("get-book"));
    insta::assert_snapshot!(steps(&api(DOCUMENT), parts).join("\n\n"));
}

#[test]
fn a_renamed_operation_has_the_steps_of_a_rename() {
    let document = DOCUMENT.replace("get-book", "find-book");
    insta::assert_snapshot!(steps(&api(&document), parts()).join("\n\n"));
}

#[test]
fn a_removed_operation_has_one_paragraph_with_all_its_parts() {
    let (document, _) = DOCUMENT.split_once("    delete:").expect("an operation");
    insta::assert_snapshot!(steps(&api(document), parts()).join("\n\n"));
}

#[test]
fn a_changed_request_changes_the_row_and_the_emulator() {
    let document = DOCUMENT.replace("/books/", "/shelf/");
    insta::assert_snapshot!(steps(&api(&document), parts()).join("\n\n"));
}

#[test]
fn a_missing_part_of_a_known_operation_is_one_step() {
    let api = api(DOCUMENT);
    let only = |change: &dyn Fn(&mut Parts)| {
        let mut parts = parts();
        change(&mut parts);
        let steps = steps(&api, parts);
        let [paragraph] = &steps[..] else {
            panic!("{steps:#?}")
        };
        assert_eq!(paragraph.matches("\n- ").count(), 1, "{paragraph}");
        paragraph.clone()
    };
    let without = |name: &'static str| {
        only(&move |parts: &mut Parts| parts.recordings.retain(|one| !one.starts_with(name)))
    };
    assert!(
        without("get-book/404").contains("record 4XX.yaml in generated/tests/recordings/get-book/")
    );
    assert!(without("tour/01").contains("call it in generated/examples/tour/walk.rs"));
    let moved = only(&|parts| "client.shelf()".clone_into(&mut parts.rows[0].accessor));
    assert!(
        moved.contains("from `client.shelf()` to `client.books()`"),
        "{moved}"
    );
    let arguments = only(&|parts| parts.rows[0].arguments = 2);
    assert!(arguments.contains("change its row"), "{arguments}");
    let emulator = only(&|parts| drop(parts.routes.remove(0)));
    assert!(
        emulator.contains("implement it in the emulator"),
        "{emulator}"
    );
    let recording = only(&|parts| parts.recordings.push("get-shop/200".to_owned()));
    assert!(recording.contains("recordings/get-shop/"), "{recording}");
}

/// The document of the shelf, whose list of books has two optional parameters and a failure.
fn api_of_list() -> Api {
    api(&DOCUMENT.replace(
        "    get:\n",
        "    get:\n      parameters: [{name: order, in: query, schema: {$ref: '#/components/schemas/Order'}}, \
         {name: since, in: header, schema: {type: string}}]\n",
    )
    .replace(
        "paths:\n",
        "components: {schemas: {Order: {type: string, enum: [up, down]}}}\npaths:\n",
    ))
}

/// The steps after changes of the first recording of `get-book`.
fn steps_of_list(change: impl Fn(&mut Exchange)) -> String {
    let mut parts = parts();
    let exchange = parts
        .exchanges
        .iter_mut()
        .find(|one| one.name == "get-book/204");
    let exchange = exchange.expect("a recording");
    "order=up".clone_into(&mut exchange.query);
    exchange
        .headers
        .push(("Since".to_owned(), "now".to_owned()));
    change(exchange);
    steps(&api_of_list(), parts).join("\n\n")
}

#[test]
fn a_parameter_and_a_value_without_a_request_need_a_recording() {
    let with_all =
        |exchange: &mut Exchange| "x=1&order=up&order=down".clone_into(&mut exchange.query);
    assert_eq!(steps_of_list(with_all), "");
    let without_value = steps_of_list(|_| {});
    assert!(
        without_value
            .contains("record a request with `order=down` in generated/tests/recordings/get-book/"),
        "{without_value}"
    );
    let without = steps_of_list(|exchange| exchange.headers.clear());
    assert!(
        without.contains("with `order=down` and one with `since`"),
        "{without}"
    );
}

#[test]
fn a_recorded_status_is_documented_or_the_recording_says_that_it_is_not() {
    let api = api(&DOCUMENT.replace("4XX", "404"));
    let steps = |change: &dyn Fn(&mut Exchange), name: &str| {
        let mut parts = parts();
        let exchange = parts.exchanges.iter_mut().find(|one| one.name == name);
        change(exchange.expect("a recording"));
        steps(&api, parts).join("\n\n")
    };
    for name in ["get-book/404-html", "tour/01-get-book"] {
        let removed = steps(&|exchange| exchange.status = 409, name);
        let file = format!("generated/tests/recordings/{name}.yaml");
        assert!(
            removed.contains(&format!(
                "{file} has the status 409, which is not documented"
            )),
            "{removed}"
        );
        let marked = |exchange: &mut Exchange| {
            exchange.status = 409;
            exchange.is_undocumented = true;
        };
        assert_eq!(steps(&marked, name), "");
        let documented = steps(&|exchange| exchange.is_undocumented = true, name);
        assert!(
            documented.contains(&format!("remove `documented: false` from {file}")),
            "{documented}"
        );
    }
}
