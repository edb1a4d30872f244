//! Tests of request bodies from files, over sockets.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use openapi_crate_runtime::{Body, ClientBuilder, Error, Multipart, NdJson, Part, RetryPolicy};
use tokio::sync::mpsc;

use crate::http2;
use crate::peer::Server;
use crate::{API, PUT_THING, messages, soon};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
const BUSY: &str =
    "HTTP/1.1 503 Service Unavailable\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n";

/// A server that responds with 503 to the first request of each connection, and with 200 to others. Returns the requests.
async fn busy_once() -> (Server, mpsc::UnboundedReceiver<String>) {
    let (sender, requests) = mpsc::unbounded_channel();
    let server = Server::start(move |mut peer| {
        let sender = sender.clone();
        async move {
            let mut response = BUSY;
            while let Some(request) = peer.read().await {
                sender.send(request).unwrap();
                peer.write(response).await;
                response = OK;
            }
        }
    })
    .await;
    (server, requests)
}

fn builder(server: &Server) -> ClientBuilder {
    let policy = RetryPolicy::default().base_delay(Duration::from_millis(20));
    ClientBuilder::new(&API)
        .base_url(&server.url)
        .unwrap()
        .retry(policy)
}

async fn put(server: &Server, body: Body) -> Result<(), Error> {
    let client = builder(server).build().unwrap();
    let call = client.call(&PUT_THING).path("id", "1");
    soon(call.body("text/plain", body).send_empty())
        .await
        .map(drop)
}

/// A temporary file, which is removed on drop.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str, content: &[u8]) -> Self {
        let name = format!("openapi-crate-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, content).unwrap();
        Self(path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn body_of(request: &str) -> &str {
    request.split_once("\r\n\r\n").unwrap().1
}

#[tokio::test]
async fn a_file_is_read_again_for_a_retry() {
    let file = Temporary::new("again", "0123456789".repeat(20_000).as_bytes());
    let (server, mut requests) = busy_once().await;
    put(&server, Body::from_file(&file.0).await.unwrap())
        .await
        .unwrap();
    for _ in 0..2 {
        let request = requests.recv().await.unwrap();
        assert!(request.contains("content-length: 200000\r\n"));
        assert!(body_of(&request) == "0123456789".repeat(20_000));
    }
}

#[tokio::test]
async fn a_part_that_is_a_file_is_read_again_for_a_retry() {
    let file = Temporary::new("part", b"in a file");
    let (server, mut requests) = busy_once().await;
    let part = Part::from_file(&file.0).await.unwrap();
    let client = builder(&server).build().unwrap();
    let call = client.call(&PUT_THING).path("id", "1").multipart(
        "multipart/form-data",
        Multipart::new().files("file", None, [part]),
    );
    soon(call.send_empty()).await.unwrap();
    let first = requests.recv().await.unwrap();
    assert!(first.contains("\r\n\r\nin a file\r\n--"), "{first}");
    assert_eq!(requests.recv().await.unwrap(), first);
}

#[tokio::test]
async fn a_file_that_changed_its_size_is_an_error() {
    for content in ["longer than before", "short", ""] {
        let file = Temporary::new(&format!("changed-{}", content.len()), b"0123456789");
        let path = file.0.clone();
        let server = Server::start(move |mut peer| {
            let path = path.clone();
            async move {
                peer.read().await;
                fs::write(&path, content).unwrap();
                peer.write(BUSY).await;
                peer.stall().await;
            }
        })
        .await;
        let error = put(&server, Body::from_file(&file.0).await.unwrap())
            .await
            .unwrap_err();
        assert!(
            matches!(&error, Error::Body(error) if error.is_request()),
            "{error:?}"
        );
        assert_eq!(
            messages(&error).last().unwrap(),
            &format!(
                "the file had 10 bytes when the request body was created, and now has {}",
                content.len()
            )
        );
    }
}

#[tokio::test]
async fn a_file_that_changed_its_size_before_a_redirect_is_an_error() {
    let file = Temporary::new("redirected", b"0123456789");
    let path = file.0.clone();
    let url = http2::start(move |mut exchange| {
        let path = path.clone();
        async move {
            let _ = exchange.body().await;
            if exchange.request.uri().path() == "/things/1" {
                fs::write(&path, "short").unwrap();
                let response = http::Response::builder()
                    .status(307)
                    .header("location", "/elsewhere");
                let response = response.body(()).unwrap();
                let _ = exchange.respond.send_response(response, true);
            }
        }
    })
    .await;
    let client = crate::builder(&url)
        .http2_prior_knowledge()
        .build()
        .unwrap();
    let call = client.call(&PUT_THING).path("id", "1");
    let call = call.body("text/plain", Body::from_file(&file.0).await.unwrap());
    let error = soon(call.send_empty()).await.unwrap_err();
    assert!(
        matches!(&error, Error::Body(error) if error.is_request()),
        "{error:?}"
    );
    let cause = "the file had 10 bytes when the request body was created, and now has 5";
    assert_eq!(messages(&error).last().unwrap(), cause);
}

#[tokio::test]
async fn an_empty_file_that_grew_is_an_error() {
    let file = Temporary::new("grew", b"");
    let (server, _requests) = busy_once().await;
    let body = Body::from_file(&file.0).await.unwrap();
    fs::write(&file.0, "x").unwrap();
    let error = put(&server, body).await.unwrap_err();
    assert!(
        matches!(&error, Error::Body(error) if error.is_request()),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_empty_file_has_length_zero() {
    let file = Temporary::new("empty", b"");
    let (server, mut requests) = busy_once().await;
    put(&server, Body::from_file(&file.0).await.unwrap())
        .await
        .unwrap();
    assert!(
        requests
            .recv()
            .await
            .unwrap()
            .contains("content-length: 0\r\n")
    );
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_file_that_reports_no_size_is_sent_whole() {
    let (server, mut requests) = busy_once().await;
    put(&server, Body::from_file("/proc/version").await.unwrap())
        .await
        .unwrap();
    let version = fs::read_to_string("/proc/version").unwrap();
    for _ in 0..2 {
        let request = requests.recv().await.unwrap();
        assert!(request.contains("transfer-encoding: chunked"), "{request}");
        assert!(request.contains(version.trim()), "{request}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_pipe_is_sent_once_and_the_error_says_so() {
    let path = std::env::temp_dir().join(format!("openapi-crate-{}-pipe", std::process::id()));
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(made.unwrap().success());
    let pipe = Temporary(path.clone());
    let writer = std::thread::spawn(move || fs::write(path, "through a pipe").unwrap());
    let (server, mut requests) = busy_once().await;
    let error = put(&server, Body::from_file(&pipe.0).await.unwrap())
        .await
        .unwrap_err();
    writer.join().unwrap();
    assert!(
        error.to_string().ends_with(
            "(not retried: the request body is a pipe or a device, which cannot be read twice)"
        ),
        "{error}"
    );
    assert!(requests.recv().await.unwrap().contains("through a pipe"));
}

#[tokio::test]
async fn a_request_with_a_long_vec_is_retried() {
    let items = (0..20_000).map(|n| format!("item {n}"));
    let expected = items.clone().map(|item| format!("\"{item}\"\n"));
    let expected = expected.collect::<String>();
    let (server, mut requests) = busy_once().await;
    let client = builder(&server).build().unwrap();
    let call = client.call(&PUT_THING).path("id", "1");
    let items = NdJson::from(items.collect::<Vec<_>>());
    soon(call.ndjson("application/x-ndjson", items).send_empty())
        .await
        .unwrap();
    for _ in 0..2 {
        let request = requests.recv().await.unwrap();
        assert!(unchunked(body_of(&request)) == expected);
    }
}

/// Removes the chunk headers of a request body.
fn unchunked(mut body: &str) -> String {
    let mut all = String::new();
    while let Some((length, rest)) = body.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).unwrap();
        all.push_str(&rest[..length]);
        body = &rest[length + 2..];
    }
    all
}

#[tokio::test]
async fn a_long_iterator_is_named_as_the_reason() {
    let (server, _requests) = busy_once().await;
    let client = builder(&server).build().unwrap();
    let call = client.call(&PUT_THING).path("id", "1");
    let items = NdJson::from((0..20_000).map(|n| format!("item {n}")));
    let error = soon(call.ndjson("application/x-ndjson", items).send_empty())
        .await
        .unwrap_err();
    assert!(
        error.to_string().ends_with(
            "(not retried: the request body is an iterator, which cannot be read twice)"
        ),
        "{error}"
    );
}
