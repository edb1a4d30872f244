//! The names of operations without their tag: they do not depend on the order, and change only in a conflict.

mod support;

use std::collections::BTreeMap;

use openapi_crate::diff::diff;
use openapi_crate::model::Api;
use openapi_crate::{Input, OperationNames, read};
use support::document::Document;

/// The API of a document whose operations, tagged `books`, have these ids.
fn api(ids: &[&str], operation_names: OperationNames) -> Api {
    api_of_tag("books", ids, operation_names)
}

/// The API of a document whose operations have this tag and these ids.
fn api_of_tag(tag: &str, ids: &[&str], operation_names: OperationNames) -> Api {
    let operations = ids.iter().map(|id| {
        format!("  /{id}: {{get: {{operationId: {id}, tags: ['{tag}'], responses: {{'204': {{description: D}}}}}}}}\n")
    });
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:\n{}",
        operations.collect::<String>()
    );
    let input = Input {
        document: "a.yaml".to_owned(),
        package: "a".to_owned(),
        operation_names,
        ..Input::default()
    };
    let reading = read(&input, &Document(document));
    assert!(reading.diagnostics.is_empty(), "{:#?}", reading.diagnostics);
    reading.api.expect("it has no errors")
}

/// The method of each operation, by its id.
fn methods(ids: &[&str]) -> BTreeMap<String, String> {
    let api = api(ids, OperationNames::Short);
    let operations = api.groups.into_iter().flat_map(|group| group.operations);
    operations.map(|one| (one.id, one.name)).collect()
}

#[test]
fn names_do_not_depend_on_the_order_of_the_document() {
    let ids = [
        "books-list",
        "list",
        "books-books-get",
        "books-get",
        "books-add",
        "booksRead",
        "books-read-all",
    ];
    let expected = methods(&ids);
    let name = |id: &str| expected[id].as_str();
    assert_eq!(name("books-list"), "books_list");
    assert_eq!(name("list"), "list");
    // A short name is never the full name of a different operation.
    assert_eq!(name("books-books-get"), "books_books_get");
    assert_eq!(name("books-get"), "get");
    assert_eq!(name("books-add"), "add");
    assert_eq!(name("booksRead"), "read");
    let mut reversed = ids;
    reversed.reverse();
    assert_eq!(methods(&reversed), expected);
    let mut rotated = ids;
    for _ in 0..ids.len() {
        rotated.rotate_left(1);
        assert_eq!(methods(&rotated), expected);
    }
}

/// The changes of an API, without their reasons.
fn changes(base: &Api, new: &Api) -> Vec<String> {
    let changes = diff(base, new).changes.into_iter();
    changes
        .map(|change| format!("{:?} {}: {}", change.effect, change.item, change.what))
        .collect()
}

#[test]
fn a_new_operation_changes_the_name_of_another_only_in_a_conflict() {
    let api = |ids: &[&str]| api(ids, OperationNames::Short);
    let base = api(&["books-list", "books-get"]);
    assert_eq!(
        changes(&base, &api(&["books-add", "books-list", "books-get"])),
        ["Addition Books::add: operation `GET /books-add`"]
    );
    assert_eq!(
        changes(&base, &api(&["list", "books-list", "books-get"])),
        [
            "Breaking Books::list: `books().list(…)` is now `books().books_list(…)`",
            "Addition Books::list: operation `GET /list`",
        ]
    );
}

#[test]
fn full_names_are_those_of_the_ids() {
    let ids = ["books-list", "books-get"];
    let (short, full) = (
        api(&ids, OperationNames::Short),
        api(&ids, OperationNames::Full),
    );
    assert_eq!(
        changes(&short, &full),
        [
            "Breaking Books::list: `books().list(…)` is now `books().books_list(…)`",
            "Breaking Books::get: `books().get(…)` is now `books().books_get(…)`",
        ]
    );
    // Only the methods differ.
    assert_eq!(changes(&full, &short).len(), 2);
}

#[test]
fn the_words_of_a_tag_may_be_divided_in_different_ways() {
    for (tag, id, expected) in [
        ("OAuth2", "oauth2Token", "token"),
        ("kv-store", "kvstore-delete", "delete"),
        ("KVStore", "kv_store_get", "get"),
        ("API v2", "apiv2List", "list"),
        ("self", "self-get", "get"),
        // A part of a word is not the tag.
        ("pet", "petsList", "pets_list"),
        ("book-store", "book-list", "book_list"),
        ("books", "books", "books"),
    ] {
        let api = api_of_tag(tag, &[id], OperationNames::Short);
        assert_eq!(api.groups[0].operations[0].name, expected, "{tag} {id}");
    }
}
