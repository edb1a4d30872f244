//! Tests of HTTP/2 connections that go silent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use openapi_crate_runtime::{Client, ClientBuilder, Error, RetryPolicy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::http2;
use crate::{API, GET_THING, SHORT, soon};

/// A proxy whose first connection can be made silent: it stays open, but nothing is forwarded.
struct Proxy {
    address: std::net::SocketAddr,
    is_silent: Arc<AtomicBool>,
    accepted: Arc<AtomicUsize>,
}

async fn proxy(to: String) -> Proxy {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (is_silent, accepted) = (Arc::<AtomicBool>::default(), Arc::<AtomicUsize>::default());
    let (silence, count) = (Arc::clone(&is_silent), Arc::clone(&accepted));
    tokio::spawn(async move {
        loop {
            let (client, _) = listener.accept().await.unwrap();
            let number = count.fetch_add(1, Ordering::SeqCst);
            let server = TcpStream::connect(&to).await.unwrap();
            let silence = (number == 0).then(|| Arc::clone(&silence));
            let ((client_read, client_write), (server_read, server_write)) =
                (client.into_split(), server.into_split());
            tokio::spawn(forward(client_read, server_write, silence.clone()));
            tokio::spawn(forward(server_read, client_write, silence));
        }
    });
    Proxy {
        address,
        is_silent,
        accepted,
    }
}

async fn forward(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    silence: Option<Arc<AtomicBool>>,
) {
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        let is_silent = silence.as_ref().is_some_and(|it| it.load(Ordering::SeqCst));
        if !is_silent && to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
    if silence.is_some() {
        // The connection stays open.
        std::future::pending::<()>().await;
    }
}

async fn get(client: &Client) -> Result<(), Error> {
    let call = client.call(&GET_THING).path("id", "1");
    soon(call.send_empty()).await.map(drop)
}

fn builder(proxy: &Proxy, pings: Option<(Duration, Duration)>) -> ClientBuilder {
    let builder = ClientBuilder::new(&API)
        .base_url(format!("http://{}", proxy.address))
        .unwrap()
        .http2_prior_knowledge();
    match pings {
        Some((interval, timeout)) => builder.http2_keep_alive(interval, timeout),
        None => builder.http2_keep_alive(None, Duration::ZERO),
    }
}

async fn server() -> Proxy {
    let url = http2::start(|mut exchange| async move { exchange.status(200) }).await;
    proxy(url.strip_prefix("http://").unwrap().to_owned()).await
}

#[tokio::test]
async fn a_silent_connection_is_given_up_and_the_call_is_retried() {
    let proxy = server().await;
    let ping = Some((SHORT, SHORT));
    let policy = RetryPolicy::default();
    let client = builder(&proxy, ping).retry(policy).build().unwrap();
    get(&client).await.unwrap();
    proxy.is_silent.store(true, Ordering::SeqCst);
    let start = Instant::now();
    get(&client).await.unwrap();
    assert!(start.elapsed() < 10 * SHORT, "{:?}", start.elapsed());
    assert_eq!(proxy.accepted.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_silent_connection_is_given_up_even_if_every_call_times_out_first() {
    let proxy = server().await;
    let client = builder(&proxy, Some((3 * SHORT, 2 * SHORT)))
        .retry(RetryPolicy::none())
        .timeout(SHORT)
        .build()
        .unwrap();
    get(&client).await.unwrap();
    proxy.is_silent.store(true, Ordering::SeqCst);
    let mut failed = 0;
    while let Err(error) = get(&client).await {
        assert!(error.is_timeout(), "{error:?}");
        failed += 1;
        assert!(failed < 20, "the connection is never given up");
    }
}

#[tokio::test]
async fn without_retries_the_error_is_a_timeout() {
    let proxy = server().await;
    let client = builder(&proxy, Some((SHORT, SHORT)))
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    get(&client).await.unwrap();
    proxy.is_silent.store(true, Ordering::SeqCst);
    let error = get(&client).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
}

#[tokio::test]
async fn pings_can_be_turned_off() {
    let proxy = server().await;
    let client = builder(&proxy, None)
        .retry(RetryPolicy::none())
        .timeout(2 * SHORT)
        .build()
        .unwrap();
    get(&client).await.unwrap();
    proxy.is_silent.store(true, Ordering::SeqCst);
    for _ in 0..5 {
        assert!(get(&client).await.unwrap_err().is_timeout());
    }
}

/// The pings of the default settings, on a paused clock, which advances whenever the runtime is idle.
#[tokio::test(start_paused = true)]
async fn the_defaults_give_up_a_silent_connection_after_30_seconds() {
    let proxy = server().await;
    let client = ClientBuilder::new(&API)
        .base_url(format!("http://{}", proxy.address))
        .unwrap()
        .http2_prior_knowledge()
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let call = || client.call(&GET_THING).path("id", "1").send_empty();
    call().await.unwrap();
    proxy.is_silent.store(true, Ordering::SeqCst);
    let start = tokio::time::Instant::now();
    let error = call().await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert!(
        (29..=31).contains(&start.elapsed().as_secs()),
        "{:?}",
        start.elapsed()
    );
}
