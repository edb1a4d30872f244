//! A server on a socket that does what a test says, faults included.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A server that deals with each connection as a test says.
pub(crate) struct Server {
    pub(crate) url: String,
    accepted: Arc<AtomicUsize>,
}

impl Server {
    pub(crate) async fn start<F>(serve: impl Fn(Peer) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let accepted = Arc::<AtomicUsize>::default();
        let count = Arc::clone(&accepted);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                // What a test writes in pieces goes out in pieces.
                stream.set_nodelay(true).unwrap();
                count.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(Peer {
                    stream,
                    read: Vec::new(),
                }));
            }
        });
        Self { url, accepted }
    }

    /// Responds every request of every connection with the same bytes.
    pub(crate) async fn responding_with(response: impl Into<Bytes>) -> Self {
        let response = response.into();
        Self::start(move |mut peer| {
            let response = response.clone();
            async move {
                while peer.read().await.is_some() {
                    peer.write(&response).await;
                }
            }
        })
        .await
    }

    /// Responds the first request of every connection with these bytes, and closes it.
    pub(crate) async fn closing(response: impl Into<Bytes>) -> Self {
        let response = response.into();
        Self::start(move |mut peer| {
            let response = response.clone();
            async move {
                peer.read().await;
                peer.write(&response).await;
            }
        })
        .await
    }

    /// How many connections there were.
    pub(crate) fn accepted(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }
}

/// The other end of a connection; dropped, it closes it.
pub(crate) struct Peer {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Peer {
    /// The next request, head and body; `None` if the client has closed the connection.
    pub(crate) async fn read(&mut self) -> Option<String> {
        loop {
            if let Some(length) = complete(&self.read) {
                let request = self.read.drain(..length).collect();
                return Some(String::from_utf8(request).unwrap());
            }
            if self.stream.read_buf(&mut self.read).await.ok()? == 0 {
                return None;
            }
        }
    }

    /// A client that has gone is no fault of the server's.
    pub(crate) async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.stream.write_all(bytes.as_ref()).await;
    }

    /// Breaks the connection off: the client's system sees RST instead of FIN.
    pub(crate) fn reset(self) {
        self.stream.set_zero_linger().unwrap();
    }

    /// Gives the other end time to read what was written, which a reset takes away from it.
    pub(crate) async fn pause(&self) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    /// Does nothing more, and keeps the connection.
    pub(crate) async fn stall(self) {
        std::future::pending::<()>().await;
    }
}

/// How long the request is that the bytes start with, if it is all there.
fn complete(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
    if text.contains("transfer-encoding: chunked") {
        return bytes[head..]
            .windows(5)
            .position(|window| window == b"0\r\n\r\n")
            .map(|end| head + end + 5);
    }
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    Some(head + length.unwrap_or(0)).filter(|end| bytes.len() >= *end)
}
