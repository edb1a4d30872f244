//! References where OpenAPI does not allow one: each is replaced with its target, with a warning.

use serde_json::{Value, json};

use super::{diagnostics_of, document, run};

/// The document as JSON, and its diagnostics.
fn read(files: &[(&str, &str)]) -> (Value, Vec<String>) {
    let messages = diagnostics_of(files);
    let Some(document) = run(files).0 else {
        panic!("no document: {messages:#?}");
    };
    let document = serde_json::to_value(document.openapi).expect("a document is JSON");
    (document, messages)
}

const WITHOUT_INFO: &str = "openapi: 3.0.3\nservers: [{url: 'https://a.example'}]\n";

#[test]
fn an_operation_may_be_in_a_file_through_another_one() {
    let text = document("paths:\n  /x:\n    get: {$ref: ops/get_x.yml}\n");
    let (document, messages) = read(&[
        ("a.yaml", &text),
        ("ops/get_x.yml", "$ref: real/get_x.yml#/op"),
        (
            "ops/real/get_x.yml",
            "op:\n  operationId: getX\n  parameters: [{$ref: ../../limit.yml}]\n  responses: {'200': {$ref: '#/ok'}}\nok: {description: OK, content: {application/json: {schema: {$ref: ../item.yml}}}}\n",
        ),
        (
            "limit.yml",
            "{name: limit, in: query, schema: {type: integer}}",
        ),
        (
            "ops/item.yml",
            "{type: object, properties: {a: {type: string}}}",
        ),
    ]);
    assert_eq!(
        messages,
        [
            "warning invalid-document a.yaml:6:17 OpenAPI 3.0 does not allow a reference in place of an operation; reading its target"
        ]
    );
    assert_eq!(
        document["paths"]["/x"]["get"],
        json!({
            "operationId": "getX",
            "parameters": [{"$ref": "#/components/parameters/limit"}],
            "responses": {"200": {"$ref": "#/components/responses/ok"}},
        })
    );
    assert_eq!(document["components"]["schemas"]["item"]["type"], "object");
}

#[test]
fn hundreds_of_references_in_place_of_operations_are_one_warning() {
    let paths: String = (0..650)
        .map(|n| format!("  /x{n}: {{get: {{$ref: ops/get{n}.yml}}}}\n"))
        .collect();
    let text = document(&format!("paths:\n{paths}"));
    let mut files = vec![
        ("a.yaml".to_owned(), text),
        ("ops/ok.yml".to_owned(), "description: OK".to_owned()),
    ];
    files.extend((0..650).map(|n| {
        let operation = format!("operationId: get{n}\nresponses: {{'200': {{$ref: ok.yml}}}}");
        (format!("ops/get{n}.yml"), operation)
    }));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let (document, messages) = read(&files);
    assert_eq!(messages.len(), 1, "{messages:#?}");
    assert_eq!(document["paths"]["/x649"]["get"]["operationId"], "get649");
    let responses = &document["components"]["responses"];
    assert_eq!(responses, &json!({"ok": {"description": "OK"}}));
}

#[test]
fn an_operation_of_a_different_path_is_copied() {
    let text = document(
        "paths:\n  /x: {get: {operationId: a, responses: {'200': {description: OK}}}}\n  /y: {get: {$ref: '#/paths/~1x/get'}}\n",
    );
    let (document, messages) = read(&[("a.yaml", &text)]);
    let responses = |path: &str| document["paths"][path]["get"]["responses"].clone();
    assert_eq!(responses("/y"), responses("/x"));
    assert_eq!(messages.len(), 2, "{messages:#?}");
    assert!(
        messages
            .iter()
            .any(|one| one.contains("duplicate-operation-id"))
    );
}

#[test]
fn every_section_may_be_in_a_file() {
    let text = format!(
        "{WITHOUT_INFO}info: {{$ref: info.yaml}}\ntags: {{$ref: 'info.yaml#/x-tags'}}\nsecurity: {{$ref: 'info.yaml#/x-security'}}\nexternalDocs: {{$ref: 'info.yaml#/x-docs'}}\npaths: {{$ref: paths.yaml}}\ncomponents: {{$ref: components.yaml}}\n"
    );
    let files = [
        ("a.yaml", text.as_str()),
        (
            "info.yaml",
            "title: T\nversion: '1'\ndescription: {$ref: docs/intro.md}\ncontact: {$ref: '#/x-contact'}\nx-contact: {name: N}\nx-tags: [{name: a, description: {$ref: docs/intro.md}}]\nx-security: [{key: []}]\nx-docs: {url: 'https://a.example'}\n",
        ),
        ("docs/intro.md", "# Title\n\nText: {a}\n"),
        (
            "paths.yaml",
            "/x: {get: {$ref: 'get.yaml'}}\n/y: {$ref: 'item.yaml'}\n",
        ),
        (
            "get.yaml",
            "responses: {'200': {description: D, content: {application/json: {schema: {$ref: 'a.yaml#/components/schemas/Pet'}}}}}\n",
        ),
        (
            "item.yaml",
            "get: {responses: {'200': {$ref: 'components.yaml#/responses/Ok'}}}\n",
        ),
        (
            "components.yaml",
            "schemas: {$ref: schemas.yaml}\nresponses: {Ok: {description: OK, content: {application/json: {schema: {$ref: 'schemas.yaml#/Cat'}}}}}\nsecuritySchemes: {key: {$ref: schemes.yaml}}\n",
        ),
        (
            "schemas.yaml",
            "Pet: {type: object, properties: {cat: {$ref: '#/Cat'}, dog: {$ref: dog.yaml}}}\nCat: {type: object}\nDog: {$ref: dog.yaml}\n",
        ),
        ("dog.yaml", "{type: object}"),
        ("schemes.yaml", "{type: apiKey, in: header, name: Key}"),
    ];
    let (document, messages) = read(&files);
    assert!(
        messages
            .iter()
            .all(|one| one.contains("does not allow a reference in place of")),
        "{messages:#?}"
    );
    assert_eq!(document["info"]["description"], "# Title\n\nText: {a}\n");
    assert_eq!(document["info"]["contact"], json!({"name": "N"}));
    assert_eq!(document["tags"][0]["description"], "# Title\n\nText: {a}\n");
    assert_eq!(document["security"], json!([{"key": []}]));
    let components = &document["components"];
    // Each schema is one component, under its own name.
    let names: Vec<&String> = components["schemas"]
        .as_object()
        .expect("a map")
        .keys()
        .collect();
    assert_eq!(names, ["Pet", "Cat", "Dog", "dog"]);
    assert_eq!(
        components["schemas"]["Pet"]["properties"]["cat"],
        json!({"$ref": "#/components/schemas/Cat"})
    );
    assert_eq!(
        components["responses"]
            .as_object()
            .map(serde_json::Map::len),
        Some(1)
    );
    let schema = |path: &str| document["paths"][path]["get"]["responses"]["200"].clone();
    assert_eq!(
        schema("/x")["content"]["application/json"]["schema"],
        json!({"$ref": "#/components/schemas/Pet"})
    );
    assert_eq!(schema("/y"), json!({"$ref": "#/components/responses/Ok"}));
    assert_eq!(
        components["securitySchemes"]["key"],
        json!({"type": "apiKey", "in": "header", "name": "Key"})
    );
}

#[test]
fn media_types_may_be_shared() {
    let operation = |content: &str| {
        format!("{{responses: {{'200': {{description: OK, content: {content}}}}}}}")
    };
    let with = |version: &str| {
        document(&format!(
            "paths:\n  /a: {{get: {}}}\n  /b: {{get: {}}}\n  /c: {{get: {}}}\n  /d: {{get: {}}}\ncomponents:\n  mediaTypes:\n    Item: {{schema: {{type: object, properties: {{a: {{type: string}}}}}}}}\n    application/xml: {{schema: {{type: string}}}}\n    All: {{application/json: {{$ref: '#/components/mediaTypes/Item'}}}}\n",
            operation("{application/json: {$ref: '#/components/mediaTypes/Item'}}"),
            operation("{$ref: '#/components/mediaTypes/All'}"),
            operation("{$ref: '#/components/mediaTypes/application~1xml'}"),
            operation("{$ref: '#/components/mediaTypes/Item'}"),
        ))
        .replace("3.0.3", version)
    };
    for (version, warnings) in [("3.0.3", 3), ("3.1.0", 3)] {
        let (document, messages) = read(&[("a.yaml", &with(version))]);
        assert_eq!(messages.len(), warnings, "{messages:#?}");
        let content =
            |path: &str| document["paths"][path]["get"]["responses"]["200"]["content"].clone();
        let item = json!({"application/json": {"schema": {"$ref": "#/components/schemas/mediaTypes_Item"}}});
        assert_eq!(content("/a"), item);
        assert_eq!(content("/b"), item);
        assert_eq!(content("/d"), item);
        assert!(content("/c")["application/xml"]["schema"].is_object());
    }
    let (_, messages) = read(&[("a.yaml", &with("3.2.0"))]);
    assert!(
        messages.iter().all(|one| !one.contains("does not allow")),
        "{messages:#?}"
    );
}

#[test]
fn maps_and_lists_may_be_in_files() {
    let text = document(
        "paths:\n  /x/{id}:\n    parameters: {$ref: parts.yaml#/parameters}\n    get:\n      servers: {$ref: parts.yaml#/servers}\n      tags: {$ref: parts.yaml#/tags}\n      responses: {$ref: parts.yaml#/responses}\n    put:\n      tags: [{$ref: parts.yaml#/tags/0}]\n      responses: {$ref: parts.yaml#/responses}\ncomponents:\n  schemas:\n    Pet:\n      type: object\n      required: {$ref: parts.yaml#/required}\n      properties: {$ref: props.yaml, own: {type: string}}\n    Size: {type: string, enum: {$ref: parts.yaml#/sizes}}\n    Any:\n      oneOf: {$ref: parts.yaml#/any}\n      discriminator: {$ref: parts.yaml#/discriminator}\n",
    );
    let files = [
        ("a.yaml", text.as_str()),
        (
            "parts.yaml",
            "parameters: [{name: id, in: path, required: true, schema: {type: string, enum: [a]}}, {$ref: '#/limit'}]\nlimit: {name: limit, in: query, schema: {type: integer}}\nservers: [{url: 'https://b.example'}]\ntags: [one]\nresponses: {'200': {description: OK, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}\nrequired: [own]\nsizes: [s, m]\nany: [{$ref: 'a.yaml#/components/schemas/Pet'}]\ndiscriminator: {propertyName: own, mapping: {pet: 'a.yaml#/components/schemas/Pet'}}\n",
        ),
        (
            "props.yaml",
            "own: {type: integer}\nchild: {$ref: 'a.yaml#/components/schemas/Pet'}\n",
        ),
    ];
    let (document, messages) = read(&files);
    assert!(
        messages
            .iter()
            .all(|one| one.contains("does not allow a reference in place of")),
        "{messages:#?}"
    );
    let item = &document["paths"]["/x/{id}"];
    assert_eq!(
        item["get"]["responses"]["200"],
        json!({"$ref": "#/components/responses/responses_200"})
    );
    assert_eq!(item["get"]["responses"], item["put"]["responses"]);
    assert_eq!(item["get"]["tags"], json!(["one"]));
    assert_eq!(item["put"]["tags"], json!(["one"]));
    assert_eq!(item["get"]["servers"][0]["url"], "https://b.example");
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["Pet"]["required"], json!(["own"]));
    assert_eq!(
        schemas["Pet"]["properties"],
        json!({"own": {"type": "string"}, "child": {"$ref": "#/components/schemas/Pet"}})
    );
    assert_eq!(schemas["Size"]["enum"], json!(["s", "m"]));
    assert_eq!(
        schemas["Any"]["discriminator"]["mapping"],
        json!({"pet": "#/components/schemas/Pet"})
    );
}

#[test]
fn members_next_to_a_misplaced_reference_take_precedence() {
    let text = document(
        "paths:\n  /x:\n    get: {$ref: get.yaml, deprecated: true}\ntags: {$ref: 'get.yaml#/x-tags', more: 1}\n",
    );
    let (document, messages) = read(&[
        ("a.yaml", &text),
        (
            "get.yaml",
            "{operationId: a, deprecated: false, responses: {}, x-tags: [{name: a}]}",
        ),
    ]);
    assert_eq!(document["paths"]["/x"]["get"]["deprecated"], true);
    assert_eq!(
        messages,
        [
            "warning invalid-document a.yaml:6:17 OpenAPI 3.0 does not allow a reference in place of an operation; reading its target, with the members next to the reference in place of the target's",
            "warning invalid-document a.yaml:7:14 OpenAPI 3.0 does not allow a reference in place of `tags`; reading its target",
            "warning ignored-sibling a.yaml:7:34 `more` next to a `$ref` is ignored",
        ]
    );
}

#[test]
fn data_named_like_a_reference_is_no_reference() {
    let text = document(
        "components:\n  schemas:\n    $ref: {type: string}\n    A:\n      type: object\n      properties: {$ref: {type: string}}\n      default: {$ref: x}\n      example: {$ref: x}\n      x-a: {$ref: x}\n    B:\n      oneOf: [{$ref: '#/components/schemas/A'}]\n      discriminator: {propertyName: $ref, mapping: {$ref: '#/components/schemas/A'}}\n  links:\n    L: {operationId: a, parameters: {$ref: x}}\n  securitySchemes:\n    O: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://a', scopes: {$ref: x}}}}\n",
    );
    let (document, messages) = read(&[("a.yaml", &text)]);
    assert!(
        !messages.iter().any(|one| one.contains("reference")),
        "{messages:#?}"
    );
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["$ref"], json!({"type": "string"}));
    assert_eq!(
        schemas["A"]["properties"]["$ref"],
        json!({"type": "string"})
    );
    assert_eq!(schemas["A"]["default"], json!({"$ref": "x"}));
}

#[test]
fn a_target_of_a_different_kind_is_refused_with_what_to_do() {
    let cases = [
        (
            "paths: {/x: {get: {$ref: '#/paths/~1x'}}}",
            "`#/paths/~1x` must refer to an operation, found a path item",
            "refer to `#/paths/~1x/get`",
        ),
        (
            "paths: {/x: {get: {$ref: x.yaml}}}",
            "`x.yaml` must refer to an operation, found an object around `get`",
            "refer to `x.yaml#/get`",
        ),
        (
            "tags: {$ref: tags.yaml}",
            "`tags.yaml` must refer to `tags`, found an object",
            "refer to `tags.yaml#/tags`",
        ),
        (
            "tags: {$ref: 'x.yaml#/get'}",
            "`x.yaml#/get` must refer to `tags`, found an object",
            "refer to an array, or write it in place of the reference",
        ),
        (
            "components: {schemas: {A: {properties: {$ref: '#/components/schemas/B'}}, B: {type: object, properties: {}}}}",
            "`#/components/schemas/B` must refer to `properties`, found a schema",
            "refer to `#/components/schemas/B/properties`",
        ),
        (
            "paths: {/x: {get: {$ref: '#/paths/~1x/get'}}}",
            "`#/paths/~1x/get` refers to itself, without a definition",
            "replace one of the references in the cycle with a definition",
        ),
        (
            "components: {$ref: '#/components'}",
            "`#/components` refers to itself, without a definition",
            "replace one of the references in the cycle with a definition",
        ),
        (
            "components: {$ref: '#'}",
            "`#` must refer to a components object, found an OpenAPI document",
            "refer to `#/components`",
        ),
        (
            "components: {schemas: {A: {properties: {$ref: p.yaml}}}}",
            "the target of the reference contains the reference",
            "replace the reference with a definition",
        ),
        (
            "paths: {$ref: missing.yaml}",
            "`missing.yaml` cannot be read: no such file",
            "write the path relative to the folder of this file",
        ),
    ];
    for (text, message, help) in cases {
        let text = document(&format!("{text}\n"));
        let found = run(&[
            ("a.yaml", &text),
            ("x.yaml", "get: {responses: {}}\nmedia: {schema: {}}\n"),
            ("tags.yaml", "tags: [{name: a}]\n"),
            ("p.yaml", "a: {properties: {$ref: p.yaml}}"),
        ])
        .2;
        let errors: Vec<_> = found
            .iter()
            .filter(|one| one.level == crate::diagnostic::Level::Error)
            .collect();
        assert_eq!(errors.len(), 1, "{text}: {found:#?}");
        assert_eq!(errors[0].message, message, "{text}");
        assert_eq!(errors[0].help.as_deref(), Some(help), "{text}");
    }
}

#[test]
fn an_unresolved_reference_in_place_of_documentation_is_a_warning() {
    let text = document(
        "tags: [{name: a, description: {$ref: missing.md}, externalDocs: {$ref: '#/nowhere'}}]\ncomponents: {parameters: {P: {name: p, in: query, schema: {}, examples: {$ref: '#/nowhere'}}}}\n",
    );
    let (document, messages) = read(&[("a.yaml", &text)]);
    assert!(
        messages
            .iter()
            .all(|one| one.ends_with("; ignoring the reference")),
        "{messages:#?}"
    );
    assert_eq!(document["tags"], json!([{"name": "a"}]));
}

#[test]
fn mistakes_in_a_misplaced_target_are_located_in_its_file() {
    let text = document("paths: {/x: {get: {$ref: get.yaml}}}\n");
    let get = "operationId: a\nresponses: {}\nparameters:\n  - {name: 5, in: body}\n  - {$ref: '#/nowhere'}\n";
    let messages = diagnostics_of(&[("a.yaml", &text), ("get.yaml", get)]);
    let errors: Vec<_> = messages
        .iter()
        .filter(|one| one.starts_with("error"))
        .map(|one| one.split(' ').nth(2))
        .collect();
    assert_eq!(
        errors,
        [Some("get.yaml:4:19"), Some("get.yaml:5:12")],
        "{messages:#?}"
    );
}

#[test]
fn references_that_double_at_each_step_are_refused() {
    let mut files = vec![(
        "a.yaml".to_owned(),
        document("components: {schemas: {A: {properties: {$ref: p0.yaml}}}}\n"),
    )];
    for n in 0..40 {
        let next = format!("{{properties: {{$ref: p{}.yaml}}}}", n + 1);
        files.push((format!("p{n}.yaml"), format!("{{a: {next}, b: {next}}}")));
    }
    files.push(("p40.yaml".to_owned(), "{a: {type: string}}".to_owned()));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let (document, _, found) = run(&files);
    assert!(document.is_none());
    assert!(
        found.iter().any(|one| one.message.contains("values")),
        "{found:#?}"
    );
}

#[test]
fn references_in_webhooks_need_no_target_and_may_be_one() {
    let text = document(
        "webhooks:\n  a: {post: {requestBody: {$ref: '#/nowhere'}, responses: {}}}\n  b: {post: {requestBody: {content: {application/json: {schema: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}}}}}}\ncomponents:\n  schemas:\n    A: {type: string}\n    B: {$ref: '#/webhooks/b/post/requestBody/content/application~1json/schema'}\n",
    )
    .replace("3.0.3", "3.1.0");
    let (document, messages) = read(&[("a.yaml", &text)]);
    assert_eq!(
        messages,
        [
            "warning unsupported a.yaml:4:1 webhooks are requests from the server and not part of a client"
        ]
    );
    let schemas = &document["components"]["schemas"];
    let moved = schemas["B"]["$ref"].as_str().expect("a reference");
    let name = moved.rsplit('/').next().expect("a name");
    assert_eq!(
        schemas[name]["properties"]["a"],
        json!({"$ref": "#/components/schemas/A"})
    );
}

#[test]
fn siblings_of_a_reference_on_the_way_are_kept_in_3_1() {
    let text = document("components: {schemas: {A: {$ref: b.yaml}}}\n").replace("3.0.3", "3.1.0");
    let (document, messages) = read(&[
        ("a.yaml", &text),
        ("b.yaml", "$ref: c.yaml\nrequired: [x]\n"),
        ("c.yaml", "type: object\nproperties: {x: {type: string}}\n"),
    ]);
    assert_eq!(messages, Vec::<String>::new());
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["A"], json!({"$ref": "#/components/schemas/b"}));
    assert_eq!(schemas["b"]["allOf"][1]["required"], json!(["x"]));
}

#[test]
fn a_reference_that_only_the_main_document_resolves_has_the_help_to_refer_to_it() {
    let text = document(
        "paths: {/x: {get: {$ref: ops/get.yaml}}}\ncomponents: {responses: {Ok: {description: OK}}}\n",
    );
    let get = "responses: {'200': {$ref: '#/components/responses/Ok'}}";
    let found = run(&[("spec/a.yaml", &text), ("spec/ops/get.yaml", get)]).2;
    let help = found
        .iter()
        .find_map(|one| one.help.as_deref().filter(|help| help.contains("main")));
    assert_eq!(
        help,
        Some("refer to the main document: `../a.yaml#/components/responses/Ok`")
    );
}
