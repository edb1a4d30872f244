//! Selection: a run gets only the parts of the document that the selected operations need, and their diagnostics.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::super::load;
use super::Memory;
use crate::Input;
use crate::diagnostic::Diagnostics;

/// The document of a run that includes the operations tagged `a`, and its diagnostics.
fn selected(files: &[(&str, &str)]) -> (Value, Vec<String>) {
    run(files, |_| {})
}

fn run(files: &[(&str, &str)], change: fn(&mut Input)) -> (Value, Vec<String>) {
    let mut input = Input {
        document: "a.yaml".to_owned(),
        include: vec!["tag:a".parse().expect("a selector")],
        ..Input::default()
    };
    change(&mut input);
    let files = files.iter().map(|(name, text)| {
        let head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";
        let text = if *name == "a.yaml" && !text.starts_with("openapi") {
            format!("{head}{text}")
        } else {
            (*text).to_owned()
        };
        ((*name).to_owned(), text.into_bytes())
    });
    let mut diagnostics = Diagnostics::default();
    let files = Memory(files.collect::<HashMap<_, _>>());
    let (document, sources) = load(&input, &files, &mut diagnostics);
    let lines = diagnostics.into_vec().into_iter().map(|one| {
        let at = sources.locate(&one.place);
        let help = one.help.unwrap_or_default();
        format!(
            "{} {} {}:{}:{} {} [{}] {help}",
            one.level, one.code, at.file, at.line, at.column, one.message, one.label
        )
    });
    let document = document.map(|document| serde_json::to_value(document.openapi).expect("JSON"));
    (document.unwrap_or_default(), lines.collect())
}

/// The document of a run without diagnostics.
#[track_caller]
fn clean(document: &str) -> Value {
    let (value, diagnostics) = selected(&[("a.yaml", document)]);
    assert_eq!(diagnostics, Vec::<String>::new());
    value
}

/// The names of the components in a section.
fn names(document: &Value, section: &str) -> Vec<String> {
    let members = document.pointer(&format!("/components/{section}"));
    let members = members.and_then(Value::as_object).into_iter().flatten();
    members.map(|(name, _)| name.clone()).collect()
}

/// The security schemes that remain, of `one` to `four`.
#[track_caller]
fn schemes(security: &str, of_a: &str, of_b: &str) -> (Vec<String>, bool) {
    let document = clean(&format!(
        "{security}
paths:
  /a: {{get: {{operationId: a, tags: [a], {of_a} responses: {{'204': {{description: D}}}}}}}}
  /b: {{get: {{operationId: b, tags: [b], {of_b} responses: {{'204': {{description: D}}}}}}}}
components:
  securitySchemes:
    one: {{type: http, scheme: bearer}}
    two: {{type: http, scheme: basic}}
    three: {{$ref: '#/components/securitySchemes/four'}}
    four: {{type: apiKey, in: header, name: Key}}
"
    ));
    let security = document.get("security").is_some();
    (names(&document, "securitySchemes"), security)
}

#[test]
fn only_the_security_schemes_of_selected_operations_are_kept() {
    let kept = |names: &[&str]| {
        names
            .iter()
            .map(|&name| name.to_owned())
            .collect::<Vec<_>>()
    };
    let one = "security: [{one: []}],";
    let two = "security: [{two: []}],";
    assert_eq!(schemes("", one, two), (kept(&["one"]), false));
    // The operation inherits the document's.
    assert_eq!(
        schemes("security: [{two: []}]", "", one),
        (kept(&["two"]), true)
    );
    // The operation has its own, so the document's are not needed.
    assert_eq!(
        schemes("security: [{two: []}]", one, ""),
        (kept(&["one"]), false)
    );
    // No credential is required.
    assert_eq!(
        schemes("security: [{two: []}]", "security: [],", ""),
        (kept(&[]), false)
    );
    assert_eq!(schemes("", "", one), (kept(&[]), false));
    // An optional credential, alternatives, and a combination.
    let optional = "security: [{}, {one: []}],";
    assert_eq!(schemes("", optional, two), (kept(&["one"]), false));
    let both = "security: [{one: [], two: []}, {three: []}],";
    assert_eq!(
        schemes("", both, ""),
        (kept(&["one", "two", "three", "four"]), false)
    );
}

#[test]
fn a_misspelt_scheme_keeps_all_of_them_for_the_suggestion() {
    let document = "paths:\n  /a: {get: {operationId: a, tags: [a], security: [{tokn: []}], responses: {'204': {description: D}}}}\ncomponents: {securitySchemes: {token: {type: http, scheme: bearer}}}\n";
    let (value, diagnostics) = selected(&[("a.yaml", document)]);
    assert_eq!(names(&value, "securitySchemes"), ["token"]);
    assert!(
        diagnostics[0].contains("[did you mean `token`?]"),
        "{diagnostics:?}"
    );
}

/// The document's servers, for these servers of the document, of `/a`, of its operation, and of an unselected one.
#[track_caller]
fn remaining_servers(document: &str, path: &str, operation: &str) -> Value {
    let document = clean(&format!(
        "{document}
paths:
  /a: {{{path} get: {{operationId: a, tags: [a], {operation} responses: {{'204': {{description: D}}}}}}}}
  /b: {{get: {{operationId: b, tags: [b], responses: {{'204': {{description: D}}}}}}}}
"
    ));
    json!([document["servers"], document["paths"]["/a"]["servers"]])
}

#[test]
fn servers_that_no_selected_operation_uses_are_removed() {
    let document = "servers: [{url: 'https://d.example'}, {url: 'https://e.example'}]";
    let path = "servers: [{url: 'https://p.example'}],";
    let operation = "servers: [{url: 'https://o.example'}, {url: 'https://q.example'}],";
    let url = |host: &str| json!({"url": format!("https://{host}.example")});
    let both = json!([url("d"), url("e")]);
    assert_eq!(remaining_servers(document, "", ""), json!([both, null]));
    // The client needs a base URL, and no request is sent to the document's servers.
    assert_eq!(
        remaining_servers(document, path, ""),
        json!([[url("p")], null])
    );
    assert_eq!(
        remaining_servers(document, path, operation),
        json!([[url("o"), url("q")], null])
    );
    // A second operation uses the server of the path.
    let other =
        "servers: [{url: 'https://o.example'}], responses: {}}, put: {operationId: c, tags: [a],";
    assert_eq!(
        remaining_servers(document, path, other),
        json!([[url("o")], [url("p")]])
    );
    // A relative URL is resolved against the host of the document's server.
    let relative = "servers: [{url: /v2}],";
    assert_eq!(
        remaining_servers(document, path, relative),
        json!([both, null])
    );
    assert_eq!(remaining_servers("", path, ""), json!([null, [url("p")]]));
    assert_eq!(
        remaining_servers(document, "", "servers: [],"),
        json!([both, null])
    );
}

#[test]
fn only_the_tags_of_selected_operations_are_kept() {
    let document = clean(
        "tags: [{name: b}, {name: a, description: A.}, {name: other}, {name: c}]
paths:
  /a: {get: {operationId: a, tags: [a, c], responses: {'204': {description: D}}}}
  /b: {get: {operationId: b, tags: [b], responses: {'204': {description: D}}}}
",
    );
    assert_eq!(
        document["tags"],
        json!([{"name": "a", "description": "A."}, {"name": "c"}])
    );
}

#[test]
fn the_parents_of_a_kept_tag_are_kept() {
    let document = "openapi: 3.2.0
info: {title: T, version: '1'}
tags: [{name: top}, {name: middle, parent: top}, {name: other}, {name: a, parent: middle}, {name: b, parent: other}]
paths:
  /a: {get: {operationId: a, tags: [a], responses: {'204': {description: D}}}}
";
    let (document, _) = selected(&[("a.yaml", document)]);
    let tags = document["tags"].as_array().expect("it has tags");
    let names: Vec<&str> = tags.iter().filter_map(|tag| tag["name"].as_str()).collect();
    assert_eq!(names, ["top", "middle", "a"]);
}

#[test]
fn only_the_components_of_selected_operations_are_kept() {
    let document = clean(
        "paths:
  /a:
    parameters: [{$ref: '#/components/parameters/Overridden'}, {$ref: '#/components/parameters/Shared'}]
    get:
      operationId: a
      tags: [a]
      parameters: [{name: o, in: query, schema: {type: string}}]
      callbacks: {done: {'{$request.query.o}': {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Event'}}}}, responses: {'204': {description: D}}}}}}
      responses: {'200': {$ref: '#/components/responses/Pet'}}
    put:
      operationId: b
      tags: [b]
      requestBody: {$ref: '#/components/requestBodies/B'}
      responses: {'200': {$ref: '#/components/responses/B'}}
components:
  parameters:
    Overridden: {name: o, in: query, schema: {$ref: '#/components/schemas/Unused'}}
    Shared: {name: s, in: query, schema: {type: string}, examples: {a: {$ref: '#/components/examples/Shared'}}}
  examples:
    Shared: {value: {$ref: '#/components/schemas/Unused'}}
    Unused: {value: 1}
  headers:
    Used: {schema: {type: string}}
    Unused: {schema: {type: string}}
  links: {Used: {operationId: a}, Unused: {operationId: b}}
  requestBodies: {B: {content: {application/json: {schema: {$ref: '#/components/schemas/Unused'}}}}}
  responses:
    Pet:
      description: D
      headers: {X-Used: {$ref: '#/components/headers/Used'}}
      links: {self: {$ref: '#/components/links/Used'}}
      content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
    B: {description: D, headers: {X-Unused: {$ref: '#/components/headers/Unused'}}, links: {b: {$ref: '#/components/links/Unused'}}}
  schemas:
    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {cat: Cat}}}
    Cat: {type: object, properties: {kind: {type: string}}}
    Event: {type: object}
    Unused: {type: object}
",
    );
    let kept = |section: &str| names(&document, section).join(" ");
    assert_eq!(kept("schemas"), "Pet Cat Event");
    assert_eq!(kept("parameters"), "Shared");
    assert_eq!(kept("examples"), "Shared");
    assert_eq!(kept("headers"), "Used");
    assert_eq!(kept("links"), "Used");
    assert_eq!(kept("requestBodies"), "");
    assert_eq!(kept("responses"), "Pet");
}

#[test]
fn a_parameter_of_a_path_is_kept_if_one_operation_does_not_override_it() {
    let document = clean(
        "paths:
  /a:
    parameters: [{name: x, in: query, schema: {type: string}}, {name: y, in: query, schema: {type: string}}]
    get: {operationId: a, tags: [a], parameters: [{name: x, in: query, schema: {type: integer}}, {name: y, in: query, schema: {type: integer}}], responses: {'204': {description: D}}}
    put: {operationId: b, tags: [a], parameters: [{name: x, in: query, schema: {type: integer}}, {name: y, in: header, schema: {type: integer}}], responses: {'204': {description: D}}}
",
    );
    let parameters = &document["paths"]["/a"]["parameters"];
    assert_eq!(parameters.as_array().map(Vec::len), Some(1));
    assert_eq!(parameters[0]["name"], "y");
}

#[test]
fn diagnostics_of_removed_parts_are_not_reported() {
    let files = [
        (
            "a.yaml",
            "openapi: 3.1.0
info: {title: T, version: '1'}
servers: [{url: 'https://x.example/{undefined}'}]
security: [{undefined: []}]
tags: [{name: b, description: 1}, {name: a}]
webhooks: {done: {post: {responses: {'200': {$ref: '#/components/responses/Missing'}}}}}
paths:
  /a:
    servers: [{url: 'https://y.example/{undefined}'}]
    parameters: [{name: p, in: nowhere}, {name: q, in: query, schema: {type: text}}]
    get: {operationId: a, tags: [a], security: [], servers: [{url: 'https://a.example'}], parameters: [{name: q, in: query, schema: {type: string}}, {name: p, in: nowhere, schema: {type: string}}], responses: {'204': {description: D}}}
  /b:
    parameters: [{$ref: '#/components/parameters/Missing'}]
    get: {operationId: b, tags: [b], responses: {'200': {$ref: 'missing.yaml#/B'}}}
    put: {operationId: a, tags: [b], responses: {'200': {$ref: 'b.yaml#/B'}}}
components:
  securitySchemes:
    certificate: {type: mutualTLS}
    own: {type: http, scheme: bearer, x-rust-credential: {variable: SECRET}}
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/A'}
    C: {type: object, properties: {c: {$ref: '#/components/schemas/Missing'}}}
",
        ),
        ("b.yaml", "B: {description: D, content: {text/plain: {schema: {$ref: '#/Missing'}}}}\n"),
    ];
    let (_, all) = run(&files, |input| input.include.clear());
    assert!(all.len() > 12, "{all:#?}");
    let (_, diagnostics) = selected(&files);
    // The last parameter of the selected operation.
    assert_eq!(diagnostics.len(), 1, "{diagnostics:#?}");
    assert!(
        diagnostics[0].starts_with("error invalid-document a.yaml:11:164"),
        "{diagnostics:#?}"
    );
}

/// Kept items move in their arrays, and the servers of an operation replace the document's.
#[test]
fn diagnostics_of_kept_parts_are_reported_at_their_places() {
    let document = "servers: [{url: 'https://d.example'}]
tags:
  - {name: b}
  - {name: a, unknown: 1}
paths:
  /a:
    parameters:
      - {name: x, in: query, schema: {type: string}}
      - {name: y, in: query, schema: {type: string, unknown: 1}}
    get:
      operationId: a
      tags: [a]
      servers: [{url: 'https://a.example', unknown: 1}]
      parameters: [{name: x, in: query, schema: {type: string}}]
      responses: {'204': {description: D}}
";
    let (_, diagnostics) = selected(&[("a.yaml", document)]);
    let places: Vec<&str> = diagnostics
        .iter()
        .filter_map(|line| line.split(' ').nth(2))
        .collect();
    assert_eq!(
        places,
        ["a.yaml:15:44", "a.yaml:6:15", "a.yaml:11:53"],
        "{diagnostics:#?}"
    );
}

#[test]
fn an_unresolved_reference_is_reported_where_a_selected_operation_uses_it() {
    let uses = |tag: &str, count: usize| {
        let operation = |n: usize| {
            format!(
                "  /{tag}{n}: {{get: {{operationId: {tag}{n}, tags: [{tag}], responses: {{'200': {{$ref: '#/components/responses/Mising'}}}}}}}}\n"
            )
        };
        (0..count).map(operation).collect::<String>()
    };
    // More uses in removed operations than a diagnostic lists.
    let document = format!(
        "paths:\n{}{}components: {{responses: {{Missing: {{description: D}}}}}}\n",
        uses("b", 9),
        uses("a", 1)
    );
    let (_, diagnostics) = selected(&[("a.yaml", &document)]);
    assert_eq!(diagnostics.len(), 1, "{diagnostics:#?}");
    assert!(
        diagnostics[0].starts_with("error unresolved-reference a.yaml:13:"),
        "{diagnostics:#?}"
    );
    let document = document
        .replace("[a]", "[c]")
        .replace("[b]", "[a]")
        .replace("[c]", "[b]");
    let (_, diagnostics) = selected(&[("a.yaml", &document)]);
    assert!(
        diagnostics[0].starts_with("error unresolved-reference a.yaml:4:"),
        "{diagnostics:#?}"
    );
}

#[test]
fn a_component_that_several_paths_share_keeps_its_diagnostics() {
    // The two paths have the same path item in the other file.
    let files = [
        (
            "a.yaml",
            "paths:\n  /a: {$ref: 'b.yaml#/item'}\n  /b: {$ref: 'b.yaml#/item'}\n",
        ),
        (
            "b.yaml",
            "item: {get: {tags: [a], responses: {'200': {$ref: '#/Missing'}}}}\n",
        ),
    ];
    let only_b = |input: &mut Input| input.include = vec!["path:/b".parse().expect("a selector")];
    let (_, diagnostics) = run(&files, only_b);
    assert_eq!(diagnostics.len(), 1, "{diagnostics:#?}");
    assert!(
        diagnostics[0].starts_with("error unresolved-reference b.yaml:1:"),
        "{diagnostics:#?}"
    );
}

#[test]
fn credentials_of_a_removed_scheme_are_a_warning() {
    let document = "paths:
  /a: {get: {operationId: a, tags: [a], security: [{kept: []}], responses: {'204': {description: D}}}}
  /b: {get: {operationId: b, tags: [b], security: [{removed: []}], responses: {'204': {description: D}}}}
components:
  securitySchemes:
    alias: {$ref: '#/components/securitySchemes/kept'}
    kept: {type: http, scheme: bearer}
    removed: {type: http, scheme: bearer}
";
    let with = |input: &mut Input| {
        let credential = |name: &str| (name.to_owned(), "VARIABLE".to_owned());
        input.credentials = ["alias", "kept", "removed"].map(credential).to_vec();
    };
    let (_, diagnostics) = run(&[("a.yaml", document)], with);
    assert_eq!(
        diagnostics,
        [
            "warning unused-setting a.yaml:1:1 the settings name the security scheme `removed`, which no selected \
          operation requires; ignoring it [] remove the setting, or select an operation that requires the scheme"
        ]
    );
    let (_, diagnostics) = run(&[("a.yaml", document)], |input| {
        input.include.clear();
        input.credentials = vec![("removed".to_owned(), "VARIABLE".to_owned())];
    });
    assert_eq!(diagnostics, Vec::<String>::new());
}

#[test]
fn nothing_is_removed_without_a_selection() {
    let document = "servers: [{url: 'https://d.example'}]
security: [{one: []}]
tags: [{name: unused}]
paths:
  /a: {get: {operationId: a, tags: [a], security: [], servers: [{url: 'https://a.example'}], responses: {'204': {description: D}}}}
components: {securitySchemes: {one: {type: http, scheme: bearer}}, schemas: {Unused: {type: object}}}
";
    let (value, diagnostics) = run(&[("a.yaml", document)], |input| input.include.clear());
    assert_eq!(diagnostics, Vec::<String>::new());
    assert_eq!(value["servers"][0]["url"], "https://d.example");
    assert_eq!(value["tags"][0]["name"], "unused");
    assert!(value.get("security").is_some());
    assert_eq!(names(&value, "securitySchemes"), ["one"]);
    assert_eq!(names(&value, "schemas"), ["Unused"]);
}
