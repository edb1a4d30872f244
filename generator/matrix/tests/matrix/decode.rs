//! Decodes requests with crates that implement the RFCs.

use bytes::Bytes;
use http::Request;
use percent_encoding::percent_decode_str;

/// The kind of schema that the server decodes by.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    Scalar,
    Array,
    Object,
}

/// Returns the names and values of the position. In a header and in a path, values have no names.
pub(crate) async fn pairs(
    position: &str,
    request: &Request<Bytes>,
    shape: Shape,
) -> Vec<(String, String)> {
    match position {
        "query" => form(request.uri().query().unwrap_or_default().as_bytes()),
        "form" => form(request.body()),
        "cookie" => cookies(request),
        "header" => {
            let values = request.headers().get_all("value").iter();
            let values = values.map(|value| std::str::from_utf8(value.as_bytes()).unwrap());
            values.flat_map(|value| split(value, shape)).collect()
        }
        "path" => {
            let (_, last) = request.uri().path().rsplit_once('/').unwrap();
            let parts = split(last, shape).into_iter();
            parts
                .map(|(name, part)| (decoded(&name), decoded(&part)))
                .collect()
        }
        "part" => parts(request).await,
        _ => panic!("{position}"),
    }
}

fn form(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).into_owned().collect()
}

/// Splits a value of style `simple` without `explode`.
fn split(text: &str, shape: Shape) -> Vec<(String, String)> {
    let parts: Vec<&str> = text.split(',').collect();
    match shape {
        Shape::Scalar => vec![(String::new(), text.to_owned())],
        Shape::Array => parts
            .iter()
            .map(|part| (String::new(), (*part).to_owned()))
            .collect(),
        Shape::Object => {
            let pairs = parts.chunks(2);
            pairs
                .map(|pair| (pair[0].to_owned(), pair[1].to_owned()))
                .collect()
        }
    }
}

/// Returns the cookies (RFC 6265, section 4.2.1), which OpenAPI percent-encodes.
fn cookies(request: &Request<Bytes>) -> Vec<(String, String)> {
    let Some(header) = request.headers().get("cookie") else {
        return Vec::new();
    };
    let pairs = header.to_str().unwrap().split("; ");
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap());
    pairs
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

async fn parts(request: &Request<Bytes>) -> Vec<(String, String)> {
    let content_type = request.headers()["content-type"].to_str().unwrap();
    let boundary = multer::parse_boundary(content_type).unwrap();
    let body = request.body().clone();
    let stream = futures_util::stream::once(async move { Ok::<_, std::io::Error>(body) });
    let mut multipart = multer::Multipart::new(stream, boundary);
    let mut parts = Vec::new();
    while let Some(field) = multipart.next_field().await.unwrap() {
        let name = field.name().unwrap().to_owned();
        parts.push((name, field.text().await.unwrap()));
    }
    parts
}
