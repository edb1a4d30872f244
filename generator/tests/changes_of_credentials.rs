//! Changes of the credentials of an API: of the document, of an operation, and of a scheme.

#![allow(missing_docs, reason = "test names are self-explanatory")]

mod support;

use openapi_crate::diff::{Effect, diff};
use openapi_crate::model::Api;
use support::document;

const HEADER: &str = "{ type: apiKey, in: header, name: X-Key }";

/// The API of a document with the schemes `key` and `other`, with these requirements of the document and the operation.
fn api(key: &str, of_document: &str, of_operation: &str) -> Api {
    let security = |requirements: &str| match requirements {
        "" => String::new(),
        requirements => format!("security: {requirements}"),
    };
    let document = format!(
        "openapi: 3.0.3
info: {{ title: Shapes, version: '1' }}
servers: [{{ url: https://shapes.example }}]
{}
paths:
  /root:
    get:
      operationId: get-root
      tags: [roots]
      {}
      responses: {{ '204': {{ description: Done. }} }}
components:
  securitySchemes:
    key: {key}
    other: {{ type: http, scheme: basic }}",
        security(of_document),
        security(of_operation)
    );
    document::api(document)
}

fn changes(base: &Api, new: &Api) -> Vec<(Effect, String)> {
    let changes = diff(base, new).changes.into_iter();
    changes
        .map(|change| (change.effect, format!("{}: {}", change.item, change.what)))
        .collect()
}

fn expected<const N: usize>(changes: [(Effect, &str); N]) -> Vec<(Effect, String)> {
    changes
        .into_iter()
        .map(|(effect, what)| (effect, what.to_owned()))
        .collect()
}

/// All requests but those of operations have the credentials of the document.
#[test]
fn the_credentials_of_the_document_are_those_of_other_requests() {
    let of = |of_document: &str| api(HEADER, of_document, "[{ key: [] }]");
    for (one, other, what) in [
        (
            "[{ key: [] }]",
            "[{ other: [] }]",
            "Client: credentials of `Client::request`: `other`; previously: `key`",
        ),
        (
            "[{ key: [] }]",
            "[{ key: [], other: [] }, {}]",
            "Client: credentials of `Client::request`: `key` with `other` or none; previously: `key`",
        ),
        (
            "[{ key: [] }, { other: [] }]",
            "[{ other: [] }, { key: [] }]",
            "Client: credentials of `Client::request`: `other` or `key`; previously: `key` or `other`",
        ),
        // Without those of the document, requests have those of the operations.
        (
            "[{ other: [] }]",
            "",
            "Client: credentials of `Client::request`: `key`; previously: `other`",
        ),
    ] {
        assert_eq!(
            changes(&of(one), &of(other)),
            expected([(Effect::Behaviour, what)])
        );
    }
    let of_both = |of_document: &str| api(HEADER, of_document, "");
    assert_eq!(
        changes(&of_both("[{ key: [] }]"), &of_both("[{ other: [] }]")),
        expected([
            (
                Effect::Behaviour,
                "Client: credentials of `Client::request`: `other`; previously: `key`"
            ),
            (
                Effect::Behaviour,
                "Roots::get_root: credentials: `other`; previously: `key`"
            ),
        ])
    );
}

#[test]
fn the_credentials_of_an_operation_are_those_of_its_requests() {
    let of = |of_operation: &str| api(HEADER, "[{ key: [] }]", of_operation);
    for (one, other, what) in [
        ("", "[]", "credentials: none; previously: `key`"),
        (
            "",
            "[{ key: [] }, {}]",
            "credentials: `key` or none; previously: `key`",
        ),
        (
            "[{ other: [] }]",
            "",
            "credentials: `key`; previously: `other`",
        ),
    ] {
        let what = format!("Roots::get_root: {what}");
        assert_eq!(
            changes(&of(one), &of(other)),
            expected([(Effect::Behaviour, &what)])
        );
    }
}

#[test]
fn the_place_of_a_credential_is_that_of_its_scheme() {
    let of = |key: &str| api(key, "[{ key: [] }]", "");
    let (query, cookie) = (
        "{ type: apiKey, in: query, name: X-Key }",
        "{ type: apiKey, in: cookie, name: X-Key }",
    );
    let (bearer, basic) = (
        "{ type: http, scheme: bearer }",
        "{ type: http, scheme: basic }",
    );
    let sent = |is: &str, was: &str| {
        let what = format!("Client: `ClientBuilder::key` is sent {is}; previously: {was}");
        (Effect::Behaviour, what)
    };
    let header = "in the header `X-Key`";
    assert_eq!(
        changes(&of(HEADER), &of(query)),
        [sent("in the query parameter `X-Key`", header)]
    );
    assert_eq!(
        changes(&of(HEADER), &of(cookie)),
        [sent("in the cookie `X-Key`", header)]
    );
    let renamed = HEADER.replace("X-Key", "X-Other");
    assert_eq!(
        changes(&of(HEADER), &of(&renamed)),
        [sent("in the header `X-Other`", header)]
    );
    let source = || "Client: `ClientBuilder::key_source`".to_owned();
    let with = "with the scheme `Bearer`";
    assert_eq!(
        changes(&of(bearer), &of(HEADER)),
        [(Effect::Breaking, source()), sent(header, with)]
    );
    assert_eq!(
        changes(&of(HEADER), &of(bearer)),
        [sent(with, header), (Effect::Addition, source())]
    );
    let takes = |is: &str, was: &str| {
        let what = format!("Client: `ClientBuilder::key` takes {is} instead of {was}");
        (Effect::Breaking, what)
    };
    let (pair, string) = ("a user name and a password", "one string");
    let with = "with the scheme `Basic`";
    assert_eq!(
        changes(&of(HEADER), &of(basic)),
        [takes(pair, string), sent(with, header)]
    );
    assert_eq!(
        changes(&of(basic), &of(HEADER)),
        [takes(string, pair), sent(header, with)]
    );
}
