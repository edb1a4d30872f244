//! Changes of documents that are small enough to be read in the test.

mod support;

use openapi_crate::diff::diff;
use openapi_crate::model::Api;
use openapi_crate::{Input, read};
use support::document::{self, Document};

/// The API of a document with these schemas, whose only operation sends and returns the schema `root`.
fn api(root: &str, schemas: &str) -> Api {
    let document = format!(
        "openapi: 3.0.3
info: {{ title: Shapes, version: '1' }}
servers: [{{ url: https://shapes.example }}]
paths:
  /root:
    post:
      operationId: post-root
      tags: [roots]
      requestBody:
        content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/{root}' }} }} }}
      responses:
        '200':
          description: The root.
          content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/{root}' }} }} }}
components:
  schemas:
{schemas}"
    );
    document::api(document)
}

/// The changes of an API, without their reasons.
fn changes(base: &Api, new: &Api) -> Vec<String> {
    let changes = diff(base, new).changes.into_iter();
    changes
        .map(|change| format!("{}: {}", change.item, change.what))
        .collect()
}

/// Names that are also in the generated code or in the generator's own data structures.
const RENAMES: [(&str, &str); 8] = [
    ("Field", "Column"),
    ("Key", "Label"),
    ("Struct", "Row"),
    ("Path", "Route"),
    ("Argument", "Parameter"),
    ("Api", "Service"),
    ("A", "B"),
    ("Named", "Some2"),
];

#[test]
fn a_renamed_type_is_one_change_regardless_of_its_name() {
    for (old, new) in RENAMES {
        let api = |name: &str| {
            let schema = "{ type: object, required: [id], properties: { id: { type: string }, at: { type: integer } } }";
            api(name, &format!("    {name}: {schema}"))
        };
        assert_eq!(
            changes(&api(old), &api(new)),
            [format!("types::{old}: renamed to `types::{new}`")]
        );
    }
}

#[test]
fn a_renamed_type_may_refer_to_itself() {
    for (old, new) in RENAMES {
        let api = |name: &str| {
            let parent = format!("{{ $ref: '#/components/schemas/{name}' }}");
            let schema = format!(
                "{{ type: object, properties: {{ id: {{ type: string }}, parent: {parent}, children: {{ type: array, items: {parent} }} }} }}"
            );
            api(name, &format!("    {name}: {schema}"))
        };
        assert_eq!(
            changes(&api(old), &api(new)),
            [format!("types::{old}: renamed to `types::{new}`")]
        );
    }
}

#[test]
fn renamed_types_may_refer_to_each_other() {
    let api = |one: &str, other: &str| {
        let schema = |field: &str, to: &str| {
            format!(
                "{{ type: object, properties: {{ {field}: {{ type: string }}, other: {{ $ref: '#/components/schemas/{to}' }} }} }}"
            )
        };
        let (a, b) = (schema("a", other), schema("b", one));
        api(one, &format!("    {one}: {a}\n    {other}: {b}"))
    };
    assert_eq!(
        changes(&api("A", "B"), &api("C", "D")),
        [
            "types::A: renamed to `types::C`",
            "types::B: renamed to `types::D`"
        ]
    );
}

/// The type of an inline schema has the name of its owner as a prefix.
#[test]
fn the_inline_types_of_a_renamed_type_are_renamed_with_it() {
    let api = |name: &str| {
        let inline = "{ type: object, properties: { id: { type: string } } }";
        let schema = format!(
            "{{ type: object, properties: {{ id: {{ type: string }}, owner: {inline} }} }}"
        );
        api(name, &format!("    {name}: {schema}"))
    };
    assert_eq!(
        changes(&api("Field"), &api("Column")),
        [
            "types::Field: renamed to `types::Column`",
            "types::FieldOwner: renamed to `types::ColumnOwner`"
        ]
    );
}

#[test]
fn types_that_refer_to_different_types_are_not_the_same() {
    let api = |page: &str, element: &str, id: &str| {
        let list =
            format!("{{ type: array, items: {{ $ref: '#/components/schemas/{element}' }} }}");
        let page_schema = format!(
            "{{ type: object, properties: {{ next: {{ type: string }}, items: {list} }} }}"
        );
        let schema = format!("{{ type: object, properties: {{ {id}: {{ type: string }} }} }}");
        api(
            page,
            &format!("    {page}: {page_schema}\n    {element}: {schema}"),
        )
    };
    assert_eq!(
        changes(&api("Books", "Book", "isbn"), &api("Films", "Film", "ean")),
        [
            "Roots::post_root: setter `body` changed from `&types::Books` to `&types::Films`",
            "Roots::post_root: `send` returns `Response<types::Films>` instead of `Response<types::Books>`",
            "types::Books: struct",
            "types::Book: struct",
            "types::Films: struct",
            "types::Film: struct",
        ]
    );
}

/// The constructor is called `new`, so the setter of a property of that name has a different one.
#[test]
fn a_setter_whose_name_another_one_takes_is_renamed() {
    let api = |properties: &str| {
        let schema = format!("{{ type: object, properties: {{ {properties} }} }}");
        api("Edit", &format!("    Edit: {schema}"))
    };
    assert_eq!(
        changes(
            &api("new: { type: string }"),
            &api("new: { type: string }, with_new: { type: string }")
        ),
        [
            "types::Edit: setter `with_new` renamed to `with_new2`",
            "types::Edit: field `with_new: Option<String>`",
        ]
    );
}

/// The API of a document with this server and no schemas.
fn api_of_server(url: &str, variables: &str) -> Api {
    let document = format!(
        "openapi: 3.0.3
info: {{ title: Shapes, version: '1' }}
servers: [{{ url: 'https://shapes.example/{url}', variables: {{{variables}}} }}]
paths:
  /root: {{ get: {{ operationId: get-root, responses: {{ '204': {{ description: None. }} }} }} }}
"
    );
    let input = Input {
        document: "shapes.yaml".to_owned(),
        package: "shapes".to_owned(),
        ..Input::default()
    };
    read(&input, &Document(document))
        .api
        .expect("it has no errors")
}

/// The changes of the server, which callers build with the variables that have no default.
fn changes_of_server(base: [&str; 2], new: [&str; 2]) -> Vec<String> {
    let [base, new] = [base, new].map(|[url, variables]| api_of_server(url, variables));
    let changes = changes(&base, &new).into_iter();
    let changes = changes.filter_map(|change| {
        let change = change.strip_prefix("servers::ShapesExample: ")?;
        Some(change.to_owned())
    });
    changes.collect()
}

#[test]
fn the_default_of_a_server_variable_decides_on_its_constructor() {
    let url = "{a}/{b}";
    let with = [url, "a: {default: x}, b: {default: y}"];
    let without = [url, "a: {}, b: {default: y}"];
    assert_eq!(
        changes_of_server(with, without),
        ["variable `a` no longer has a default"]
    );
    assert_eq!(
        changes_of_server(without, with),
        ["variable `a` has the default `x`"]
    );
    assert_eq!(
        changes_of_server(with, [url, "a: {default: z}, b: {default: y}"]),
        ["default of the variable `a` changed from `x` to `z`"]
    );
    assert_eq!(
        changes_of_server([url, "a: {}, b: {}"], ["{b}/{a}", "a: {}, b: {}"]).last(),
        Some(&"URL changed from `https://shapes.example/{a}/{b}` to `https://shapes.example/{b}/{a}`".to_owned())
    );
}

#[test]
fn a_removed_server_variable_is_found_next_to_a_changed_one() {
    let changes = changes_of_server(
        ["{a}/{b}", "a: {default: x}, b: {default: y}"],
        ["{a}", "a: {default: z}"],
    );
    assert!(changes.contains(&"function `b`".to_owned()), "{changes:#?}");
}

/// The reasons of the changes whose description contains `what`.
fn reasons(base: &Api, new: &Api, what: &str) -> Vec<String> {
    let changes = diff(base, new).changes.into_iter();
    let changes = changes.filter(|change| change.what.contains(what));
    changes.map(|change| change.why).collect()
}

#[test]
fn a_removed_field_names_the_only_new_one_of_its_type() {
    let api = |properties: &str| {
        let schema = format!("{{ type: object, properties: {{ {properties} }} }}");
        api("Page", &format!("    Page: {schema}"))
    };
    let reason = |base: &str, new: &str| reasons(&api(base), &api(new), "field `limit:");
    let unchanged = "Code that reads or sets it no longer compiles.";
    let renamed = reason("limit: { type: integer }", "size: { type: integer }");
    let successor = "`size`, which is new, has the same type.";
    assert_eq!(renamed, [format!("{unchanged} {successor}")]);
    // A different type, two candidates, and two fields for one candidate.
    for (base, new) in [
        ("limit: { type: integer }", "size: { type: string }"),
        (
            "limit: { type: integer }",
            "size: { type: integer }, count: { type: integer }",
        ),
        (
            "limit: { type: integer }, last: { type: integer }",
            "size: { type: integer }",
        ),
    ] {
        assert_eq!(reason(base, new), [unchanged], "{base} -> {new}");
    }
}

/// The API of a document with one operation, which has these parameters and responses.
fn api_of_operation(parameters: &str, responses: &str) -> Api {
    document::api(format!(
        "openapi: 3.0.3
info: {{ title: Shapes, version: '1' }}
servers: [{{ url: https://shapes.example }}]
paths:
  /root:
    get:
      operationId: get-root
      tags: [roots]
      parameters: [{parameters}]
      responses: {{ '204': {{ description: None. }}, {responses} }}
"
    ))
}

#[test]
fn a_removed_setter_names_the_only_new_one_of_its_type() {
    let api = |names: &[&str]| {
        let parameters = names
            .iter()
            .map(|name| format!("{{ name: {name}, in: query, schema: {{ type: string }} }}"));
        api_of_operation(&parameters.collect::<Vec<_>>().join(", "), "")
    };
    let reason = |base: &[&str], new: &[&str]| reasons(&api(base), &api(new), "setter `from(");
    assert_eq!(
        reason(&["from"], &["start"]),
        ["Calls that set it no longer compile. `start`, which is new, has the same type."]
    );
    for (base, new) in [
        (&["from"][..], &[][..]),
        (&["from"], &["start", "end"]),
        (&["from", "to"], &["start"]),
    ] {
        assert_eq!(
            reason(base, new),
            ["Calls that set it no longer compile."],
            "{base:?} -> {new:?}"
        );
    }
}

#[test]
fn the_reason_of_a_changed_failure_says_what_callers_get() {
    let reason = |base: &str, new: &str| {
        let api = |responses| api_of_operation("", responses);
        reasons(&api(base), &api(new), "documented error 404")
    };
    let removed = "Code that matches the variant no longer compiles.";
    let (gone, other) = (
        "'404': { description: None. }",
        "'409': { description: Conflict. }",
    );
    let both = format!("{gone}, {other}");
    assert_eq!(
        reason(&both, other),
        [format!(
            "{removed} `Error::failure` returns `None` for an error with status 404, which `Error::status()` still \
             identifies."
        )]
    );
    assert_eq!(
        reason(&both, &format!("{other}, 4XX: {{ description: Failed. }}")),
        [format!(
            "{removed} An error with status 404 is the variant `ClientError`."
        )]
    );
    let enum_removed = reason(gone, "");
    assert!(
        enum_removed[0].starts_with("The enum is removed:"),
        "{enum_removed:?}"
    );
    assert_eq!(
        reason("", gone),
        ["The enum is new: `Error::failure::<GetRoot>()` returns it."]
    );
    assert!(reason(other, &both)[0].starts_with("A `match` already has a wildcard arm"));
}
