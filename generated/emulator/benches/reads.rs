//! The number of small reads per second, of 32 connections and of one connection with 32 requests in advance.
//!
//! The client sends fixed bytes over plain sockets, and only compares the length of the responses. Pinned to one core,
//! the client and the emulator share it:
//!
//! ```console
//! $ taskset -c 0 cargo bench -p fastly-kv-emulator
//! ```

use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use fastly_kv_emulator::{Emulator, SeedItem, SeedStore};

/// The number of connections, and of requests in advance.
const CONCURRENT: usize = 32;
const SAMPLES: usize = 21;
const SAMPLE: Duration = Duration::from_millis(200);

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo test --benches` passes no `--bench`, and only checks that the benchmark runs.
    let is_measured = std::env::args().any(|argument| argument == "--bench");
    let emulator = Emulator::builder().start_blocking()?;
    let id = emulator.seed_store(SeedStore::new("bench"))?;
    emulator.seed_item(&id, SeedItem::new("key", "v".repeat(100)))?;
    let request =
        format!("GET /resources/stores/kv/{id}/keys/key HTTP/1.1\r\nhost: emulator\r\n\r\n");
    let request = request.as_bytes();

    let mut connections = Vec::new();
    for _ in 0..CONCURRENT {
        let connection = TcpStream::connect(emulator.address())?;
        connection.set_nodelay(true)?;
        connections.push(connection);
    }
    let length = response_length(&mut connections[0], request)?;
    let mut buffer = vec![0; length * CONCURRENT];

    let samples = if is_measured { SAMPLES } else { 1 };
    let concurrent = median(samples, || {
        for connection in &mut connections {
            connection.write_all(request)?;
        }
        for connection in &mut connections {
            connection.read_exact(&mut buffer[..length])?;
        }
        Ok(())
    })?;
    println!("{CONCURRENT} connections: {concurrent} reads per second (median of {samples})");

    let requests = request.repeat(CONCURRENT);
    let pipelined = median(samples, || {
        connections[0].write_all(&requests)?;
        connections[0].read_exact(&mut buffer)
    })?;
    println!("1 connection, pipelined: {pipelined} reads per second (median of {samples})");
    Ok(())
}

/// Returns the length of a response with its head.
fn response_length(connection: &mut TcpStream, request: &[u8]) -> Result<usize, Box<dyn Error>> {
    connection.write_all(request)?;
    let mut response = Vec::new();
    while !response.ends_with(&[b'v'; 100]) {
        let mut byte = [0];
        connection.read_exact(&mut byte)?;
        response.push(byte[0]);
    }
    Ok(response.len())
}

/// Returns the median number of reads per second, where a round is `CONCURRENT` reads.
fn median(
    samples: usize,
    mut round: impl FnMut() -> std::io::Result<()>,
) -> Result<u128, Box<dyn Error>> {
    let mut rates = Vec::new();
    for _ in 0..samples {
        let start = Instant::now();
        let mut reads = 0;
        while start.elapsed() < SAMPLE {
            round()?;
            reads += CONCURRENT as u128;
        }
        rates.push(reads * 1_000_000 / start.elapsed().as_micros());
    }
    rates.sort_unstable();
    Ok(rates[samples / 2])
}
