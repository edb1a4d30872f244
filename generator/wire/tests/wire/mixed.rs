//! Tests of multipart bodies whose parts have positions: `multipart/related`, `multipart/mixed` and others.

use bytes::Bytes;
use jiff::Timestamp;
use openapi_crate_wire::types::{
    Place, SendAllFilesParts, SendListedFilesParts, SendMixedParts, SendOptionalFilesParts,
    SendPicturesParts, SendPlacesParts, SendRelatedFilesParts, SendRelatedParts, SendTimesParts,
    SendTypedRelatedParts, StartRelatedParts,
};
use openapi_crate_wire::{Body, Part};

use crate::decode::{positional, positional_parts};
use crate::server::{Server, whole};

const TEXT: (&str, &str) = ("content-type", "text/plain; charset=utf-8");
const JSON: (&str, &str) = ("content-type", "application/json");

fn place(city: &str) -> Place {
    Place::default().city(city)
}

/// Returns the content type of a request, without the boundary, which must be valid.
fn content_type(request: &http::Request<Bytes>) -> String {
    let content_type = request.headers()["content-type"].to_str().unwrap();
    let (before, boundary) = content_type.rsplit_once("; boundary=").unwrap();
    assert!(boundary.len() <= 70 && boundary.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    before.to_owned()
}

#[tokio::test]
async fn related_parts_are_in_order_and_the_first_is_the_root() {
    let server = Server::silent().await;
    let media = Part::new("\0\r\n--x")
        .file_name("a \"b\".png")
        .header("x-scale", "2")
        .unwrap();
    let body = SendRelatedParts::new(place("Å"), media)
        .caption("é")
        .tags(vec!["a".to_owned(), "b".to_owned()]);
    let client = server.client();
    client.mixed().send_related(body).send().await.unwrap();
    let request = server.request();
    assert_eq!(
        content_type(&request),
        "multipart/related; type=\"application/json\""
    );
    let expected = [
        positional(
            &[
                ("content-type", "application/json; charset=UTF-8"),
                ("content-id", "<meta>"),
            ],
            r#"{"city":"Å"}"#,
        ),
        positional(
            &[
                ("content-type", "image/png"),
                ("x-scale", "2"),
                ("content-disposition", "attachment"),
            ],
            "\0\r\n--x",
        ),
        positional(&[TEXT], "é"),
        positional(&[TEXT], "a"),
        positional(&[TEXT], "b"),
    ];
    assert_eq!(positional_parts(&request), expected);
}

#[tokio::test]
async fn the_root_may_be_a_different_part_and_parameters_are_kept() {
    let server = Server::silent().await;
    let body = StartRelatedParts::new("a", "<p>");
    let client = server.client();
    client.mixed().start_related(body).send().await.unwrap();
    let request = server.request();
    assert_eq!(
        content_type(&request),
        "multipart/related; start=\"<root>\"; start-info=\"a;b\"; type=\"text/html\""
    );
    let expected = [
        positional(&[TEXT, ("content-id", "<first>")], "a"),
        positional(
            &[("content-type", "text/html"), ("content-id", "<root>")],
            "<p>",
        ),
    ];
    assert_eq!(positional_parts(&request), expected);
}

#[tokio::test]
async fn mixed_parts_have_a_type_for_each_position() {
    let server = Server::responding_with(|| {
        let content_type = ("content-type", "multipart/mixed; boundary=\"a b\"");
        whole(200, &[content_type], "--a b\r\n\r\nc\r\n--a b--")
    })
    .await;
    let body = SendMixedParts::new(place("c"), Part::new("%PDF").file_name("ä;.pdf"))
        .parts(vec!["a".to_owned(), "b".to_owned()]);
    let client = server.client();
    let response = client.mixed().send_mixed(body).send().await.unwrap();
    assert_eq!(response.multipart_boundary().as_deref(), Some("a b"));
    assert_eq!(response.bytes().await.unwrap(), "--a b\r\n\r\nc\r\n--a b--");
    let request = server.request();
    assert_eq!(content_type(&request), "multipart/mixed");
    let disposition = "attachment; filename*=UTF-8''%C3%A4%3B.pdf";
    let expected = [
        positional(&[JSON], r#"{"city":"c"}"#),
        positional(
            &[
                ("content-disposition", disposition),
                ("content-type", "application/pdf"),
            ],
            "%PDF",
        ),
        positional(&[JSON, ("x-kind", "text")], "\"a\""),
        positional(&[JSON, ("x-kind", "text")], "\"b\""),
    ];
    assert_eq!(positional_parts(&request), expected);
}

#[tokio::test]
async fn every_item_of_an_array_is_a_part() {
    let server = Server::silent().await;
    let client = server.client();
    let mixed = client.mixed();
    let body = SendPlacesParts::new(vec![place("a"), place("b")]);
    mixed.send_places(body).send().await.unwrap();
    let expected = [
        positional(&[JSON], r#"{"city":"a"}"#),
        positional(&[JSON], r#"{"city":"b"}"#),
    ];
    assert_eq!(positional_parts(&server.request()), expected);

    let body = SendTimesParts::new(vec![Timestamp::UNIX_EPOCH]);
    mixed.send_times(body).send().await.unwrap();
    let request = server.request();
    assert_eq!(content_type(&request), "multipart/parallel");
    let expected = [positional(&[TEXT], "1970-01-01T00:00:00Z")];
    assert_eq!(positional_parts(&request), expected);

    let body = SendPicturesParts::new([Part::new("a"), Part::new("b").content_type("image/gif")]);
    mixed.send_pictures(body).send().await.unwrap();
    let expected = [
        positional(&[("content-type", "image/png")], "a"),
        positional(&[("content-type", "image/gif")], "b"),
    ];
    assert_eq!(positional_parts(&server.request()), expected);
}

#[tokio::test]
async fn a_body_without_parts_has_an_empty_part() {
    let server = Server::silent().await;
    let client = server.client();
    let body = SendPlacesParts::new(Vec::new());
    client.mixed().send_places(body).send().await.unwrap();
    assert_eq!(positional_parts(&server.request()), [positional(&[], "")]);
}

#[tokio::test]
async fn a_map_has_one_part_for_each_value() {
    let server = Server::silent().await;
    let counts = [("a".to_owned(), 1), ("b".to_owned(), 2)].into();
    let client = server.client();
    client.mixed().send_counts(&counts).send().await.unwrap();
    let expected = [positional(&[TEXT], "1"), positional(&[TEXT], "2")];
    assert_eq!(positional_parts(&server.request()), expected);
}

#[tokio::test]
async fn a_body_that_the_caller_encoded_is_sent_unchanged() {
    let server = Server::silent().await;
    let body =
        Body::from("--x\r\n\r\na\r\n--x--\r\n").with_content_type("multipart/mixed; boundary=x");
    let client = server.client();
    client
        .mixed()
        .send_encoded_mixed(body)
        .send()
        .await
        .unwrap();
    assert_eq!(positional_parts(&server.request()), [positional(&[], "a")]);
}

/// The document's type of the root, and the caller's headers of a part.
#[tokio::test]
async fn a_type_and_headers_that_are_set_are_kept() {
    let server = Server::silent().await;
    let client = server.client();
    let own = Part::new("b").header("x-kind", "own").unwrap();
    let body = SendTypedRelatedParts::new(Part::new("a")).more([own, Part::new("c")]);
    client
        .mixed()
        .send_typed_related(body)
        .send()
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(
        content_type(&request),
        "multipart/related; TYPE=\"application/xop+xml\""
    );
    let octets = ("content-type", "application/octet-stream");
    let kind = ("x-kind", "document");
    assert_eq!(
        positional_parts(&request),
        [
            positional(&[("content-type", "text/xml"), kind], "a"),
            positional(&[octets, ("x-kind", "own")], "b"),
            positional(&[octets, kind], "c"),
        ]
    );
}

#[tokio::test]
async fn a_body_without_its_boundary_is_not_sent() {
    let server = Server::silent().await;
    let client = server.client();
    for content_type in [
        None,
        Some("multipart/mixed"),
        Some("Multipart/Form-Data; boundary=\"\""),
        Some("multipart/related; type=boundary=x"),
    ] {
        let body = Body::from("--x\r\n\r\na\r\n--x--\r\n");
        let body = match content_type {
            Some(content_type) => body.with_content_type(content_type),
            None => body,
        };
        let error = client.mixed().send_encoded_mixed(body).send().await;
        let error = error.unwrap_err().to_string();
        assert!(
            error.contains("without a valid boundary"),
            "{content_type:?}: {error}"
        );
    }
    assert!(server.requests().is_empty());
}

/// An array of files, directly, through a reference, in `allOf`, and next to `null`.
#[tokio::test]
async fn each_file_of_an_array_is_a_part() {
    let server = Server::silent().await;
    let client = server.client();
    let files = || [Part::new("a"), Part::new("b").content_type("image/png")];
    let mixed = client.mixed();
    let body = SendListedFilesParts::new(files());
    mixed.send_listed_files(body).send().await.unwrap();
    let body = SendRelatedFilesParts::new(files());
    mixed.send_related_files(body).send().await.unwrap();
    let body = SendAllFilesParts::new(files());
    mixed.send_all_files(body).send().await.unwrap();
    let body = SendOptionalFilesParts::new(files());
    mixed.send_optional_files(body).send().await.unwrap();
    let expected = [
        positional(&[("content-type", "application/octet-stream")], "a"),
        positional(&[("content-type", "image/png")], "b"),
    ];
    let requests = server.requests();
    assert_eq!(requests.len(), 4);
    for request in &requests {
        assert_eq!(positional_parts(request), expected);
    }
}

#[tokio::test]
async fn byte_ranges_are_bytes_with_a_boundary() {
    for (content_type, expected) in [
        (
            "multipart/byteranges; boundary=THIS_STRING",
            Some("THIS_STRING"),
        ),
        ("multipart/byteranges", None),
        ("text/plain; boundary=x", None),
    ] {
        let server = Server::responding_with(move || {
            whole(206, &[("content-type", content_type)], "--THIS_STRING--")
        })
        .await;
        let response = server.client().mixed().get_ranges().send().await.unwrap();
        assert_eq!(response.multipart_boundary().as_deref(), expected);
        assert_eq!(server.request().headers()["accept"], "multipart/byteranges");
    }
}

#[tokio::test]
async fn a_line_break_in_a_file_name_ends_no_header() {
    let server = Server::silent().await;
    let client = server.client();
    for name in ["a\r\nx-evil: 1", "a\\\"\r\n\r\nb", "é\r\nx-evil: 1"] {
        let body = SendPicturesParts::new([Part::new("a").file_name(name)]);
        client.mixed().send_pictures(body).send().await.unwrap();
        let parts = positional_parts(&server.request());
        let names: Vec<&str> = parts[0].0.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["content-disposition", "content-type"], "{name}");
        assert_eq!(parts[0].1, "a", "{name}");
    }
}
