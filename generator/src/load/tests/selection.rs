//! Selection: a run gets the selected operations, and only the components they use.

use std::collections::HashMap;

use super::super::load;
use super::Memory;
use crate::Input;
use crate::diagnostic::Diagnostics;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /books:
    get: {operationId: list, tags: [books], responses: {'200': {$ref: '#/components/responses/Books'}}}
    post: {operationId: add, tags: [books, admin], responses: {}, requestBody: {content: {a/json: {schema: {$ref: '#/components/schemas/NewBook'}}}}}
  /shelves/{id}:
    get: {operationId: shelf, tags: [shelves], responses: {default: {description: D, content: {a/json: {schema: {$ref: '#/components/schemas/Shelf'}}}}}}
components:
  responses:
    Books: {description: D, content: {a/json: {schema: {type: array, items: {$ref: '#/components/schemas/Book'}}}}}
  schemas:
    Book: {type: object, properties: {author: {$ref: '#/components/schemas/Author'}}}
    Author: {type: object, discriminator: {propertyName: kind}}
    Ghost: {allOf: [{$ref: '#/components/schemas/Author'}, {type: object}]}
    Spirit: {allOf: [{type: object, allOf: [{$ref: '#/components/schemas/Ghost'}]}]}
    NewBook: {type: object}
    Shelf: {type: object}
";

/// The remaining operations and schemas, or the diagnostics.
fn selected(include: &[&str], exclude: &[&str]) -> Result<(Vec<String>, Vec<String>), Vec<String>> {
    let selectors = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| text.parse().expect("a selector"))
            .collect()
    };
    let input = Input {
        document: "a.yaml".to_owned(),
        include: selectors(include),
        exclude: selectors(exclude),
        ..Input::default()
    };
    let files = Memory(HashMap::from([(
        "a.yaml".to_owned(),
        DOCUMENT.as_bytes().to_vec(),
    )]));
    let mut diagnostics = Diagnostics::default();
    let (document, _) = load(&input, &files, &mut diagnostics);
    let Some(document) = document else {
        let lines = diagnostics.into_vec().into_iter();
        return Err(lines
            .map(|one| format!("{}: {}", one.message, one.help.unwrap_or_default()))
            .collect());
    };
    let ids = document
        .openapi
        .operations()
        .filter_map(|(_, _, operation)| operation.operation_id.clone());
    let schemas = document
        .openapi
        .components
        .iter()
        .flat_map(|all| all.schemas.keys().cloned());
    Ok((ids.collect(), schemas.collect()))
}

#[track_caller]
fn assert_selected(include: &[&str], exclude: &[&str], operations: &[&str], schemas: &[&str]) {
    let owned = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| (*text).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        selected(include, exclude),
        Ok((owned(operations), owned(schemas)))
    );
}

#[test]
fn operations_are_included_by_tag_path_or_id_with_the_schemas_they_use() {
    assert_selected(&["tag:shelves"], &[], &["shelf"], &["Shelf"]);
    assert_selected(&["path:/shelves/*"], &[], &["shelf"], &["Shelf"]);
    assert_selected(&["operation:shelf"], &[], &["shelf"], &["Shelf"]);
    assert_selected(
        &["tag:admin", "operation:shelf"],
        &[],
        &["add", "shelf"],
        &["NewBook", "Shelf"],
    );
}

#[test]
fn exclusion_takes_precedence_over_inclusion() {
    assert_selected(
        &["tag:books"],
        &["tag:admin"],
        &["list"],
        &["Book", "Author", "Ghost", "Spirit"],
    );
    assert_selected(&[], &["path:/books"], &["shelf"], &["Shelf"]);
}

#[test]
fn types_used_only_through_a_discriminator_are_kept() {
    assert_selected(
        &["operation:list"],
        &[],
        &["list"],
        &["Book", "Author", "Ghost", "Spirit"],
    );
}

#[test]
fn everything_is_kept_without_a_selector() {
    let (operations, schemas) = selected(&[], &[]).expect("no diagnostic");
    assert_eq!((operations.len(), schemas.len()), (3, 6));
}

#[test]
fn a_selector_without_a_match_is_an_error_with_a_suggestion() {
    assert_eq!(
        selected(&["tag:shelfs"], &["operation:x", "path:/boks"]),
        Err(vec![
            "`tag:shelfs` matches no operation: did you mean `tag:shelves`?".to_owned(),
            "`operation:x` matches no operation: the operations are `operation:list`, `operation:add`, `operation:shelf`"
                .to_owned(),
            "`path:/boks` matches no operation: did you mean `path:/books`?".to_owned(),
        ])
    );
}

#[test]
fn a_long_list_of_names_is_cut() {
    let names: Vec<String> = (0..12).map(|name| format!("n{name:02}")).collect();
    let candidates = || names.iter().map(String::as_str).collect();
    let tag = "tag:other".parse().expect("a selector");
    assert_eq!(
        super::super::selection::names(&tag, candidates()),
        "the tags are `tag:n00`, `tag:n01`, `tag:n02`, `tag:n03`, `tag:n04`, `tag:n05`, `tag:n06`, `tag:n07`, \
         `tag:n08`, `tag:n09` and 2 more"
    );
    assert_eq!(
        super::super::selection::names(&tag, Vec::new()),
        "no operation has a tag"
    );
    assert_eq!(
        super::super::selection::names(&tag, vec!["a", "b", "a"]),
        "the tags are `tag:a`, `tag:b`"
    );
}
