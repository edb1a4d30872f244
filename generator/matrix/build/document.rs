//! The OpenAPI document that uses every kind of schema in every position.

use serde_json::{Map, Value, json};

use crate::kinds::{Kind, Position, kinds};

/// Returns the document.
pub(crate) fn document() -> Value {
    let kinds = kinds();
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for kind in &kinds {
        schemas.insert(kind.name.to_owned(), kind.schema.clone());
        schemas.insert(format!("{}_holder", kind.name), holder(kind));
        for position in Position::ALL {
            let (path, item) = path(position, kind);
            paths.insert(path, item);
        }
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Kinds and positions", "version": "1" },
        "servers": [{ "url": "http://localhost:9" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn reference(kind: &Kind) -> Value {
    json!({ "$ref": format!("#/components/schemas/{}", kind.name) })
}

fn holder(kind: &Kind) -> Value {
    let schema = reference(kind);
    json!({
        "type": "object",
        "required": ["field", "list", "map"],
        "properties": {
            "field": schema,
            "optional": schema,
            "list": { "type": "array", "items": schema },
            "map": { "type": "object", "additionalProperties": schema },
        },
    })
}

fn path(position: Position, kind: &Kind) -> (String, Value) {
    let (tag, name) = (position.name(), kind.name);
    let schema = reference(kind);
    let json_of =
        |schema: Value| json!({ "content": { "application/json": { "schema": schema } } });
    let received = json!({ "204": { "description": "Received." } });
    let parameter = |location: &str, extra: &str| {
        let parameter =
            json!({ "name": "value", "in": location, "required": true, "schema": schema });
        (
            format!("/{tag}/{name}{extra}"),
            json!({ "get": {
                "tags": [tag], "operationId": format!("{tag}_{name}"),
                "parameters": [parameter], "responses": received,
            } }),
        )
    };
    let post = |body: Value, responses: Value| {
        let mut body = body;
        body["required"] = json!(true);
        (
            format!("/{tag}/{name}"),
            json!({ "post": {
                "tags": [tag], "operationId": format!("{tag}_{name}"),
                "requestBody": body, "responses": responses,
            } }),
        )
    };
    let echo = |schema: Value| {
        let mut response = json_of(schema.clone());
        response["description"] = json!("The received value.");
        post(json_of(schema), json!({ "200": response }))
    };
    let one_property =
        json!({ "type": "object", "required": ["value"], "properties": { "value": schema } });
    match position {
        Position::Body => echo(schema.clone()),
        Position::Holder => echo(json!({ "$ref": format!("#/components/schemas/{name}_holder") })),
        Position::Query => parameter("query", ""),
        Position::Header => parameter("header", ""),
        Position::Cookie => parameter("cookie", ""),
        Position::Path => parameter("path", "/{value}"),
        Position::Form => {
            let content =
                json!({ "application/x-www-form-urlencoded": { "schema": one_property } });
            post(json!({ "content": content }), received.clone())
        }
        Position::Part => {
            let content = json!({ "multipart/form-data": { "schema": one_property } });
            post(json!({ "content": content }), received.clone())
        }
        Position::ResponseHeader => {
            let header = json!({ "required": true, "schema": schema });
            let response = json!({ "description": "Sent.", "headers": { "value": header } });
            (
                format!("/{tag}/{name}"),
                json!({ "get": {
                    "tags": [tag], "operationId": format!("{tag}_{name}"), "responses": { "204": response },
                } }),
            )
        }
    }
}
