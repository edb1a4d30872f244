//! Tests of hints that name types and traits.

mod targets;

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::load::load;
use crate::load::tests::Memory;
use crate::{Hints, Input, Layout, Runtime, Target};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://a.example'}]
paths:
  /a/{id}:
    get:
      operationId: get-a
      parameters: [{name: id, in: path, required: true, schema: {$ref: '#/components/schemas/Id'}}]
      responses: {'200': {description: A., content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}
components:
  schemas:
    Id: {type: string, format: decimal, maxLength: 5}
    A: {type: object, description: The A., properties: {b: {$ref: '#/components/schemas/B'}, id: {$ref: '#/components/schemas/Id'}, n: {type: number, format: decimal}}}
    B: {type: object, nullable: true, properties: {c: {$ref: '#/components/schemas/C'}, b: {$ref: '#/components/schemas/B'}}}
    C: {type: string}
    Unused: {type: string}
";

/// The document as JSON, and the diagnostics with the level and the message.
fn run(
    document: &str,
    overlay: Option<&str>,
    hints: Hints,
    target: Target,
) -> (Value, Vec<String>) {
    let mut files = vec![("a.yaml".to_owned(), document.as_bytes().to_vec())];
    let overlay = overlay.map(|actions| {
        format!("overlay: 1.0.0\ninfo: {{title: O, version: '1'}}\nactions: [{actions}]\n")
    });
    files.extend(
        overlay
            .iter()
            .map(|text| ("overlay.yaml".to_owned(), text.as_bytes().to_vec())),
    );
    let input = Input {
        document: "a.yaml".to_owned(),
        overlays: overlay.iter().map(|_| "overlay.yaml".to_owned()).collect(),
        package: "a".to_owned(),
        hints,
        target,
        ..Input::default()
    };
    let mut diagnostics = Diagnostics::default();
    let (document, _) = load(
        &input,
        &Memory(files.into_iter().collect()),
        &mut diagnostics,
    );
    let document = document.map(|document| serde_json::to_value(document.openapi).unwrap());
    let line = |one: &Diagnostic| {
        let level = if one.level == Level::Error {
            "error"
        } else {
            "warning"
        };
        format!(
            "{level} {} ({})",
            one.message,
            one.help.clone().unwrap_or_default()
        )
    };
    let diagnostics = diagnostics.into_vec();
    (
        document.unwrap_or_default(),
        diagnostics.iter().map(line).collect(),
    )
}

fn types(types: &[(&str, &str)]) -> Hints {
    let types = types
        .iter()
        .map(|(target, path)| ((*target).to_owned(), (*path).to_owned()));
    Hints {
        types: types.collect(),
        ..Hints::default()
    }
}

fn module() -> Target {
    Target {
        layout: Layout::Module,
        ..Target::default()
    }
}

#[test]
fn a_replaced_schema_keeps_its_documentation_without_the_schemas_that_only_it_needs() {
    let (document, found) = run(DOCUMENT, None, types(&[("B", "crate::B")]), module());
    assert_eq!(found, Vec::<String>::new());
    let schemas = &document["components"]["schemas"];
    let names: Vec<&String> = schemas.as_object().unwrap().keys().collect();
    assert_eq!(names, ["Id", "A", "B", "Unused"]);
    assert_eq!(
        schemas["B"],
        json!({"type": "object", "nullable": true, "x-rust-type": "crate::B"})
    );
}

/// A value that is never a string would be lost.
#[test]
fn a_known_type_does_not_replace_a_number() {
    let hints = types(&[("A.n", "rust_decimal::Decimal")]);
    let (document, found) = run(DOCUMENT, None, hints, Target::default());
    let number = &document["components"]["schemas"]["A"]["properties"]["n"];
    assert_eq!(number, &json!({"type": "number", "format": "decimal"}));
    assert_eq!(found.len(), 1, "{found:?}");
    let message =
        "warning `rust_decimal::Decimal` is a string in JSON, but the schema has the type `number`";
    assert!(found[0].starts_with(message), "{found:?}");
}

/// The client could not read any response with it.
#[test]
fn a_type_does_not_replace_a_schema_with_a_different_form_in_json() {
    let warnings = |schema: &str, path: &str| {
        let document = DOCUMENT.replace("C: {type: string}", &format!("C: {schema}"));
        let hints = types(&[("C", path)]);
        let (document, found) = run(&document, None, hints, Target::default());
        let is_replaced = document["components"]["schemas"]["C"]["x-rust-type"] == path;
        assert_eq!(is_replaced, found.is_empty(), "{schema} {path}: {found:?}");
        found
    };
    for (schema, path) in [
        ("{type: string, format: uuid}", "i64"),
        ("{type: string}", "f64"),
        ("{type: string}", "bool"),
        ("{type: integer}", "String"),
        ("{type: integer}", "bool"),
        ("{type: integer}", "uuid::Uuid"),
        ("{type: integer}", "jiff::Timestamp"),
        ("{type: number}", "bytes::Bytes"),
        ("{type: boolean}", "i32"),
        ("{type: boolean}", "url::Url"),
        ("{type: object}", "String"),
        ("{type: array, items: {type: string}}", "std::net::Ipv4Addr"),
        ("{properties: {a: {type: string}}}", "u32"),
        ("{enum: [a, b]}", "u64"),
        ("{$ref: '#/components/schemas/Id'}", "i64"),
        (
            "{allOf: [{description: D}, {$ref: '#/components/schemas/Id'}]}",
            "i64",
        ),
        ("{oneOf: [{type: string}, {type: integer}]}", "String"),
        (
            "{anyOf: [{type: string}, {$ref: '#/components/schemas/B'}]}",
            "String",
        ),
    ] {
        let found = warnings(schema, path);
        assert_eq!(found.len(), 1, "{schema} {path}: {found:?}");
        assert!(
            found[0].contains(&format!("warning `{path}` is a")),
            "{found:?}"
        );
    }
    for (schema, path) in [
        ("{type: string, format: uuid}", "String"),
        ("{type: string, nullable: true}", "uuid::Uuid"),
        ("{type: integer}", "f64"),
        ("{type: number}", "i64"),
        ("{type: boolean}", "bool"),
        ("{type: object}", "serde_json::Value"),
        ("{type: object}", "a::Own"),
        ("{type: integer}", "a::Own"),
        ("{}", "i64"),
        ("{description: D}", "String"),
        ("{enum: [1, 2]}", "u64"),
        ("{oneOf: [{type: string}, {}]}", "String"),
        (
            "{allOf: [{$ref: '#/components/schemas/Id'}]}",
            "rust_decimal::Decimal",
        ),
    ] {
        assert_eq!(
            warnings(schema, path),
            Vec::<String>::new(),
            "{schema} {path}"
        );
    }
    let parameter = [("/paths/~1a~1{id}/get/parameters/0", "i64")];
    let (_, found) = run(DOCUMENT, None, types(&parameter), Target::default());
    assert!(found[0].contains("`i64` is a number in JSON"), "{found:?}");
}

#[test]
fn a_format_is_replaced_in_strings_and_a_number_is_a_warning() {
    let hints = types(&[("format.decimal", "rust_decimal::Decimal")]);
    let (document, found) = run(DOCUMENT, None, hints, Target::default());
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["Id"],
        json!({"type": "string", "format": "decimal", "x-rust-type": "rust_decimal::Decimal"})
    );
    assert_eq!(schemas["A"]["properties"]["n"]["format"], "decimal");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with(
            "warning a schema with the format `decimal` and the type `number` is not replaced"
        ),
        "{found:?}"
    );
    // A type of the user's decides what it is in JSON.
    let (document, found) = run(
        DOCUMENT,
        None,
        types(&[("format.decimal", "a::Decimal")]),
        Target::default(),
    );
    assert_eq!(found, Vec::<String>::new());
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["A"]["properties"]["n"],
        json!({"type": "number", "format": "decimal", "x-rust-type": "a::Decimal"})
    );
}

#[test]
fn a_reference_or_a_parameter_can_be_replaced_alone() {
    let hints = types(&[
        ("A.id", "a::Id"),
        ("/paths/~1a~1{id}/get/parameters/0", "b::Id"),
    ]);
    let (document, found) = run(DOCUMENT, None, hints, Target::default());
    assert_eq!(found, Vec::<String>::new());
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["A"]["properties"]["id"],
        json!({"type": "string", "format": "decimal", "x-rust-type": "a::Id"})
    );
    let parameter = &document["paths"]["/a/{id}"]["get"]["parameters"][0];
    assert_eq!(
        parameter["schema"],
        json!({"type": "string", "format": "decimal", "x-rust-type": "b::Id"})
    );
    assert_eq!(schemas.get("Id"), None);
}

#[test]
fn a_target_that_does_not_exist_is_an_error() {
    for (target, expected) in [
        ("Bb", "did you mean `B`?"),
        ("A.idd", "did you mean `A.id`?"),
        ("Nothing like it", "name a schema"),
        ("/components/schemas/X", "correct the JSON Pointer"),
        ("get-a", "name a schema"),
    ] {
        let (_, found) = run(
            DOCUMENT,
            None,
            types(&[(target, "a::B")]),
            Target::default(),
        );
        assert!(
            found[0].starts_with("error the settings name `"),
            "{found:?}"
        );
        assert!(found[0].contains(expected), "{found:?}");
    }
    let (_, found) = run(
        DOCUMENT,
        None,
        types(&[("format.decimall", "a::B")]),
        Target::default(),
    );
    assert!(found[0].contains("did you mean `decimal`?"), "{found:?}");
}

#[test]
fn an_operation_a_type_or_a_field_can_be_renamed() {
    let names = [("get-a", "first"), ("A", "Alpha"), ("A.b", "beta")];
    let hints = Hints {
        names: names
            .map(|(target, name)| (target.to_owned(), name.to_owned()))
            .to_vec(),
        ..Hints::default()
    };
    let (document, found) = run(DOCUMENT, None, hints, Target::default());
    assert_eq!(found, Vec::<String>::new());
    let schema = &document["components"]["schemas"]["A"];
    assert_eq!(schema["x-rust-name"], "Alpha");
    assert_eq!(document["paths"]["/a/{id}"]["get"]["x-rust-name"], "first");
    assert_eq!(schema["properties"]["b"]["x-rust-name"], "beta");
}

#[test]
fn hints_of_the_document_are_ignored() {
    let document = DOCUMENT
        .replace(
            "C: {type: string}",
            "C: {type: string, x-rust-type: 'std::process::Command', x-rust-derive: ['a::Evil']}",
        )
        .replace("in: path,", "in: path, x-rust-type: 'a::Evil',")
        .replace("openapi:", "x-rust-derive: ['a::Evil']\nopenapi:");
    let other = "{target: $.components.schemas.C, update: {description: 'C.'}}";
    let (document, found) = run(&document, Some(other), Hints::default(), Target::default());
    assert!(!document.to_string().contains("x-rust"), "{document}");
    assert_eq!(found.len(), 4, "{found:?}");
    for one in found {
        assert!(
            one.starts_with("warning a document must not choose Rust code"),
            "{one}"
        );
    }
}

#[test]
fn hints_of_an_overlay_are_applied_and_checked() {
    let actions = "{target: $.components.schemas.C, update: {x-rust-type: 'a::C'}}, {target: $.components.schemas.A, update: {x-rust-derive: [Eq]}}";
    let (document, found) = run(DOCUMENT, Some(actions), Hints::default(), Target::default());
    assert_eq!(found, Vec::<String>::new());
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["C"]["x-rust-type"], "a::C");
    assert_eq!(schemas["A"]["x-rust-derive"], json!(["Eq"]));
    for hint in [
        "x-rust-type: 'a::C<D>'",
        "x-rust-type: 'a::C; fn f() {}'",
        "x-rust-type: 5",
        "x-rust-derive: [Clone]",
        "x-rust-derive: Eq",
        "x-rust-derive: ['Eq)] struct A; #[derive(Eq']",
    ] {
        let action = format!("{{target: $.components.schemas.C, update: {{{hint}}}}}");
        let (_, found) = run(DOCUMENT, Some(&action), Hints::default(), Target::default());
        assert!(found[0].starts_with("error "), "{hint}: {found:?}");
    }
}

#[test]
fn a_type_that_cannot_be_named_or_implemented_is_an_error() {
    let of_crate = || types(&[("B", "crate::B")]);
    let (_, found) = run(DOCUMENT, None, of_crate(), Target::default());
    assert!(
        found[0].contains("the whole crate is generated"),
        "{found:?}"
    );
    let shared = Target {
        runtime: Runtime::Crate,
        ..module()
    };
    assert_eq!(
        run(DOCUMENT, None, of_crate(), shared.clone()).1,
        Vec::<String>::new()
    );
    assert_eq!(
        run(DOCUMENT, None, types(&[("Id", "url::Url")]), shared.clone()).1,
        Vec::<String>::new()
    );
    let (_, found) = run(DOCUMENT, None, types(&[("B", "a::B")]), shared);
    assert!(found[0].contains("`runtime = \"crate\"`"), "{found:?}");
}

/// A property may have the name of an extension.
#[test]
fn a_property_with_the_name_of_a_hint_is_a_property() {
    let document = DOCUMENT.replace(
        "properties: {b:",
        "properties: {x-rust-type: {type: string}, b:",
    );
    let (document, found) = run(&document, None, Hints::default(), Target::default());
    assert_eq!(found, Vec::<String>::new());
    let properties = &document["components"]["schemas"]["A"]["properties"];
    assert_eq!(properties["x-rust-type"], json!({"type": "string"}));
}

/// Without them, the derived trait does not compile.
#[test]
fn a_trait_brings_those_that_it_requires() {
    let actions = "{target: $.components.schemas.B, update: {x-rust-derive: [Ord]}}";
    let overlay =
        format!("overlay: 1.0.0\ninfo: {{title: O, version: '1'}}\nactions: [{actions}]\n");
    let closed = "B: {type: object, additionalProperties: false, properties: {c: {type: string}}}";
    let start = DOCUMENT.find("    B: ").unwrap();
    let end = start + DOCUMENT[start..].find('\n').unwrap();
    let document = format!("{}    {closed}{}", &DOCUMENT[..start], &DOCUMENT[end..]);
    let files = [("a.yaml", document), ("overlay.yaml", overlay)];
    let files = files.map(|(name, text)| (name.to_owned(), text.into_bytes()));
    let input = Input {
        document: "a.yaml".to_owned(),
        overlays: vec!["overlay.yaml".to_owned()],
        package: "a".to_owned(),
        ..Input::default()
    };
    let reading = crate::read(&input, &Memory(files.into_iter().collect()));
    let api = reading
        .api
        .unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
    let derives = api.types.iter().find(|(_, one)| one.name == "B");
    let derives = derives.map(|(_, one)| one.derives.clone());
    assert_eq!(derives.unwrap(), ["Eq", "Ord", "PartialOrd"]);
}
