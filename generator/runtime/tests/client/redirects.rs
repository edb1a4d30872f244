//! Tests of redirects, which are followed only if it is safe.

use openapi_crate_runtime::{Body, BoxError, ClientBuilder, Error, Method, Operation};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::fixture::{API, GET, GET_THING, PUT_THING, soon};
use crate::scripted_server::ScriptedServer;
use crate::scripted_server::Step::{Read, Write};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

static POST_THING: Operation = Operation {
    id: "post-thing",
    method: Method::POST,
    ..GET
};

/// A redirect with this status within the origin.
fn redirect(status: u16) -> &'static str {
    format!("HTTP/1.1 {status} X\r\nlocation: ../moved?a=b\r\ncontent-length: 0\r\n\r\n").leak()
}

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new(&API)
        .credential("token", "s3cret")
        .base_url(url)
        .unwrap()
}

#[tokio::test]
async fn a_read_follows_any_redirect() {
    for status in [301, 302, 303, 307, 308] {
        let server =
            ScriptedServer::new(vec![vec![Read, Write(redirect(status)), Read, Write(OK)]]).await;
        let client = builder(&server.url).build().unwrap();
        soon(client.call(&GET_THING).send_empty()).await.unwrap();
        let request = server.requests().await.remove(1);
        assert!(
            request.starts_with("GET /moved?a=b HTTP/1.1\r\n"),
            "{status}: {request}"
        );
        assert!(request.contains("x-key: s3cret"), "{status}");
    }
}

#[tokio::test]
async fn a_write_follows_a_method_preserving_redirect() {
    for status in [307, 308] {
        let server =
            ScriptedServer::new(vec![vec![Read, Write(redirect(status)), Read, Write(OK)]]).await;
        let client = builder(&server.url).build().unwrap();
        soon(
            client
                .call(&POST_THING)
                .body("text/plain", "value".into())
                .send_empty(),
        )
        .await
        .unwrap();
        let request = server.requests().await.remove(1);
        assert!(
            request.starts_with("POST /moved?a=b ") && request.ends_with("\r\n\r\nvalue"),
            "{request}"
        );
        assert_eq!(request.matches("content-length: 5").count(), 1, "{request}");
    }
}

#[tokio::test]
async fn a_write_never_becomes_a_read() {
    for status in [301, 302, 303] {
        for operation in [&POST_THING, &PUT_THING] {
            let server = ScriptedServer::new(vec![vec![Read, Write(redirect(status))]]).await;
            let call = builder(&server.url).build().unwrap().call(operation);
            let call = if operation.parameters.is_empty() {
                call
            } else {
                call.path("id", "x")
            };
            let error = soon(call.body("text/plain", "value".into()).send_empty())
                .await
                .unwrap_err();
            assert!(
                matches!(&error, Error::Api(error) if error.status() == status),
                "{error:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_stream_is_not_redirected() {
    let server = ScriptedServer::new(vec![vec![Read, Write(redirect(307))]]).await;
    let body = Body::from_stream(futures::stream::iter([Ok::<_, BoxError>("value")]));
    let call = builder(&server.url)
        .build()
        .unwrap()
        .call(&POST_THING)
        .body("text/plain", body);
    let error = soon(call.send_empty()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
}

#[tokio::test]
async fn a_redirect_to_a_different_origin_is_not_followed() {
    for origin in [
        "http://localhost",
        "https://127.0.0.1",
        "http://127.0.0.2",
        "//127.0.0.2",
    ] {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let location = format!("{origin}:{}/", address.port());
        let response =
            format!("HTTP/1.1 307 X\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
        // The listener is closed before the redirect is sent, so following it would fail.
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            drop(listener);
            assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
            stream.write_all(response.as_bytes()).await.unwrap();
        });
        let client = builder(&format!("http://{address}")).build().unwrap();
        let error = soon(client.call(&GET_THING).send_empty())
            .await
            .unwrap_err();
        assert_eq!(
            error.status().map(|status| status.as_u16()),
            Some(307),
            "{location}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_redirect_without_a_location_is_the_response() {
    for location in [
        "",
        "location: http://[\r\n",
        "location: http://[caf\u{e9}\r\n",
        "location: mailto:x\r\n",
    ] {
        let response = format!("HTTP/1.1 307 X\r\n{location}content-length: 0\r\n\r\n").leak();
        let server = ScriptedServer::new(vec![vec![Read, Write(response)]]).await;
        let call = builder(&server.url).build().unwrap().call(&GET_THING);
        assert_eq!(
            soon(call.send_empty()).await.unwrap_err().status().unwrap(),
            307,
            "{location}"
        );
    }
}

#[tokio::test]
async fn a_location_in_raw_utf8_is_followed() {
    let response = "HTTP/1.1 307 X\r\nlocation: /caf\u{e9}?q=\u{fc}\r\ncontent-length: 0\r\n\r\n";
    let server = ScriptedServer::new(vec![vec![Read, Write(response), Read, Write(OK)]]).await;
    let client = builder(&server.url).build().unwrap();
    soon(client.call(&GET_THING).send_empty()).await.unwrap();
    let request = server.requests().await.remove(1);
    assert!(
        request.starts_with("GET /caf%C3%A9?q=%C3%BC HTTP/1.1\r\n"),
        "{request}"
    );
}

/// Returns the message of a call whose response is this redirect.
async fn not_followed(operation: &'static Operation, body: Body, head: &str) -> String {
    let response = format!("HTTP/1.1 {head}content-length: 0\r\n\r\n").leak();
    let server = ScriptedServer::new(vec![vec![Read, Write(response)]]).await;
    let call = builder(&server.url).build().unwrap().call(operation);
    let call = call.body("text/plain", body).send_empty();
    soon(call).await.unwrap_err().to_string()
}

#[tokio::test]
async fn a_redirect_that_is_not_followed_says_why_and_where_to() {
    let stream = || Body::from_stream(futures::stream::iter([Ok::<_, BoxError>("value")]));
    for (operation, body, head, expected) in [
        (
            &GET_THING,
            Body::empty(),
            "308 X\r\nlocation: https://user:pw@example.com/new?key=s3cret#x\r\n",
            "`get-thing` failed: 308 Permanent Redirect: not redirected to `https://example.com/new`, because it has a \
             different origin (scheme, host and port), which must not receive the credentials",
        ),
        (
            &POST_THING,
            Body::from("value"),
            "302 X\r\nlocation: /login\r\n",
            "`post-thing` failed: 302 Found: not redirected to `/login`, because only 307 and 308 keep the method and \
             the body",
        ),
        (
            &POST_THING,
            stream(),
            "307 X\r\nlocation: /new\r\n",
            "`post-thing` failed: 307 Temporary Redirect: not redirected to `/new`, because the request body cannot be \
             read twice",
        ),
        (
            &GET_THING,
            Body::empty(),
            "301 X\r\n",
            "`get-thing` failed: 301 Moved Permanently: not redirected, because it has no `location` header",
        ),
        (
            &GET_THING,
            Body::empty(),
            "301 X\r\nlocation: http://[\r\n",
            "`get-thing` failed: 301 Moved Permanently: not redirected to `http://[`, because its location is not a \
             valid URL",
        ),
        (
            &GET_THING,
            Body::empty(),
            "304 X\r\n",
            "`get-thing` failed: 304 Not Modified",
        ),
    ] {
        assert_eq!(not_followed(operation, body, head).await, expected);
    }
}

#[tokio::test]
async fn a_redirect_loop_says_so() {
    let loops = [Read, Write(redirect(307))].repeat(11);
    let server = ScriptedServer::new(vec![loops]).await;
    let client = builder(&server.url).build().unwrap();
    let error = soon(client.call(&GET_THING).send_empty())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`get-thing` failed: 307 Temporary Redirect: not redirected to `../moved`, because it is the eleventh in a row"
    );
}

#[tokio::test]
async fn the_redirect_policy_of_a_custom_client_applies() {
    let server = ScriptedServer::new(vec![vec![Read, Write(redirect(307))]]).await;
    let own = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let client = builder(&server.url).http_client(own).build().unwrap();
    let error = soon(client.call(&GET_THING).send_empty())
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
}
