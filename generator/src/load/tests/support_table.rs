//! The support table has a row for every keyword that the generator knows.

use crate::load::specification::{Kind, Object};

/// Each object, and the heading of the tables with its keywords.
const OBJECTS: &[(Object, &str)] = &[
    (Object::Document, "## Document"),
    (Object::Info, "## Info"),
    (Object::Contact, "### Contact"),
    (Object::License, "### License"),
    (Object::Server, "## Server"),
    (Object::ServerVariable, "### Server variable"),
    (Object::Components, "## Components"),
    (Object::Paths, "## Paths and path items"),
    (Object::PathItem, "### Path item"),
    (Object::Operation, "## Operation"),
    (Object::ExternalDocumentation, "### External documentation"),
    (Object::Parameter, "## Parameter"),
    (Object::RequestBody, "## Request body"),
    (Object::MediaType, "## Media type"),
    (Object::Encoding, "### Encoding"),
    (Object::Responses, "## Responses"),
    (Object::Response, "### Response"),
    (Object::Callback, "### Callback"),
    (Object::Example, "### Example"),
    (Object::Link, "### Link"),
    (Object::Header, "## Header"),
    (Object::Tag, "### Tag"),
    (Object::Schema, "## Schema"),
    (Object::Discriminator, "### Discriminator"),
    (Object::Xml, "### XML"),
    (Object::SecurityScheme, "### Security scheme"),
    (Object::OauthFlows, "### OAuth flows"),
    (Object::ImplicitFlow, "### OAuth flow"),
    (Object::TokenFlow, "### OAuth flow"),
    (Object::AuthorizationCodeFlow, "### OAuth flow"),
    (Object::DeviceAuthorizationFlow, "### OAuth flow"),
];

/// The keywords of JSON Schema 2020-12, with their older names.
const JSON_SCHEMA: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$ref",
    "$schema",
    "$vocabulary",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "default",
    "definitions",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "deprecated",
    "description",
    "else",
    "enum",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
    "items",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "readOnly",
    "required",
    "then",
    "title",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "writeOnly",
];

/// The keywords in the first column of the tables below a heading and those below it.
fn keywords(heading: &str) -> Vec<&'static str> {
    let table = include_str!("../../../../docs/openapi-support.md");
    let level = |line: &str| line.bytes().take_while(|byte| *byte == b'#').count();
    let mut lines = table.lines().skip_while(|line| *line != heading);
    assert!(lines.next().is_some(), "missing heading `{heading}`");
    lines
        .take_while(|line| level(line) == 0 || level(line) > level(heading))
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next())
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect()
}

#[test]
fn every_keyword_of_every_object_has_a_row() {
    let mut missing = Vec::new();
    for (object, heading) in OBJECTS {
        let known = keywords(heading);
        let absent = object
            .fields()
            .iter()
            .filter(|field| !known.contains(&field.name));
        missing.extend(absent.map(|field| format!("{heading}: {}", field.name)));
    }
    assert!(
        missing.is_empty(),
        "docs/openapi-support.md has no row for {missing:#?}"
    );
}

#[test]
fn every_keyword_of_json_schema_has_a_row() {
    let known = keywords("## Schema");
    let missing: Vec<&&str> = JSON_SCHEMA
        .iter()
        .filter(|name| !known.contains(name))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/openapi-support.md has no row for {missing:?}"
    );
}

/// Fails for an object that is missing from the list above, whose keywords would not be checked.
#[test]
fn every_object_of_a_document_is_listed() {
    fn objects(kind: Kind, found: &mut Vec<Object>) {
        match kind {
            Kind::Object(object) | Kind::Reference(object) | Kind::BooleanOrReference(object)
                if !found.contains(&object) =>
            {
                found.push(object);
                object
                    .fields()
                    .iter()
                    .for_each(|field| objects(field.kind, found));
                object
                    .pattern()
                    .iter()
                    .for_each(|pattern| objects(pattern.kind, found));
            }
            Kind::Array(inner) | Kind::Map(inner) => objects(*inner, found),
            _ => {}
        }
    }
    let mut found = Vec::new();
    objects(Kind::Object(Object::Document), &mut found);
    let forgotten: Vec<Object> = found
        .into_iter()
        .filter(|object| OBJECTS.iter().all(|(known, _)| known != object))
        .collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}
