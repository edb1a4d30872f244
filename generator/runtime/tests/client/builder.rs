//! Tests of the client builder: its settings and their errors.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use openapi_crate_runtime::{Api, Body, BoxError, Client, ClientBuilder, Error, RetryPolicy};
use tower_service::Service;

use crate::fixture::{API, GET_THING, PUT_THING, Recorder};

/// Returns the URI of a request with this base URL.
async fn uri(base_url: &str) -> String {
    let recorder = Recorder::default();
    let client = recorder
        .builder()
        .base_url(base_url)
        .unwrap()
        .build()
        .unwrap();
    client.call(&GET_THING).send_empty().await.unwrap();
    recorder.request().uri().to_string()
}

#[tokio::test]
async fn a_base_url_keeps_its_path() {
    assert_eq!(uri("http://h:1/a/b").await, "http://h:1/a/b/things");
    assert_eq!(uri("https://h/a/").await, "https://h/a/things");
    assert_eq!(uri("http://[::1]:8080/").await, "http://[::1]:8080/things");
    assert_eq!(uri("http://h/a%20b|c").await, "http://h/a%20b%7Cc/things");
}

#[tokio::test]
async fn the_scheme_of_a_base_url_may_be_in_upper_case() {
    assert_eq!(
        uri("HTTPS://api.test/v1").await,
        uri("https://api.test/v1").await
    );
}

#[test]
fn an_invalid_base_url_is_rejected() {
    let refused = [
        ("ftp://h", "must start with"),
        ("h/path", "not a valid URL"),
        ("//h/path", "must start with"),
        ("", "not a valid URL"),
        ("http://", "not a valid URL"),
        ("http://:8080", "must have a host"),
        ("http://h/?a=b", "query"),
        ("http://h/#part", "fragment"),
        ("http://me:s3cret@h/", "user name"),
        ("http://h/a/../b", "segment"),
        ("http://h/%2E%2e/b", "segment"),
    ];
    #[cfg(feature = "reqwest")]
    let refused = refused.into_iter().chain([
        ("http://h:65536", "not a valid URL"),
        ("http://h%00", "not a valid URL"),
    ]);
    for (url, why) in refused {
        let error = ClientBuilder::new(&API).base_url(url).unwrap_err();
        assert!(matches!(error, Error::Config(_)));
        assert!(error.to_string().contains(why), "{url}: {error}");
        assert!(!format!("{error:?}").contains("s3cret"));
    }
}

#[test]
fn a_client_needs_a_base_url() {
    static NOWHERE: Api = Api {
        user_agent: "x",
        server: "",
        security_schemes: &[],
        security: &[],
        rate_limit: None,
    };
    let error = ClientBuilder::new(&NOWHERE).build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the API declares no server; set a base URL"
    );
}

#[test]
fn an_invalid_user_agent_is_rejected() {
    assert!(matches!(
        ClientBuilder::new(&API).user_agent("a\nb").build(),
        Err(Error::Config(_))
    ));
}

#[tokio::test]
async fn every_request_has_the_default_headers() {
    let recorder = Recorder::default();
    recorder
        .client()
        .call(&GET_THING)
        .send_empty()
        .await
        .unwrap();
    let client = recorder.builder().user_agent("mine/1").build().unwrap();
    client
        .call(&PUT_THING)
        .path("id", "x")
        .send_empty()
        .await
        .unwrap();
    let requests = recorder.requests();
    let headers = |index: usize| {
        let headers = requests[index]
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
        let mut headers = headers.collect::<Vec<_>>();
        headers.sort_unstable();
        headers
    };
    assert_eq!(
        headers(0),
        [
            ("accept", "application/json"),
            ("user-agent", "test-api/1.2.3"),
            ("x-key", "s3cret")
        ]
    );
    assert_eq!(
        headers(1),
        [
            ("accept", "*/*"),
            ("content-length", "0"),
            ("user-agent", "mine/1"),
            ("x-key", "s3cret")
        ]
    );
}

#[test]
fn clients_are_sync_and_calls_are_send() {
    fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    fn sent<T: Send + 'static>(_: T) {}
    let client = Recorder::default()
        .builder()
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    shared(&client);
    sent(client.call(&GET_THING).send_json::<String>());
    sent(client.call(&GET_THING).send_text());
    sent(client.call(&GET_THING).send_empty());
    sent(async move { client.call(&GET_THING).send_stream().await?.bytes().await });
}

#[test]
fn errors_are_small_send_and_sync() {
    fn ordinary<T: std::error::Error + Send + Sync + 'static>() {}
    ordinary::<Error>();
    assert!(size_of::<Error>() <= 16, "{}", size_of::<Error>());
}

/// A service that is not `Sync`, like many in `tower`, and must be ready before it is called.
#[derive(Clone)]
struct Unready {
    ready: std::cell::Cell<bool>,
    seen: Arc<std::sync::atomic::AtomicBool>,
}

impl Service<http::Request<Body>> for Unready {
    type Response = http::Response<String>;
    type Error = BoxError;
    type Future = std::future::Ready<Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        if self.ready.replace(true) {
            return Poll::Ready(Ok(()));
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }

    fn call(&mut self, _: http::Request<Body>) -> Self::Future {
        assert!(self.ready.get(), "called before it was ready");
        self.seen.store(true, std::sync::atomic::Ordering::Relaxed);
        std::future::ready(Ok(http::Response::new("{}".to_owned())))
    }
}

#[tokio::test]
async fn a_service_is_called_only_when_ready() {
    let seen = Arc::default();
    let service = Unready {
        ready: false.into(),
        seen: Arc::clone(&seen),
    };
    let client: Client = ClientBuilder::new(&API).service(service).build().unwrap();
    client.call(&GET_THING).send_empty().await.unwrap();
    assert!(seen.load(std::sync::atomic::Ordering::Relaxed));
}

#[tokio::test]
async fn the_error_of_a_service_is_the_source() {
    #[derive(Clone)]
    struct Failing;
    impl Service<http::Request<Body>> for Failing {
        type Response = http::Response<String>;
        type Error = BoxError;
        type Future = std::future::Ready<Result<Self::Response, BoxError>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
            Poll::Ready(Err("overloaded".into()))
        }
        fn call(&mut self, _: http::Request<Body>) -> Self::Future {
            unreachable!("it is never ready")
        }
    }
    let client = ClientBuilder::new(&API)
        .service(Failing)
        .timeout(Duration::MAX)
        .build()
        .unwrap();
    let error = client.call(&GET_THING).send_empty().await.unwrap_err();
    assert!(matches!(&error, Error::Connection(broken) if !broken.is_connect()));
    assert_eq!(
        std::error::Error::source(&error).unwrap().to_string(),
        "overloaded"
    );
}

#[test]
fn the_future_of_a_call_is_small() {
    let client = Recorder::default().client();
    let call = || client.call(&crate::fixture::GET_THING);
    let sizes = [
        (
            "json",
            size_of_val(&call().send_json::<serde_json::Value>()),
        ),
        ("empty", size_of_val(&call().send_empty())),
        ("stream", size_of_val(&call().send_stream())),
        ("text", size_of_val(&call().send_text())),
        (
            "optional",
            size_of_val(&call().send_optional_json::<serde_json::Value>(&[])),
        ),
        ("events", size_of_val(&call().send_text_events())),
        (
            "lines",
            size_of_val(&call().send_json_lines::<serde_json::Value>()),
        ),
    ];
    for (name, size) in sizes {
        assert!(size <= 256, "{name}: {size} bytes ({sizes:?})");
    }
}
