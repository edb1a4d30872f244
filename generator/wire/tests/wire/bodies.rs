//! Tests of request bodies: forms, multipart bodies and media types.

use bytes::Bytes;
use futures::stream;
use openapi_crate_wire::types::{Fields, Place, UploadParts};
use openapi_crate_wire::{Body, Part, RetryPolicy};

use crate::decode::{decoded, pair, part, parts};
use crate::server::{Server, whole};

fn place() -> Place {
    Place::default().city("Å & B").zip(8)
}

#[tokio::test]
async fn form_fields_arrive_as_passed() {
    let server = Server::silent().await;
    let fields = Fields::new("a b&c=d+e%ü")
        .flag(false)
        .ratio(0.1)
        .listed(["x,y".to_owned(), "z".to_owned()].to_vec())
        .joined(["1".to_owned(), "2".to_owned()].to_vec())
        .place(place())
        .places(vec![place(), Place::default()])
        .filter(Place::default().city("c"))
        .quoted("q\"")
        .time(jiff::Timestamp::UNIX_EPOCH);
    server
        .client()
        .bodies()
        .send_form(&fields)
        .send()
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(
        request.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    let expected = [
        pair("text", "a b&c=d+e%ü"),
        pair("flag", "false"),
        pair("ratio", "0.1"),
        pair("listed", "x,y"),
        pair("listed", "z"),
        pair("joined", "1,2"),
        pair("place", r#"{"city":"Å & B","zip":8}"#),
        pair("places", r#"{"city":"Å & B","zip":8}"#),
        pair("places", "{}"),
        pair("filter[city]", "c"),
        pair("quoted", r#""q\"""#),
        pair("time", "1970-01-01T00:00:00Z"),
    ];
    assert_eq!(decoded(request.body()), expected);
}

#[tokio::test]
async fn multipart_parts_arrive_as_passed() {
    let server = Server::silent().await;
    let file = Part::new("--x\r\n")
        .file_name("ü b.txt")
        .content_type("text/csv");
    let body = UploadParts::new(file, "a\"b")
        .pages([Part::from("1"), Part::from("2").content_type("image/jpeg")])
        .labels(vec!["x".to_owned(), "y".to_owned()])
        .place(place())
        .taken(jiff::Timestamp::UNIX_EPOCH);
    server.client().bodies().upload(body).send().await.unwrap();
    let request = server.request();
    let length: usize = request.headers()["content-length"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(length, request.body().len());
    let expected = [
        part("file", Some("ü b.txt"), Some("text/csv"), "--x\r\n"),
        part("name", None, None, "a\"b"),
        part("pages", Some("pages"), Some("image/png"), "1"),
        part("pages", Some("pages"), Some("image/jpeg"), "2"),
        part("labels", None, None, "x"),
        part("labels", None, None, "y"),
        part(
            "place",
            None,
            Some("application/json"),
            r#"{"city":"Å & B","zip":8}"#,
        ),
        part("taken", None, None, "1970-01-01T00:00:00Z"),
    ];
    assert_eq!(parts(&request).await, expected);
}

#[tokio::test]
async fn a_file_is_streamed_with_its_length_if_known() {
    let chunks =
        || stream::iter((0..100).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; 1000]))));
    for length in [Some(100_000), None] {
        let server = Server::silent().await;
        let file = Body::from_stream(chunks());
        let file = match length {
            Some(length) => file.with_length(length),
            None => file,
        };
        server
            .client()
            .bodies()
            .upload(UploadParts::new(file, "n"))
            .send()
            .await
            .unwrap();
        let request = server.request();
        assert_eq!(
            request.headers().contains_key("content-length"),
            length.is_some()
        );
        let parts = parts(&request).await;
        assert_eq!(parts[0].3.len(), 100_000);
        assert_eq!(parts[0].2.as_deref(), Some("application/octet-stream"));
        assert_eq!(parts[1], part("name", None, None, "n"));
    }
}

#[tokio::test]
async fn a_map_is_sent_as_one_part_per_property() {
    let server = Server::silent().await;
    let values =
        std::collections::BTreeMap::from([("é".to_owned(), vec![place(), Place::default()])]);
    server
        .client()
        .bodies()
        .send_values(&values)
        .send()
        .await
        .unwrap();
    let json = |content| part("é", None, Some("application/json"), content);
    assert_eq!(
        parts(&server.request()).await,
        [json(r#"{"city":"Å & B","zip":8}"#), json("{}")]
    );
}

#[tokio::test]
async fn buffered_parts_are_retried_and_streams_are_not() {
    let refusal = || whole(503, &[("retry-after", "0")], "");
    for (file, attempts) in [
        (Body::from("x"), 2),
        (
            Body::from_stream(stream::iter([Ok::<_, std::io::Error>("x")])),
            1,
        ),
    ] {
        let server = Server::responding_with(refusal).await;
        let client = server
            .builder()
            .retry(RetryPolicy::default().max_attempts(2))
            .build()
            .unwrap();
        let error = client
            .bodies()
            .upload(UploadParts::new(file, "n"))
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.attempts(), attempts);
        for request in server.requests() {
            assert_eq!(parts(&request).await[0].3, "x");
        }
    }
}

#[tokio::test]
async fn a_file_name_cannot_break_out_of_its_header() {
    let server = Server::silent().await;
    let file = Part::new("x").file_name("a\"\r\nx-evil: 1");
    server
        .client()
        .bodies()
        .upload(UploadParts::new(file, "n"))
        .send()
        .await
        .unwrap();
    let parts = parts(&server.request()).await;
    assert_eq!(parts[0].1.as_deref(), Some("a%22%0D%0Ax-evil: 1"));
    let file = Part::new("x").content_type("a\r\nx-evil: 1");
    let call = server.client().bodies().upload(UploadParts::new(file, "n"));
    let error = call.send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`upload` was not sent: `file` has a content type that is not a valid header value"
    );
}

#[tokio::test]
async fn no_two_bodies_have_the_same_boundary() {
    let mut boundaries = Vec::new();
    for _ in 0..2 {
        let server = Server::silent().await;
        server
            .client()
            .bodies()
            .upload(UploadParts::new("x", "n"))
            .send()
            .await
            .unwrap();
        boundaries.push(server.request().headers()["content-type"].clone());
    }
    assert_ne!(boundaries[0], boundaries[1]);
}

#[tokio::test]
async fn each_media_type_of_a_body_has_a_method() {
    let server = Server::silent().await;
    let bodies = server.client().bodies();
    bodies.put_place(&place()).send().await.unwrap();
    let request = server.request();
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.body(), r#"{"city":"Å & B","zip":8}"#);
    bodies.put_place_form(&place()).send().await.unwrap();
    let request = server.request();
    assert_eq!(
        request.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(
        decoded(request.body()),
        [pair("city", "Å & B"), pair("zip", "8")]
    );
    bodies.put_place_xml("<place/>").send().await.unwrap();
    let request = server.request();
    assert_eq!(request.headers()["content-type"], "application/xml");
    assert_eq!(request.body(), "<place/>");
}

#[tokio::test]
async fn an_optional_body_has_a_setter_for_each_media_type() {
    let server = Server::silent().await;
    let bodies = server.client().bodies();
    bodies.patch_place().send().await.unwrap();
    assert!(!server.request().headers().contains_key("content-type"));
    bodies.patch_place().body(&place()).send().await.unwrap();
    assert_eq!(
        server.request().headers()["content-type"],
        "application/json"
    );
    // The body determines the media type of a range.
    let picture = Body::from("…").with_content_type("image/png");
    bodies
        .patch_place()
        .body_image(picture)
        .send()
        .await
        .unwrap();
    assert_eq!(server.request().headers()["content-type"], "image/png");
    bodies.patch_place().body_image("…").send().await.unwrap();
    assert_eq!(
        server.request().headers()["content-type"],
        "application/octet-stream"
    );
    let error = bodies
        .patch_place()
        .body_image(Body::from("…").with_content_type("\n"))
        .send()
        .await;
    assert_eq!(
        error.unwrap_err().to_string(),
        "`patch-place` was not sent: `body` has a content type that is not a valid header value"
    );
}

#[tokio::test]
async fn a_parameter_with_a_media_type_is_json() {
    let server = Server::silent().await;
    server
        .client()
        .bodies()
        .search(&place())
        .send()
        .await
        .unwrap();
    let request = server.request();
    let query = Bytes::copy_from_slice(request.uri().query().unwrap().as_bytes());
    assert_eq!(
        decoded(&query),
        [pair("place", r#"{"city":"Å & B","zip":8}"#)]
    );
}

#[tokio::test]
async fn a_form_that_is_a_string_is_sent_as_it_is() {
    let expires = "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT";
    let server = Server::responding_with(move || {
        whole(204, &[("set-cookie", expires), ("set-cookie", "b=2")], "")
    })
    .await;
    let response = server
        .client()
        .bodies()
        .send_encoded("a=1&b=%26")
        .cookie("c=3")
        .session("4")
        .send()
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(request.body(), "a=1&b=%26");
    assert_eq!(
        request.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    // One header has the argument and the cookie parameter, and no cookie is split.
    assert_eq!(request.headers()["cookie"], "c=3; session=4");
    let cookies = [expires, "b=2"].map(str::to_owned).to_vec();
    assert_eq!(response.set_cookie, Some(cookies));
}
