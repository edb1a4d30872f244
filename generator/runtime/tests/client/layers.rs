//! Tests of layers over a service and over the default transport.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use openapi_crate_runtime::{Body, BoxError, ClientBuilder, Error, RetryPolicy, TransportService};
use tokio::time::Instant;
use tower::limit::ConcurrencyLimitLayer;
use tower::timeout::TimeoutLayer;
use tower::util::{MapRequestLayer, MapResponseLayer};
use tower::{ServiceBuilder, service_fn};
use tower_http::trace::TraceLayer;
use tower_layer::{Layer, layer_fn};

use crate::fixture::{API, GET_THING, PUT_THING, Recorder, response};
use crate::scripted_service::Outcome::{Lost, Responds, Stalls};
use crate::scripted_service::Scripted;

type Log = Arc<Mutex<Vec<String>>>;

/// A layer that logs the requests that it sees, with the headers of the credential and of layers.
fn logging(
    name: &'static str,
    log: &Log,
) -> MapRequestLayer<impl FnMut(Request) -> Request + Clone + use<>> {
    let log = Arc::clone(log);
    MapRequestLayer::new(move |mut request: Request| {
        let key = request
            .headers()
            .get("x-key")
            .map(|key| key.to_str().unwrap());
        let line = format!("{name}: {} {key:?}", request.uri().path());
        log.lock().unwrap().push(line);
        request
            .headers_mut()
            .append("x-layer", name.parse().unwrap());
        request
    })
}

type Request = http::Request<Body>;

#[tokio::test]
async fn the_last_layer_sees_a_request_first_wherever_the_service_is_set() {
    for is_service_first in [true, false] {
        let (recorder, log) = (Recorder::default(), Log::default());
        let mut builder = ClientBuilder::new(&API).credential("token", "s3cret");
        if is_service_first {
            builder = builder.service(recorder.clone());
        }
        builder = builder
            .layer(logging("inner", &log))
            .layer(logging("outer", &log));
        if !is_service_first {
            builder = builder.service(recorder.clone());
        }
        let client = builder.build().unwrap();
        client.call(&GET_THING).send_empty().await.unwrap();
        assert_eq!(
            *log.lock().unwrap(),
            [
                r#"outer: /things Some("s3cret")"#,
                r#"inner: /things Some("s3cret")"#
            ]
        );
        let request = recorder.request();
        let layers: Vec<_> = request.headers().get_all("x-layer").iter().collect();
        assert_eq!(layers, ["outer", "inner"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_layer_is_called_once_for_each_attempt() {
    let (scripted, log) = (Scripted::new(&[Lost, Responds(503)]), Log::default());
    let builder = scripted.builder().layer(logging("layer", &log));
    let client = builder.build().unwrap();
    client.call(&GET_THING).send_empty().await.unwrap();
    assert_eq!(log.lock().unwrap().len(), 3);
    assert_eq!(scripted.attempts(), 3);
}

#[tokio::test]
async fn the_usual_layers_of_tower_and_tower_http_fit() {
    let recorder = Recorder::default();
    let client = recorder
        .builder()
        .layer(TraceLayer::new_for_http())
        .layer(ConcurrencyLimitLayer::new(4))
        .layer(
            ServiceBuilder::new()
                .buffer(8)
                .rate_limit(100, Duration::from_secs(1)),
        )
        .layer(
            ServiceBuilder::new()
                .load_shed()
                .timeout(Duration::from_secs(5)),
        )
        .layer(tower_http::timeout::ResponseBodyTimeoutLayer::new(
            Duration::from_secs(5),
        ))
        .layer(MapResponseLayer::new(|response: http::Response<_>| {
            response
        }))
        .build()
        .unwrap();
    let value: serde_json::Value = client
        .call(&GET_THING)
        .send_json::<serde_json::Value>()
        .await
        .unwrap()
        .into_inner();
    assert_eq!(value, serde_json::json!({}));
}

#[tokio::test(start_paused = true)]
async fn a_timeout_of_a_layer_is_a_timeout() {
    let scripted = Scripted::new(&[Stalls, Stalls, Responds(200)]);
    let timeout = TimeoutLayer::new(Duration::from_secs(3));
    let client = scripted.builder().layer(timeout).build().unwrap();
    let call = client.call(&PUT_THING).path("id", "1");
    let error = call.send_empty().await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        "`put-thing` timed out waiting for the response"
    );
    // A read is retried after it.
    client.call(&GET_THING).send_empty().await.unwrap();
    assert_eq!(scripted.attempts(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_timeout_of_the_response_body_in_a_layer_is_a_timeout() {
    let stalled = || {
        let chunks = futures::stream::pending::<Result<http_body::Frame<Bytes>, io::Error>>();
        http::Response::new(http_body_util::StreamBody::new(chunks))
    };
    let service = service_fn(move |_: Request| async move { Ok::<_, BoxError>(stalled()) });
    let layer = tower_http::timeout::ResponseBodyTimeoutLayer::new(Duration::from_secs(3));
    let builder = ClientBuilder::new(&API).service(service).layer(layer);
    let client = builder.build().unwrap();
    let error = client.call(&GET_THING).send_text().await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
}

#[tokio::test]
async fn an_error_of_a_layer_is_the_source() {
    let scripted = Scripted::new(&[Stalls]);
    let layer = ServiceBuilder::new().load_shed().concurrency_limit(1);
    let builder = scripted.builder().retry(RetryPolicy::none()).layer(layer);
    let client = builder.build().unwrap();
    let first = tokio::spawn(client.call(&GET_THING).send_empty());
    while scripted.attempts() == 0 {
        tokio::task::yield_now().await;
    }
    let error = client.call(&GET_THING).send_empty().await.unwrap_err();
    assert!(matches!(&error, Error::Connection(lost) if !lost.is_connect()));
    assert_eq!(
        std::error::Error::source(&error).unwrap().to_string(),
        "service overloaded"
    );
    first.abort();
}

#[tokio::test]
async fn a_layer_may_respond_itself_with_any_body() {
    let cache = layer_fn(|_: TransportService| {
        service_fn(|_: Request| async { Ok::<_, BoxError>(http::Response::new(Full::from("[1]"))) })
    });
    let recorder = Recorder::default();
    let client = recorder.builder().layer(cache).build().unwrap();
    let value: Vec<u32> = client
        .call(&GET_THING)
        .send_json::<Vec<u32>>()
        .await
        .unwrap()
        .into_inner();
    assert_eq!(value, [1]);
    assert!(recorder.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_timeout_of_an_attempt_includes_the_wait_for_a_layer() {
    let recorder = Recorder::default();
    let layer = ServiceBuilder::new()
        .buffer(8)
        .rate_limit(1, Duration::from_secs(60));
    let client = recorder
        .builder()
        .layer(layer)
        .attempt_timeout(Duration::from_secs(3))
        .build()
        .unwrap();
    client.call(&GET_THING).send_empty().await.unwrap();
    let start = Instant::now();
    let error = client.call(&GET_THING).send_empty().await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(3));
    assert!(error.is_timeout());
}

#[tokio::test]
async fn a_layer_sees_the_body_and_may_replace_it() {
    let layer = layer_fn(|service: TransportService| {
        service_fn(move |request: Request| {
            let mut service = service.clone();
            async move {
                let (head, body) = request.into_parts();
                let body = body.collect().await?.to_bytes();
                let twice = Body::from([body.clone(), body].concat());
                let mut head = head;
                head.headers.remove("content-length");
                tower_service::Service::call(&mut service, Request::from_parts(head, twice)).await
            }
        })
    });
    let recorder = Recorder::default();
    let client = recorder.builder().layer(layer).build().unwrap();
    let call = client.call(&PUT_THING).path("id", "1");
    call.body("text/plain", "ab".into())
        .send_empty()
        .await
        .unwrap();
    assert_eq!(recorder.request().body(), "abab");
}

#[test]
fn builders_and_clients_with_layers_are_send() {
    fn sent<T: Send + Sync>(_: &T) {}
    let builder = Recorder::default()
        .builder()
        .layer(TraceLayer::new_for_http());
    sent(&builder);
    sent(&builder.build().unwrap());
}

#[test]
fn layers_need_a_transport() {
    let service = tower_layer::Identity::new();
    let _: &dyn Layer<TransportService, Service = TransportService> = &service;
    let recorder = Recorder::responding_with([response(200, &[], "{}")]);
    recorder.builder().layer(service).build().unwrap();
}

#[cfg(feature = "reqwest")]
mod over_the_default_transport {
    use super::*;
    use crate::fixture::soon;
    use crate::scripted_server::ScriptedServer;
    use crate::scripted_server::Step::{Read, Stall, Write};

    const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

    fn builder(url: &str, log: &Log) -> ClientBuilder {
        let builder = ClientBuilder::new(&API).credential("token", "s3cret");
        builder.base_url(url).unwrap().layer(logging("layer", log))
    }

    #[tokio::test]
    async fn redirects_are_followed_below_a_layer() {
        let redirect = "HTTP/1.1 307 X\r\nlocation: /moved?a=b\r\ncontent-length: 0\r\n\r\n";
        let server = ScriptedServer::new(vec![vec![Read, Write(redirect), Read, Write(OK)]]).await;
        let log = Log::default();
        let client = builder(&server.url, &log).build().unwrap();
        let call = client.call(&PUT_THING).path("id", "a b");
        soon(call.body("text/plain", "value".into()).send_empty())
            .await
            .unwrap();
        assert_eq!(log.lock().unwrap().len(), 1);
        let requests = server.requests().await;
        assert!(requests[0].starts_with("PUT /things/a%20b HTTP/1.1\r\n"));
        assert!(requests[1].starts_with("PUT /moved?a=b HTTP/1.1\r\n"));
        for request in requests {
            assert!(request.contains("x-key: s3cret"), "{request}");
            assert!(request.contains("x-layer: layer"), "{request}");
            assert!(request.ends_with("\r\n\r\nvalue"), "{request}");
        }
    }

    #[tokio::test]
    async fn a_redirect_that_is_not_followed_says_why() {
        let redirect =
            "HTTP/1.1 302 X\r\nlocation: http://other.test/\r\ncontent-length: 0\r\n\r\n";
        for user in [false, true] {
            let server = ScriptedServer::new(vec![vec![Read, Write(redirect)]]).await;
            let mut builder = builder(&server.url, &Log::default());
            if user {
                let client = reqwest::Client::builder()
                    .redirect(reqwest::redirect::Policy::none())
                    .build()
                    .unwrap();
                builder = builder.http_client(client);
            }
            let client = builder.build().unwrap();
            let error = soon(client.call(&GET_THING).send_empty())
                .await
                .unwrap_err();
            let expected = if user {
                "the redirect policy of the `reqwest` client applies"
            } else {
                "different origin"
            };
            assert!(error.to_string().contains(expected), "{error}");
        }
    }

    #[tokio::test]
    async fn an_expected_redirect_is_the_response() {
        static MOVED: openapi_crate_runtime::Operation = crate::fixture::GET.expects_redirect();
        let redirect = "HTTP/1.1 307 X\r\nlocation: /moved\r\ncontent-length: 0\r\n\r\n";
        let server = ScriptedServer::new(vec![vec![Read, Write(redirect)]]).await;
        let client = builder(&server.url, &Log::default()).build().unwrap();
        let response = soon(client.call(&MOVED).send_empty()).await.unwrap();
        assert_eq!(response.status(), 307);
    }

    #[tokio::test]
    async fn a_refused_connection_is_retried_and_named() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let log = Log::default();
        let client = builder(&url, &log).build().unwrap();
        let call = client.call(&PUT_THING).path("id", "1").send_empty();
        let error = soon(call).await.unwrap_err();
        assert!(matches!(&error, Error::Connection(refused) if refused.is_connect()));
        assert_eq!(log.lock().unwrap().len(), 3);
        assert_eq!(
            error.to_string(),
            format!("`put-thing` failed: cannot connect to {url} (after 3 attempts)")
        );
    }

    #[tokio::test]
    async fn an_attempt_times_out() {
        let server = ScriptedServer::new(vec![vec![Read, Stall], vec![Read, Write(OK)]]).await;
        let log = Log::default();
        let client = builder(&server.url, &log)
            .attempt_timeout(Duration::from_millis(200))
            .build()
            .unwrap();
        soon(client.call(&GET_THING).send_empty()).await.unwrap();
        assert_eq!(log.lock().unwrap().len(), 2);
    }

    #[test]
    fn a_call_outside_a_runtime_is_an_error_of_the_configuration() {
        let client = builder("http://127.0.0.1:9", &Log::default())
            .build()
            .unwrap();
        let error = futures::executor::block_on(client.call(&GET_THING).send_empty()).unwrap_err();
        assert!(matches!(error, Error::Config(_)), "{error:?}");
        assert!(error.to_string().contains("`tokio` runtime"), "{error}");
    }

    #[tokio::test]
    async fn a_body_that_fails_is_an_error_of_the_body() {
        let server = ScriptedServer::new(vec![vec![Read, Stall]]).await;
        let client = builder(&server.url, &Log::default()).build().unwrap();
        let broken = futures::stream::iter([Ok("a"), Err(io::Error::other("disk"))]);
        let call = client.call(&PUT_THING).path("id", "1");
        let error = soon(
            call.body("text/plain", Body::from_stream(broken))
                .send_empty(),
        )
        .await;
        assert!(matches!(error, Err(Error::Body(_))));
    }
}
