//! A minimal HTTP/1.1 client, which sends bytes as they are.
#![allow(
    dead_code,
    reason = "each program that includes this module uses only some of it"
)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// A response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// With names in lower case.
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// Parses the bytes of one response, whose body extends to the end.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let (head, body) = (&bytes[..end], bytes.get(end + 4..)?);
        let mut lines = head.split(|byte| *byte == b'\n');
        let status = std::str::from_utf8(lines.next()?).ok()?;
        let status = status.strip_prefix("HTTP/1.")?.get(2..5)?.parse().ok()?;
        let header = |line: &[u8]| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            let name = String::from_utf8_lossy(&line[..colon]).to_ascii_lowercase();
            Some((name, line[colon + 1..].trim_ascii().to_vec()))
        };
        Some(Self {
            status,
            headers: lines.map(header).collect::<Option<_>>()?,
            body: body.to_vec(),
        })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().find(|(found, _)| found == name)?;
        std::str::from_utf8(value).ok()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {:?}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends a request on a new connection, and returns its response.
pub(crate) fn send(
    address: SocketAddr,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Response {
    let mut request = format!("{method} {target} HTTP/1.1\r\nhost: {address}\r\n").into_bytes();
    for (name, value) in headers {
        request.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    let length = format!(
        "content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    request.extend_from_slice(length.as_bytes());
    request.extend_from_slice(body);
    let bytes = exchange(address, &request);
    Response::parse(&bytes).unwrap_or_else(|| {
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        panic!("{method} {target}: no response, but {shown:?}")
    })
}

/// Sends bytes on a new connection, and returns the bytes of the responses until the connection is closed.
pub(crate) fn exchange(address: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut connection = connect(address);
    // The emulator may refuse the request, and close the connection, before all of it is sent.
    let _ = connection.write_all(bytes);
    let mut response = Vec::new();
    let _ = connection.read_to_end(&mut response);
    response
}

/// Opens a connection whose reads time out after ten seconds.
pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let connection = TcpStream::connect(address).expect("a connection");
    let timeout = Some(Duration::from_secs(10));
    connection.set_read_timeout(timeout).expect("a timeout");
    connection.set_write_timeout(timeout).expect("a timeout");
    connection
}
