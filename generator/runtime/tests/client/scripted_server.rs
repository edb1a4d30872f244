//! A scripted server on a socket.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A step of a connection's script. The connection is closed after the last step.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    /// Reads a request with its body.
    Read,
    /// Writes a string.
    Write(&'static str),
    /// Writes bytes.
    WriteBytes(&'static [u8]),
    /// Writes bytes this many times, or until the client closes the connection.
    Repeat(&'static [u8], usize),
    /// Waits briefly.
    Pause,
    /// Waits forever.
    Stall,
}

/// A server that plays one script per connection, and then stops accepting.
pub(crate) struct ScriptedServer {
    pub(crate) url: String,
    requests: JoinHandle<Vec<String>>,
}

impl ScriptedServer {
    pub(crate) async fn new(scripts: Vec<Vec<Step>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = tokio::spawn(async move {
            let mut connections = Vec::new();
            for script in scripts {
                let (stream, _) = listener.accept().await.unwrap();
                connections.push(tokio::spawn(play(script, stream)));
            }
            let mut requests = Vec::new();
            for connection in connections {
                requests.extend(connection.await.unwrap());
            }
            requests
        });
        Self { url, requests }
    }

    /// Returns the requests, head and body, after all scripts have been played.
    pub(crate) async fn requests(self) -> Vec<String> {
        self.requests.await.unwrap()
    }
}

async fn play(script: Vec<Step>, mut stream: TcpStream) -> Vec<String> {
    let mut requests = Vec::new();
    for step in script {
        match step {
            Step::Read => requests.push(read_request(&mut stream).await.unwrap()),
            Step::Write(text) => stream.write_all(text.as_bytes()).await.unwrap(),
            Step::WriteBytes(bytes) => stream.write_all(bytes).await.unwrap(),
            Step::Repeat(bytes, times) => {
                for _ in 0..times {
                    if stream.write_all(bytes).await.is_err() {
                        break;
                    }
                }
            }
            Step::Pause => tokio::time::sleep(Duration::from_millis(50)).await,
            Step::Stall => std::future::pending().await,
        }
    }
    requests
}

async fn read_request(stream: &mut TcpStream) -> io::Result<String> {
    let mut text = String::new();
    while !is_complete(&text) {
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer).await?;
        if read == 0 {
            break;
        }
        text.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
    }
    Ok(text)
}

fn is_complete(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let head = head.to_ascii_lowercase();
    if head.contains("\r\ntransfer-encoding: chunked") {
        return body.ends_with("0\r\n\r\n");
    }
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}
