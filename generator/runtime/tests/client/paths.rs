//! Tests of path arguments, and of the rest of the URL.

use openapi_crate_runtime::{Error, Operation, Parameter, Segment};

use crate::fixture::{GET, PUT_THING, Recorder};

async fn path_of(id: &str) -> Result<String, Error> {
    let recorder = Recorder::default();
    recorder
        .client()
        .call(&PUT_THING)
        .path("id", id)
        .send_empty()
        .await?;
    Ok(recorder.request().uri().path().to_owned())
}

#[tokio::test]
async fn everything_but_unreserved_characters_is_escaped() {
    assert_eq!(path_of("a/b c.txt").await.unwrap(), "/things/a%2Fb%20c.txt");
    assert_eq!(
        path_of("+?#%;=&\\").await.unwrap(),
        "/things/%2B%3F%23%25%3B%3D%26%5C"
    );
    assert_eq!(path_of("-._~").await.unwrap(), "/things/-._~");
    assert_eq!(
        path_of("ключ\u{1F511}").await.unwrap(),
        "/things/%D0%BA%D0%BB%D1%8E%D1%87%F0%9F%94%91"
    );
    assert_eq!(path_of("a\r\nb\0").await.unwrap(), "/things/a%0D%0Ab%00");
}

#[tokio::test]
async fn a_dot_segment_is_rejected() {
    let recorder = Recorder::default();
    for id in ["", ".", ".."] {
        let error = recorder
            .client()
            .call(&PUT_THING)
            .path("id", id)
            .send_empty()
            .await
            .unwrap_err();
        let Error::Argument(refused) = &error else {
            panic!("{error:?}")
        };
        assert_eq!(refused.name(), "id", "{id:?}");
        assert_eq!(error.operation(), Some("put-thing"));
    }
    assert!(recorder.requests().is_empty());
    assert_eq!(path_of("...").await.unwrap(), "/things/...");
    assert_eq!(path_of("%2e%2E").await.unwrap(), "/things/%252e%252E");
}

#[tokio::test]
async fn dot_segments_are_detected_across_literals_and_arguments() {
    static DOTTED: Operation = Operation {
        path: &[Segment::Literal("/things/."), Segment::Parameter(0)],
        parameters: &[Parameter::path("id")],
        ..GET
    };
    static ESCAPED: Operation = Operation {
        path: &[Segment::Literal("/things/%2e"), Segment::Parameter(0)],
        parameters: &[Parameter::path("id")],
        ..GET
    };
    let recorder = Recorder::default();
    let call = |id: &str| recorder.client().call(&DOTTED).path("id", id).send_empty();
    assert!(matches!(call(".").await, Err(Error::Argument(_))));
    assert!(recorder.requests().is_empty());
    call("env").await.unwrap();
    assert_eq!(recorder.request().uri().path(), "/things/.env");
    // `%2e` also counts as a dot.
    let call = recorder.client().call(&ESCAPED).path("id", ".");
    assert!(matches!(call.send_empty().await, Err(Error::Argument(_))));
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn the_error_names_the_last_argument_of_a_dot_segment() {
    static PAIR: Operation = Operation {
        path: &[
            Segment::Literal("/"),
            Segment::Parameter(0),
            Segment::Literal("/"),
            Segment::Parameter(1),
            Segment::Parameter(2),
            Segment::Literal("/"),
            Segment::Parameter(3),
        ],
        parameters: &[
            Parameter::path("a"),
            Parameter::path("b"),
            Parameter::path("c"),
            Parameter::path("d"),
        ],
        ..GET
    };
    static UP: Operation = Operation {
        path: &[Segment::Literal("/things/../x")],
        ..GET
    };
    let client = Recorder::default().client();
    let call = client
        .call(&PAIR)
        .path("a", "a")
        .path("b", ".")
        .path("c", ".")
        .path("d", "d");
    let error = call.send_empty().await.unwrap_err().to_string();
    assert_eq!(
        error,
        "`get-thing` was not sent: `c` would produce the path segment `..`, which refers to a different resource"
    );
    let error = client.call(&UP).send_empty().await.unwrap_err();
    assert!(
        matches!(&error, Error::Argument(error) if error.name() == "path"),
        "{error:?}"
    );
}

#[tokio::test]
async fn several_arguments_share_a_segment() {
    static RANGE: Operation = Operation {
        path: &[
            Segment::Literal("/things/"),
            Segment::Parameter(1),
            Segment::Literal(".."),
            Segment::Parameter(0),
            Segment::Literal("/%C3%A4%C3%B6%C3%BC"),
        ],
        parameters: &[Parameter::path("to"), Parameter::path("from")],
        ..GET
    };
    let recorder = Recorder::default();
    recorder
        .client()
        .call(&RANGE)
        .path("to", &9)
        .path("from", &1)
        .send_empty()
        .await
        .unwrap();
    assert_eq!(
        recorder.request().uri().path(),
        "/things/1..9/%C3%A4%C3%B6%C3%BC"
    );
}

#[tokio::test]
async fn a_url_that_is_too_long_is_rejected() {
    let recorder = Recorder::default();
    // 23 is the length of `http://api.test/things/`.
    let longest = "x".repeat(65_534 - 23);
    recorder
        .client()
        .call(&PUT_THING)
        .path("id", &longest)
        .send_empty()
        .await
        .unwrap();
    assert_eq!(recorder.request().uri().to_string().len(), 65_534);
    let longer = format!("{longest}x");
    let error = recorder
        .client()
        .call(&PUT_THING)
        .path("id", &longer)
        .send_empty()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Argument(_)), "{error:?}");
}

#[tokio::test]
async fn a_missing_path_argument_is_named() {
    let error = Recorder::default()
        .client()
        .call(&PUT_THING)
        .send_empty()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`put-thing` was not sent: `id` is required"
    );
}

#[tokio::test]
async fn arguments_are_sent_in_the_operations_order() {
    let recorder = Recorder::default();
    let call = recorder
        .client()
        .call(&PUT_THING)
        .query("second", &2)
        .query("first", &0)
        .path("id", "x");
    call.query("first", &1).send_empty().await.unwrap();
    assert_eq!(recorder.request().uri().query(), Some("first=1&second=2"));
}

#[tokio::test]
async fn a_query_in_the_path_template_is_sent() {
    static ACTION: Operation = Operation {
        parameters: &[Parameter::query("limit")],
        ..GET
    }
    .path(&[Segment::Literal("/")])
    .query("action=list");
    let recorder = Recorder::default();
    recorder
        .client()
        .call(&ACTION)
        .query("limit", &5)
        .send_empty()
        .await
        .unwrap();
    assert_eq!(
        recorder.request().uri(),
        "http://api.test/?action=list&limit=5"
    );
}

#[tokio::test]
async fn an_unknown_argument_is_rejected() {
    let call = Recorder::default()
        .client()
        .call(&PUT_THING)
        .path("id", "x")
        .query("third", &3);
    assert!(
        matches!(call.send_empty().await, Err(Error::Argument(error)) if error.name() == "third")
    );
}
