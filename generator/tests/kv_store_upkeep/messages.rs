//! The messages about parts that differ from the document, with a small document as the example.

use std::io;

use openapi_crate::model::Api;
use openapi_crate::{Files, Input, read};

use crate::parts::{Parts, routes, rows};
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

fn parts() -> Parts {
    Parts {
        rows: rows(README),
        recordings: RECORDINGS.map(str::to_owned).to_vec(),
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
