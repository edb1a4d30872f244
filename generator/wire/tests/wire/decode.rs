//! Decodes request bodies: forms by the URL standard, and multipart bodies by RFC 7578.

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
