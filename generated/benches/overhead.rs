//! Benchmark of the overhead of a call, compared with the same call written by hand with `reqwest`.
//!
//! The two calls alternate on one thread, each with its own connection, so that other load on the machine affects both
//! equally. (Measured one after the other, two runs of the same code differ by about 10 %.) The result is the median of
//! the ratios of all rounds. A server on a second thread sends prepared responses. CPU time (Linux only) is that of the
//! client's thread.

#![allow(missing_docs, reason = "a benchmark is a program")]

use std::fs;
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use fastly_kv_store::Client;
use fastly_kv_store::types::StoreResponse;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue, USER_AGENT};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

const STORE: &str = r#"{"id":"w8Fq3LmZ1xTn6PdRyK0sVb","name":"assets","created_at":"2025-11-03 07:15:09","updated_at":"2025-12-24 18:00:01"}"#;

/// The maximum size of a value in bytes.
const VALUE: usize = 25_000_000;

fn main() {
    // `cargo bench` passes `--bench`; a test run needs only one round.
    let measured = std::env::args().any(|argument| argument == "--bench");
    let rounds = |rounds| if measured { rounds } else { 1 };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let url = serve();
    runtime.block_on(async {
        let (ours, other, again) = (Ours::new(&url), ByHand::new(&url), Ours::new(&url));
        println!(
            "{:<24} {:>12} {:>12} {:>8} {:>8}",
            "", "this crate", "by hand", "time", "cpu"
        );
        pair(
            "small JSON response",
            rounds(2000),
            20,
            &mut async || ours.store().await,
            &mut async || {
                other.store().await;
            },
        )
        .await;
        pair(
            "25 MB down",
            rounds(100),
            1,
            &mut async || ours.down().await,
            &mut async || other.down().await,
        )
        .await;
        pair(
            "25 MB up",
            rounds(100),
            1,
            &mut async || ours.up().await,
            &mut async || other.up().await,
        )
        .await;
        // The difference between two calls of the same code is the noise level.
        pair(
            "the crate and itself",
            rounds(2000),
            20,
            &mut async || ours.store().await,
            &mut async || {
                again.store().await;
            },
        )
        .await;
    });
}

/// The calls, made with this crate.
struct Ours {
    client: Client,
    value: Bytes,
}

impl Ours {
    fn new(url: &str) -> Self {
        let builder = Client::builder()
            .token("token")
            .base_url(url)
            .expect("a URL");
        Self {
            client: builder.build().expect("a client"),
            value: Bytes::from(vec![b'x'; VALUE]),
        }
    }

    async fn store(&self) {
        let store = self
            .client
            .kv_store()
            .get_store("w8Fq3LmZ1xTn6PdRyK0sVb")
            .send()
            .await
            .expect("a store");
        assert_eq!(store.name.as_deref(), Some("assets"));
    }

    async fn down(&self) {
        let item = self
            .client
            .kv_store_item()
            .get_item("w8Fq3LmZ1xTn6PdRyK0sVb", "key")
            .send()
            .await;
        assert_eq!(
            item.expect("an item").bytes().await.expect("a value").len(),
            VALUE
        );
    }

    async fn up(&self) {
        let call = self
            .client
            .kv_store_item()
            .upsert_item("w8Fq3LmZ1xTn6PdRyK0sVb", "key");
        call.body(self.value.clone())
            .send()
            .await
            .expect("a response");
    }
}

/// The same calls, written by hand: same headers, same types, same checks.
struct ByHand {
    client: reqwest::Client,
    url: String,
    token: HeaderValue,
    value: Bytes,
}

impl ByHand {
    fn new(url: &str) -> Self {
        let client = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .build()
            .expect("a client");
        let mut token = HeaderValue::from_static("token");
        token.set_sensitive(true);
        Self {
            client,
            url: url.to_owned(),
            token,
            value: Bytes::from(vec![b'x'; VALUE]),
        }
    }

    fn headers(
        &self,
        request: reqwest::RequestBuilder,
        accept: &'static str,
    ) -> reqwest::RequestBuilder {
        let token = (HeaderName::from_static("fastly-key"), self.token.clone());
        request
            .header(USER_AGENT, "by-hand/1.0.0")
            .header(ACCEPT, accept)
            .header(token.0, token.1)
    }

    async fn store(&self) {
        let id = "w8Fq3LmZ1xTn6PdRyK0sVb";
        let request = self
            .client
            .get(format!("{}/resources/stores/kv/{id}", self.url));
        let request = self.headers(request, "application/json");
        let response = request
            .send()
            .await
            .and_then(reqwest::Response::error_for_status)
            .expect("a response");
        let body = response.bytes().await.expect("a body");
        let store = serde_json::from_slice::<StoreResponse>(&body).expect("a store");
        assert_eq!(store.name.as_deref(), Some("assets"));
    }

    async fn down(&self) {
        let id = "w8Fq3LmZ1xTn6PdRyK0sVb";
        let request = self
            .client
            .get(format!("{}/resources/stores/kv/{id}/keys/key", self.url));
        let request = self.headers(request, "application/octet-stream");
        let response = request
            .send()
            .await
            .and_then(reqwest::Response::error_for_status)
            .expect("a response");
        assert_eq!(response.bytes().await.expect("a value").len(), VALUE);
    }

    async fn up(&self) {
        let id = "w8Fq3LmZ1xTn6PdRyK0sVb";
        let request = self
            .client
            .put(format!("{}/resources/stores/kv/{id}/keys/key", self.url));
        let request = self
            .headers(request, "*/*")
            .header(CONTENT_TYPE, "application/octet-stream");
        let response = request.body(self.value.clone()).send().await;
        response
            .and_then(reqwest::Response::error_for_status)
            .expect("a response")
            .bytes()
            .await
            .expect("a body");
    }
}

/// The cost of a number of calls.
#[derive(Clone, Copy)]
struct Cost {
    time: Duration,
    cpu: Duration,
}

/// Measures two calls alternately, and prints the comparison.
async fn pair(
    name: &str,
    rounds: usize,
    calls: u32,
    ours: &mut impl AsyncFnMut(),
    other: &mut impl AsyncFnMut(),
) {
    // Warms up, and establishes the connections.
    for _ in 0..rounds.min(10) {
        ours().await;
        other().await;
    }
    let mut costs = Vec::with_capacity(rounds);
    for round in 0..rounds {
        // The order alternates as well.
        costs.push(if round % 2 == 0 {
            let ours = cost(calls, ours).await;
            (ours, cost(calls, other).await)
        } else {
            let other = cost(calls, other).await;
            (cost(calls, ours).await, other)
        });
    }
    let time = |cost: Cost| cost.time.as_secs_f64();
    let cpu = |cost: Cost| cost.cpu.as_secs_f64();
    let each = |of: &dyn Fn(&(Cost, Cost)) -> f64| median(costs.iter().map(of).collect());
    println!(
        "{name:<24} {:>9.1} µs {:>9.1} µs {:>8.3} {:>8.3}",
        each(&|(ours, _)| time(*ours)) * 1e6 / f64::from(calls),
        each(&|(_, other)| time(*other)) * 1e6 / f64::from(calls),
        each(&|(ours, other)| time(*ours) / time(*other)),
        each(&|(ours, other)| cpu(*ours) / cpu(*other)),
    );
}

async fn cost(calls: u32, call: &mut impl AsyncFnMut()) -> Cost {
    let (start, cpu) = (Instant::now(), thread_time());
    for _ in 0..calls {
        call().await;
    }
    Cost {
        time: start.elapsed(),
        cpu: thread_time().saturating_sub(cpu),
    }
}

/// Returns the CPU time of this thread (proc(5), `schedstat`), or zero if it is not available.
fn thread_time() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text
        .split(' ')
        .next()
        .and_then(|number| number.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Starts a server and returns its URL. One thread serves all connections, so that none runs on a faster core.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    listener
        .set_nonblocking(true)
        .expect("a socket that does not block");
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            let value = Bytes::from(vec![b'x'; VALUE]);
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(respond(stream, value.clone()));
            }
        });
    });
    url
}

/// Responds to the requests of a connection until the client closes it.
async fn respond(stream: TcpStream, value: Bytes) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::with_capacity(256 * 1024, stream);
    let head = "HTTP/1.1 200 OK\r\ncontent-length";
    let small = format!(
        "{head}: {}\r\ncontent-type: application/json\r\n\r\n{STORE}",
        STORE.len()
    );
    let large = format!("{head}: {VALUE}\r\ncontent-type: application/octet-stream\r\n\r\n");
    let mut line = String::new();
    loop {
        line.clear();
        stream.read_line(&mut line).await?;
        let (is_put, is_item) = (line.starts_with("PUT "), line.contains("/keys/"));
        let mut left = 0;
        while !["\r\n", ""].contains(&line.as_str()) {
            line.clear();
            stream.read_line(&mut line).await?;
            left = line
                .strip_prefix("content-length: ")
                .map_or(left, |text| text.trim().parse().unwrap_or(0));
        }
        if line.is_empty() {
            return Ok(());
        }
        while left > 0 {
            let read = stream.fill_buf().await?.len().min(left);
            stream.consume(read);
            left -= read;
        }
        match (is_put, is_item) {
            (true, _) => {
                stream
                    .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
                    .await?;
            }
            (false, true) => {
                stream.write_all(large.as_bytes()).await?;
                stream.write_all(&value).await?;
            }
            (false, false) => stream.write_all(small.as_bytes()).await?,
        }
    }
}
