//! Tests of invalid and hostile response headers.

use openapi_crate_runtime::{Error, Response};

use crate::peer::Server;
use crate::{GET_THING, client, soon};

/// Requests a response with these additional headers.
async fn with(headers: impl AsRef<[u8]>) -> Result<Response<serde_json::Value>, Error> {
    let head = b"HTTP/1.1 200 OK\r\nx-good: yes\r\ncontent-length: 2\r\n";
    let response = [head, headers.as_ref(), b"\r\nx-reset: 17\r\n\r\n{}"].concat();
    let server = Server::responding_with(response).await;
    soon(
        client(&server.url)
            .call(&GET_THING)
            .path("id", "1")
            .send_json(),
    )
    .await
}

/// Returns whether the rest of the response is intact.
fn is_whole(response: &Response<serde_json::Value>) -> bool {
    let reset = response
        .rate_limit()
        .and_then(|limit| limit.reset)
        .map(jiff::Timestamp::as_second);
    **response == serde_json::json!({})
        && response.headers()["x-good"] == "yes"
        && reset == Some(17)
}

#[tokio::test]
async fn a_header_that_is_not_utf_8_is_ignored() {
    let response = with(b"x-remaining: \xff\xfe\r\ncontent-type: \xc3\x28\r\ngeneration: \x80")
        .await
        .unwrap();
    assert!(is_whole(&response));
    assert_eq!(response.rate_limit().unwrap().remaining, None);
    assert_eq!(response.headers()["generation"].as_bytes(), b"\x80");
    response.with_headers(|headers, _| assert_eq!(headers.get::<u64>("generation"), None));
}

#[tokio::test]
async fn invalid_rate_limit_headers_are_ignored() {
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
        let response = with(format!("x-remaining: {garbage}")).await.unwrap();
        assert!(is_whole(&response), "{garbage}");
        assert_eq!(response.rate_limit().unwrap().remaining, None, "{garbage}");
    }
}

#[tokio::test]
async fn an_out_of_range_reset_time_is_ignored() {
    for seconds in [
        "99999999999999",
        "9223372036854775807",
        "-9223372036854775808",
    ] {
        let response = format!(
            "HTTP/1.1 200 OK\r\nx-remaining: 5\r\nx-reset: {seconds}\r\ncontent-length: 2\r\n\r\n{{}}"
        );
        let server = Server::responding_with(response).await;
        let response = soon(
            client(&server.url)
                .call(&GET_THING)
                .path("id", "1")
                .send_empty(),
        )
        .await
        .unwrap();
        let limit = response.rate_limit().unwrap();
        assert_eq!((limit.remaining, limit.reset), (Some(5), None), "{seconds}");
    }
}

#[tokio::test]
async fn a_large_header_is_accepted() {
    let response = with(format!("x-large: {}", "x".repeat(256 * 1024)))
        .await
        .unwrap();
    assert!(is_whole(&response));
    assert_eq!(response.headers()["x-large"].len(), 256 * 1024);
}

#[tokio::test]
async fn endless_headers_are_an_error() {
    let server = Server::start(|mut peer| async move {
        peer.read().await;
        peer.write("HTTP/1.1 200 OK\r\nx-large: ").await;
        let more = "x".repeat(64 * 1024);
        // The client must disconnect long before this has been sent.
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
async fn repeated_headers_are_joined() {
    let lines = (0..80)
        .map(|number| format!("x-again: {number}"))
        .collect::<Vec<_>>()
        .join("\r\n");
    let response = with(lines).await.unwrap();
    assert!(is_whole(&response));
    response.with_headers(|headers, _| {
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
        let response = [
            b"HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: ",
            place,
            b"\r\n\r\n",
        ]
        .concat();
        let server = Server::responding_with(response).await;
        let error = crate::get(&client(&server.url)).await.unwrap_err();
        assert_eq!(
            error.status().map(|status| status.as_u16()),
            Some(302),
            "{place:?}: {error:?}"
        );
    }
}
