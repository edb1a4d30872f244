//! Tests of a client that is used on several runtimes, on none, and on a runtime without a timer.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use openapi_crate_runtime::{Client, ClientBuilder, Error, Response};
use tokio::runtime::{Builder, Runtime};

use crate::peer::Server;
use crate::{API, GET_THING, SHORT, builder, client};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
const BUSY: &str = "HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n";

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Starts a server on a separate runtime.
fn serve(response: &'static str) -> (Server, Runtime) {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let server = runtime.block_on(Server::responding_with(response));
    (server, runtime)
}

async fn get(client: &Client) -> Result<serde_json::Value, Error> {
    let call = client.call(&GET_THING).path("id", "1");
    call.send_json().await.map(Response::into_inner)
}

/// Runs a function that must not hang.
fn soon<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(run()));
    receiver
        .recv_timeout(Duration::from_secs(20))
        .expect("the function hangs or panics")
}

#[test]
fn a_client_works_on_one_runtime_after_another() {
    let (server, _runtime) = serve(OK);
    let client = client(&server.url);
    for _ in 0..20 {
        let client = client.clone();
        soon(move || runtime().block_on(get(&client))).unwrap();
    }
}

#[test]
fn a_client_works_while_another_runtime_with_its_connections_idles() {
    let (server, _runtime) = serve(OK);
    let client = client(&server.url);
    soon(move || {
        let idle = runtime();
        idle.block_on(get(&client)).unwrap();
        let (other, idle_again) = (client.clone(), client.clone());
        let thread = thread::spawn(move || runtime().block_on(get(&other)));
        thread.join().unwrap().unwrap();
        idle.block_on(get(&idle_again)).unwrap();
    });
    // The connection of the first runtime is reused when it makes the next call.
    assert_eq!(server.accepted(), 2);
}

#[test]
fn a_runtime_in_use_keeps_its_connections() {
    let (server, _runtime) = serve(OK);
    let client = client(&server.url);
    soon(move || {
        let main = runtime();
        main.block_on(get(&client)).unwrap();
        for _ in 0..20 {
            let other = client.clone();
            let thread = thread::spawn(move || runtime().block_on(get(&other)));
            thread.join().unwrap().unwrap();
            main.block_on(get(&client)).unwrap();
        }
    });
    assert_eq!(server.accepted(), 21);
}

#[test]
fn a_call_outside_a_runtime_is_an_error_that_says_what_to_do() {
    let (server, _runtime) = serve(OK);
    for client in [
        client(&server.url),
        builder(&server.url)
            .http_client(reqwest::Client::new())
            .build()
            .unwrap(),
    ] {
        let error = futures::executor::block_on(get(&client)).unwrap_err();
        assert!(matches!(error, Error::Config(_)), "{error:?}");
        assert!(
            error
                .to_string()
                .starts_with("the default transport needs a `tokio` runtime: make the call in one"),
            "{error}"
        );
    }
}

#[test]
fn a_runtime_without_a_timer_sends_the_request_once() {
    let (server, _runtime) = serve(BUSY);
    let client = ClientBuilder::new(&API)
        .base_url(&server.url)
        .unwrap()
        .build()
        .unwrap();
    let error = soon(move || {
        let runtime = Builder::new_current_thread().enable_io().build().unwrap();
        runtime.block_on(get(&client)).unwrap_err()
    });
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(error.attempts(), 1);
}

#[test]
fn the_timeout_applies_on_a_runtime_without_a_timer() {
    let (server, _runtime) = serve("");
    let client = builder(&server.url).timeout(SHORT).build().unwrap();
    let error = soon(move || {
        let runtime = Builder::new_current_thread().enable_io().build().unwrap();
        runtime.block_on(get(&client)).unwrap_err()
    });
    assert!(error.is_timeout(), "{error:?}");
}

/// Returns a response whose body never ends, from a runtime that is driven by `drive`.
fn stalled_body(drive: &Runtime) -> openapi_crate_runtime::ByteStream {
    let (server, server_runtime) = serve("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}");
    let client = builder(&server.url).timeout(SHORT).build().unwrap();
    let call = client.call(&GET_THING).path("id", "1").send_stream();
    let body = drive.block_on(call).unwrap().into_inner();
    std::mem::forget(server_runtime);
    body
}

#[test]
fn a_body_keeps_its_timeout_wherever_it_is_polled() {
    // Without a runtime, while the one that made the call idles.
    let start = Instant::now();
    let error = soon(|| {
        let made = runtime();
        let body = stalled_body(&made);
        futures::executor::block_on(body.bytes()).unwrap_err()
    });
    assert!(error.is_timeout(), "{error:?}");
    // On another runtime.
    let error = soon(|| {
        let made = runtime();
        let body = stalled_body(&made);
        runtime().block_on(body.bytes()).unwrap_err()
    });
    assert!(error.is_timeout(), "{error:?}");
    // On one runtime, which then idles, and on another one.
    let error = soon(|| {
        use futures::StreamExt as _;
        let made = runtime();
        let mut body = stalled_body(&made);
        made.block_on(async {
            body.next().await.unwrap().unwrap();
            assert!(futures::poll!(body.next()).is_pending());
        });
        runtime().block_on(body.next()).unwrap().unwrap_err()
    });
    assert!(error.is_timeout(), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_body_is_read_after_its_runtime_has_ended() {
    let (server, _runtime) = serve("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}");
    let client = builder(&server.url).build().unwrap();
    let error = soon(move || {
        let call = client.call(&GET_THING).path("id", "1").send_stream();
        let body = runtime().block_on(call).unwrap().into_inner();
        runtime().block_on(body.bytes()).unwrap_err()
    });
    assert!(matches!(error, Error::Body(_)), "{error:?}");
}
