//! Tests of multipart bodies with files in other schemas, and of the parts of additional properties.

use std::collections::BTreeMap;

use bytes::Bytes;
use jiff::Timestamp;
use openapi_crate_wire::Part;
use openapi_crate_wire::types::{Place, SendFilesParts, SendLabelledParts, SendVariantsParts};

use crate::decode::{part, parts};
use crate::server::Server;

const OCTETS: Option<&str> = Some("application/octet-stream");

#[tokio::test]
async fn files_in_other_schemas_are_files() {
    let server = Server::silent().await;
    let mut body = SendFilesParts::new("\0\u{1}")
        .optional("b")
        .listed([Part::from("c"), Part::new("d").file_name("d.txt")])
        .named(BTreeMap::from([("k".to_owned(), Part::from("e"))]))
        .either(Part::text("https://example.com"))
        .encoded(Bytes::from_static(b"hi"))
        .place(Place::default().city("Å"))
        .text("t");
    body.additional_properties
        .insert("extra".to_owned(), Part::new("f").content_type("image/png"));
    server
        .client()
        .bodies()
        .send_files(body)
        .send()
        .await
        .unwrap();
    let expected = [
        part("described", Some("described"), OCTETS, "\0\u{1}"),
        part("optional", Some("optional"), OCTETS, "b"),
        part("listed", Some("listed"), OCTETS, "c"),
        part("listed", Some("d.txt"), OCTETS, "d"),
        part("named[k]", Some("named[k]"), OCTETS, "e"),
        part("either", None, None, "https://example.com"),
        part("encoded", None, None, "aGk="),
        part("place", None, Some("application/json"), r#"{"city":"Å"}"#),
        part(
            "text",
            None,
            Some("application/json; charset=utf-8"),
            "\"t\"",
        ),
        part("extra", Some("extra"), Some("image/png"), "f"),
    ];
    assert_eq!(parts(&server.request()).await, expected);
}

#[tokio::test]
async fn absent_parts_are_not_sent() {
    let server = Server::silent().await;
    let body = SendFilesParts::new("a");
    server
        .client()
        .bodies()
        .send_files(body)
        .send()
        .await
        .unwrap();
    let expected = [part("described", Some("described"), OCTETS, "a")];
    assert_eq!(parts(&server.request()).await, expected);
}

#[tokio::test]
async fn a_file_of_one_alternative_is_a_file() {
    let server = Server::silent().await;
    let body = SendVariantsParts::new("photo").file("a");
    server
        .client()
        .bodies()
        .send_variants(body)
        .send()
        .await
        .unwrap();
    let expected = [
        part("file", Some("file"), OCTETS, "a"),
        part("kind", None, None, "photo"),
    ];
    assert_eq!(parts(&server.request()).await, expected);
}

#[tokio::test]
async fn additional_properties_are_parts() {
    let server = Server::silent().await;
    let mut body = SendLabelledParts::default().title("t");
    body.additional_properties
        .insert("at".to_owned(), Timestamp::UNIX_EPOCH);
    server
        .client()
        .bodies()
        .send_labelled(body)
        .send()
        .await
        .unwrap();
    let expected = [
        part("title", None, None, "t"),
        part("at", None, None, "1970-01-01T00:00:00Z"),
    ];
    assert_eq!(parts(&server.request()).await, expected);
}
