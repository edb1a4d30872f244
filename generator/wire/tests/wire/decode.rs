//! Decodes request bodies: forms by the URL standard, forms with files by RFC 7578, and other multipart bodies by RFC 2046.

use bytes::Bytes;
use futures::stream;

/// Decodes the fields of a form by the URL standard.
pub(crate) fn decoded(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}

pub(crate) fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// The name, file name, content type and content of a part.
pub(crate) type Decoded = (String, Option<String>, Option<String>, Bytes);

pub(crate) async fn parts(request: &http::Request<Bytes>) -> Vec<Decoded> {
    let content_type = request.headers()["content-type"].to_str().unwrap();
    let boundary = multer::parse_boundary(content_type).unwrap();
    let body = stream::iter([Ok::<_, std::io::Error>(request.body().clone())]);
    let mut multipart = multer::Multipart::new(body, boundary);
    let mut parts = Vec::new();
    while let Some(part) = multipart.next_field().await.unwrap() {
        let name = part.name().unwrap().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let content_type = part.content_type().map(ToString::to_string);
        parts.push((name, file_name, content_type, part.bytes().await.unwrap()));
    }
    parts
}

pub(crate) fn part(
    name: &str,
    file_name: Option<&str>,
    content_type: Option<&str>,
    content: &'static str,
) -> Decoded {
    (
        name.to_owned(),
        file_name.map(str::to_owned),
        content_type.map(str::to_owned),
        content.into(),
    )
}

/// A part without a name: its headers, with names in lower case, and its content.
pub(crate) type Positional = (Vec<(String, String)>, Bytes);

/// Splits a body by RFC 2046, section 5.1.1. Panics if it is not exactly as the grammar requires.
pub(crate) fn positional_parts(request: &http::Request<Bytes>) -> Vec<Positional> {
    let content_type = request.headers()["content-type"].to_str().unwrap();
    let (_, boundary) = content_type.split_once("boundary=").unwrap();
    let mut rest = request.body().as_ref();
    let mut parts = Vec::new();
    rest = rest
        .strip_prefix(format!("--{boundary}").as_bytes())
        .unwrap();
    let delimiter = format!("\r\n--{boundary}");
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let end = find(part, delimiter.as_bytes()).unwrap();
        let (part, after) = part.split_at(end);
        rest = &after[delimiter.len()..];
        let (head, content) = match part.strip_prefix(b"\r\n") {
            Some(content) => (&b""[..], content),
            None => {
                let end = find(part, b"\r\n\r\n").unwrap();
                (&part[..end], &part[end + 4..])
            }
        };
        let lines = std::str::from_utf8(head).unwrap().split("\r\n");
        let headers = lines.filter(|line| !line.is_empty()).map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_ascii_lowercase(), value.to_owned())
        });
        parts.push((headers.collect(), Bytes::copy_from_slice(content)));
    }
    assert_eq!(rest, b"--\r\n");
    parts
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

pub(crate) fn positional(headers: &[(&str, &str)], content: &'static str) -> Positional {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    (headers.collect(), content.into())
}
