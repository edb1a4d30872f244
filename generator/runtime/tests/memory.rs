//! Tests that large bodies and batches use constant memory.
//!
//! The process reads its own peak memory from the kernel. The server is a thread of the same process with a single
//! buffer, so the peak is an upper bound of the client's memory.

#![cfg(target_os = "linux")]
#![allow(missing_docs, reason = "the names of tests describe them")]

use std::future::Future;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Mutex, PoisonError};
use std::{fs, thread};

use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use openapi_crate_runtime::{
    Api, Body, BoxError, ByteStream, Client, ClientBuilder, Method, NdJson, Operation, Parameter,
    Repeat, Response, Segment,
};

const MIB: u64 = 1024 * 1024;

/// The maximum growth of memory during a call.
const MAX_GROWTH: u64 = 16 * MIB;

/// The size of a body.
const SIZE: u64 = 1024 * MIB;

/// The number of items in a batch.
const ITEMS: u64 = 1_000_000;

static API: Api = Api {
    user_agent: "memory",
    server: "",
    security_schemes: &[],
    security: &[],
    rate_limit: None,
};

const UP: Operation = Operation {
    id: "upload",
    method: Method::PUT,
    extension_method: None,
    path: &[Segment::Literal("/")],
    parameters: &[],
    accept: "*/*",
    security: &[],
    repeat: Repeat::Never,
    server: None,
    query: None,
    expects_redirect: false,
};

static UPLOAD: Operation = UP;
static DOWNLOAD: Operation = Operation {
    id: "download",
    method: Method::GET,
    path: &[Segment::Literal("/"), Segment::Parameter(0)],
    parameters: &[Parameter::path("size")],
    ..UP
};

/// Returns the process's resident memory in bytes: current (`VmRSS`) or peak (`VmHWM`).
fn resident(line: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let kib = status
        .lines()
        .find_map(|text| text.strip_prefix(line)?.strip_suffix("kB"))
        .unwrap();
    kib.trim().parse::<u64>().unwrap() * 1024
}

/// Returns the peak growth of the process's memory during `work`, which gets a new client, or `None` if the kernel does
/// not allow a process to reset its peak.
fn growth<F: Future<Output = ()>>(work: impl FnOnce(Client) -> F) -> Option<u64> {
    // The peak is that of the whole process, so only one test may run at a time.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let client = ClientBuilder::new(&API)
        .base_url(serve())
        .unwrap()
        .build()
        .unwrap();
    // proc(5): writing 5 resets the peak to the current value.
    if let Err(error) = fs::write("/proc/self/clear_refs", "5") {
        eprintln!("skipped: this process cannot reset its peak: {error}");
        return None;
    }
    let before = resident("VmRSS:");
    runtime.block_on(work(client));
    let growth = resident("VmHWM:").saturating_sub(before);
    eprintln!("grew by {} KiB", growth / 1024);
    Some(growth)
}

fn assert_flat<F: Future<Output = ()>>(work: impl FnOnce(Client) -> F) {
    if let Some(growth) = growth(work) {
        assert!(growth < MAX_GROWTH, "grew by {growth} bytes");
    }
}

/// Starts a server that sends as many bytes as requested, and reports how many it receives. Returns its URL.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || respond(&mut listener.accept().unwrap().0));
    url
}

/// Responds to one request.
fn respond(stream: &mut TcpStream) {
    let mut buffer = vec![0; 64 * 1024];
    let mut filled = 0;
    let head = loop {
        filled += stream.read(&mut buffer[filled..]).unwrap();
        if let Some(end) = buffer[..filled]
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
        {
            break end + 4;
        }
    };
    let text = String::from_utf8(buffer[..head].to_vec()).unwrap();
    if let Some(asked) = text
        .strip_prefix("GET /")
        .and_then(|text| text.split(' ').next())
    {
        return send_down(stream, &buffer, asked.parse().unwrap());
    }
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse::<u64>().ok());
    let mut received = (filled - head) as u64;
    let mut last = [0; 5];
    let mut keep = |bytes: &[u8]| {
        let tail = [&last[..], bytes].concat();
        last.copy_from_slice(&tail[tail.len() - 5..]);
        last
    };
    let mut end = keep(&buffer[head..filled]);
    while length.map_or(&end != b"0\r\n\r\n", |length| received < length) {
        let read = stream.read(&mut buffer).unwrap();
        assert!(read > 0, "the request ended after {received} bytes");
        received += read as u64;
        end = keep(&buffer[read.saturating_sub(64)..read]);
    }
    let response = received.to_string();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{response}",
        response.len()
    )
    .unwrap();
}

fn send_down(stream: &mut TcpStream, buffer: &[u8], size: u64) {
    write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {size}\r\n\r\n").unwrap();
    for _ in 0..size / buffer.len() as u64 {
        stream.write_all(buffer).unwrap();
    }
}

/// A body that is generated while it is read.
fn chunks() -> impl futures::Stream<Item = Result<Bytes, BoxError>> + Send + 'static {
    const CHUNK: u64 = 64 * 1024;
    stream::iter(0..SIZE / CHUNK).map(|_| Ok(Bytes::from(vec![b'x'; 64 * 1024])))
}

async fn download(client: &Client, size: u64) -> ByteStream {
    client
        .call(&DOWNLOAD)
        .path("size", &size)
        .send_stream()
        .await
        .unwrap()
        .into_stream()
}

/// Sends a body, and returns the number of bytes that the server received.
async fn upload(client: &Client, body: Body) -> u64 {
    let response = client
        .call(&UPLOAD)
        .body("application/octet-stream", body)
        .send_text()
        .await
        .unwrap();
    response.parse().unwrap()
}

#[test]
fn a_body_in_memory_is_measured() {
    let growth = growth(|client| async move {
        assert_eq!(
            download(&client, 4 * MAX_GROWTH)
                .await
                .bytes()
                .await
                .unwrap()
                .len() as u64,
            4 * MAX_GROWTH
        );
    });
    // Part of the body may be in memory that an earlier test has freed but not returned to the kernel.
    assert!(
        growth.is_none_or(|growth| growth >= 2 * MAX_GROWTH),
        "measured only {growth:?} bytes"
    );
}

#[test]
fn sending_a_stream_of_known_length_uses_constant_memory() {
    assert_flat(|client| async move {
        assert_eq!(
            upload(&client, Body::from_stream(chunks()).with_length(SIZE)).await,
            SIZE
        );
    });
}

#[test]
fn sending_a_stream_of_unknown_length_uses_constant_memory() {
    assert_flat(|client| async move {
        assert!(upload(&client, Body::from_stream(chunks())).await > SIZE);
    });
}

#[test]
fn receiving_a_stream_uses_constant_memory() {
    assert_flat(|client| async move {
        let mut stream = download(&client, SIZE).await;
        let mut received = 0;
        while let Some(chunk) = stream.try_next().await.unwrap() {
            received += chunk.len() as u64;
        }
        assert_eq!(received, SIZE);
    });
}

#[test]
fn forwarding_a_body_uses_constant_memory() {
    let from = ClientBuilder::new(&API)
        .base_url(serve())
        .unwrap()
        .build()
        .unwrap();
    assert_flat(|client| async move {
        let down = download(&from, SIZE).await;
        assert_eq!(
            upload(&client, Body::from(down).with_length(SIZE)).await,
            SIZE
        );
    });
}

#[test]
fn sending_a_million_items_uses_constant_memory() {
    assert_flat(|client| async move {
        let items = (0..ITEMS).map(|number| ("a key of some length", number));
        let call = client.call(&UPLOAD).ndjson("application/x-ndjson", items);
        let received = call.send_text().await.unwrap().parse::<u64>().unwrap();
        assert!(received > ITEMS * 30, "{received}");
    });
}

#[test]
fn sending_a_stream_of_a_million_items_uses_constant_memory() {
    assert_flat(|client| async move {
        let items = stream::iter(0..ITEMS)
            .map(|number| Ok::<_, BoxError>(("a key of some length", number)));
        let call = client
            .call(&UPLOAD)
            .ndjson("application/x-ndjson", NdJson::from_stream(items));
        let received = call.send_text().await.unwrap().parse::<u64>().unwrap();
        assert!(received > ITEMS * 30, "{received}");
    });
}

/// Responds to every request of a connection with a large body and then with small ones.
fn serve_small(value: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let large = vec![b'x'; usize::try_from(MIB).unwrap()];
        let mut buffer = [0; 4096];
        let mut body = &large[..];
        while stream.read(&mut buffer).unwrap() > 0 {
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
            stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
            body = value;
        }
    });
    url
}

/// Returns the memory that each value takes that is kept after its call.
fn retained<T, F: Future<Output = T>>(read: impl Fn(Response<ByteStream>) -> F) -> Option<u64> {
    const VALUES: u64 = 4000;
    let growth = growth(|_| async {
        let client = ClientBuilder::new(&API)
            .base_url(serve_small(&[b'v'; 100]))
            .unwrap()
            .build()
            .unwrap();
        let mut kept = Vec::new();
        for _ in 0..VALUES {
            let call = client.call(&DOWNLOAD).path("size", "0").send_stream();
            kept.push(read(call.await.unwrap()).await);
        }
        assert_eq!(kept.len() as u64, VALUES);
    })?;
    // The large response and the client itself take 3 MiB at most.
    Some(growth.saturating_sub(3 * MIB) / VALUES)
}

#[test]
fn small_values_do_not_keep_the_buffers_of_the_connection() {
    let sizes = [
        retained(|response| async { response.bytes().await.unwrap() }),
        retained(|response| async { response.text().await.unwrap() }),
    ];
    let responses = retained(|response| async {
        let headers = response.headers().clone();
        let length = response.bytes().await.unwrap().len();
        (headers, length)
    });
    eprintln!("bytes per value: {sizes:?}, per response: {responses:?}");
    for size in sizes.into_iter().flatten() {
        assert!(size < 512, "each value takes {size} bytes");
    }
    assert!(
        responses < Some(512),
        "each response takes {responses:?} bytes"
    );
}
