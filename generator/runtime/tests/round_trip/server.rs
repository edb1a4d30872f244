//! A server that records requests byte for byte.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The head of a request: its target and its header lines.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) target: String,
    headers: Vec<(String, String)>,
}

impl Request {
    fn parse(head: &[u8]) -> Self {
        let head = std::str::from_utf8(head).expect("a head in UTF-8");
        let mut lines = head.trim_end_matches("\r\n").split("\r\n");
        let mut first = lines.next().expect("a request line").split(' ');
        let (method, target, version) =
            (first.next(), first.next().expect("a target"), first.next());
        assert_eq!(
            (method, version, first.next()),
            (Some("GET"), Some("HTTP/1.1"), None),
            "{head:?}"
        );
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(':').expect("a header line");
            // Optional whitespace around a value is not part of it (RFC 9110, section 5.5).
            (name.to_owned(), value.trim_matches([' ', '\t']).to_owned())
        });
        Self {
            target: target.to_owned(),
            headers: headers.collect(),
        }
    }

    /// Returns the header with this name. Panics if there is more than one.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self
            .headers
            .iter()
            .filter(|(is, _)| is.eq_ignore_ascii_case(name));
        let value = values.next();
        assert!(
            values.next().is_none(),
            "more than one line {name}: {self:?}"
        );
        value.map(|(_, value)| value.as_str())
    }
}

/// A server that records the heads of all requests and sends empty responses.
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::<Mutex<Vec<Request>>>::default();
        let kept = Arc::clone(&requests);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(stream, Arc::clone(&kept)));
            }
        });
        Self { url, requests }
    }

    /// Returns the requests since the last call.
    pub(crate) fn requests(&self) -> Vec<Request> {
        std::mem::take(&mut self.requests.lock().unwrap())
    }
}

async fn serve(mut stream: TcpStream, requests: Arc<Mutex<Vec<Request>>>) {
    let mut read = Vec::new();
    while stream
        .read_buf(&mut read)
        .await
        .is_ok_and(|length| length > 0)
    {
        while let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = read.drain(..end + 4).collect::<Vec<_>>();
            requests.lock().unwrap().push(Request::parse(&head));
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
                .await
                .unwrap();
        }
    }
}
