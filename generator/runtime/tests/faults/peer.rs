//! A programmable server on a socket.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A server with a custom handler for each connection.
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
                // Separate writes must be sent separately.
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

    /// Sends the same bytes in response to every request of every connection.
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

    /// Sends these bytes in response to the first request of each connection, and closes the connection.
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

    /// Returns the number of accepted connections.
    pub(crate) fn accepted(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }
}

/// The server's end of a connection, which is closed on drop.
pub(crate) struct Peer {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Peer {
    /// Reads the next request, head and body, or returns `None` if the client has closed the connection.
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

    /// Reads the head of the next request, and leaves the body unread.
    pub(crate) async fn read_head(&mut self) {
        while !self.read.windows(4).any(|window| window == b"\r\n\r\n") {
            assert!(self.stream.read_buf(&mut self.read).await.unwrap() > 0);
        }
    }

    /// Writes bytes. Ignores errors, because the client may have disconnected.
    pub(crate) async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.stream.write_all(bytes.as_ref()).await;
    }

    /// Resets the connection: the client receives RST instead of FIN.
    pub(crate) fn reset(self) {
        self.stream.set_zero_linger().unwrap();
    }

    /// Waits until the client has read the data, because a reset discards unread data.
    pub(crate) async fn pause(&self) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    /// Keeps the connection open without sending anything.
    pub(crate) async fn stall(self) {
        std::future::pending::<()>().await;
    }
}

/// Returns the length of the first request, if it is complete.
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
