//! Hostile headers of a server: each has no effect on anything else.

use openapi_crate_runtime::{Error, Response};

use crate::peer::Server;
use crate::{GET_THING, client, soon};

/// The response with these headers among others.
async fn with(headers: impl AsRef<[u8]>) -> Result<Response<serde_json::Value>, Error> {
    let head = b"HTTP/1.1 200 OK\r\nx-good: yes\r\ncontent-length: 2\r\n";
    let answer = [head, headers.as_ref(), b"\r\nx-reset: 17\r\n\r\n{}"].concat();
    let server = Server::answering(answer).await;
    soon(
        client(&server.url)
            .call(&GET_THING)
            .path("id", "1")
            .send_json(),
    )
    .await
}

/// Whether everything but the header is there.
fn is_whole(answer: &Response<serde_json::Value>) -> bool {
    let reset = answer
        .rate_limit()
        .and_then(|limit| limit.reset)
        .map(jiff::Timestamp::as_second);
    **answer == serde_json::json!({}) && answer.headers()["x-good"] == "yes" && reset == Some(17)
}

#[tokio::test]
async fn a_header_that_is_not_utf_8_is_only_not_read() {
    let answer = with(b"x-remaining: \xff\xfe\r\ncontent-type: \xc3\x28\r\ngeneration: \x80")
        .await
        .unwrap();
    assert!(is_whole(&answer));
    assert_eq!(answer.rate_limit().unwrap().remaining, None);
    assert_eq!(answer.headers()["generation"].as_bytes(), b"\x80");
    answer.with_headers(|headers, _| assert_eq!(headers.get::<u64>("generation"), None));
}

#[tokio::test]
async fn garbage_about_the_rate_limit_is_only_not_read() {
    for garbage in [
        "",
        "-1",
        "1e3",
        "NaN",
        "18446744073709551616",
        "soon",
        "5, 6",
        "٣",
    ] {
        let answer = with(format!("x-remaining: {garbage}")).await.unwrap();
        assert!(is_whole(&answer), "{garbage}");
        assert_eq!(answer.rate_limit().unwrap().remaining, None, "{garbage}");
    }
}

#[tokio::test]
async fn a_time_beyond_all_clocks_is_only_not_read() {
    for seconds in [
        "99999999999999",
        "9223372036854775807",
        "-9223372036854775808",
    ] {
        let answer = format!(
            "HTTP/1.1 200 OK\r\nx-remaining: 5\r\nx-reset: {seconds}\r\ncontent-length: 2\r\n\r\n{{}}"
        );
        let server = Server::answering(answer).await;
        let answer = soon(
            client(&server.url)
                .call(&GET_THING)
                .path("id", "1")
                .send_empty(),
        )
        .await
        .unwrap();
        let limit = answer.rate_limit().unwrap();
        assert_eq!((limit.remaining, limit.reset), (Some(5), None), "{seconds}");
    }
}

#[tokio::test]
async fn a_gigantic_header_is_only_large() {
    let answer = with(format!("x-large: {}", "x".repeat(256 * 1024)))
        .await
        .unwrap();
    assert!(is_whole(&answer));
    assert_eq!(answer.headers()["x-large"].len(), 256 * 1024);
}

#[tokio::test]
async fn headers_without_end_are_an_error_and_not_a_heap() {
    let server = Server::start(|mut peer| async move {
        peer.read().await;
        peer.write("HTTP/1.1 200 OK\r\nx-large: ").await;
        let more = "x".repeat(64 * 1024);
        // As much as nobody should read; the client is gone long before.
        for _ in 0..4096 {
            peer.write(&more).await;
        }
    });
    let error = crate::get(&client(&server.await.url)).await.unwrap_err();
    assert!(
        matches!(&error, Error::Connection(error) if !error.is_connect()),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_server_may_repeat_itself() {
    let lines = (0..80)
        .map(|number| format!("x-again: {number}"))
        .collect::<Vec<_>>()
        .join("\r\n");
    let answer = with(lines).await.unwrap();
    assert!(is_whole(&answer));
    answer.with_headers(|headers, _| {
        assert_eq!(headers.get::<Vec<u32>>("x-again"), Some((0..80).collect()));
    });
}

#[tokio::test]
async fn a_redirect_to_an_invalid_url_is_the_response() {
    for place in [
        &b"\xff\xfe"[..],
        b"",
        b"http://",
        b"//[::1",
        b"javascript:alert(1)",
    ] {
        let answer = [
            b"HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: ",
            place,
            b"\r\n\r\n",
        ]
        .concat();
        let server = Server::answering(answer).await;
        let error = crate::get(&client(&server.url)).await.unwrap_err();
        assert_eq!(
            error.status().map(|status| status.as_u16()),
            Some(302),
            "{place:?}: {error:?}"
        );
    }
}
