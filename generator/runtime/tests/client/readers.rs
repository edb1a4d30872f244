//! Tests of request bodies from readers and files.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body_util::BodyExt as _;
use openapi_crate_runtime::{Body, Error};
use tokio::io::{AsyncRead, AsyncReadExt as _, ReadBuf};

use crate::fixture::{PUT_THING, Recorder};

async fn sent(body: Body) -> Result<http::Request<Bytes>, Error> {
    let recorder = Recorder::default();
    recorder
        .client()
        .call(&PUT_THING)
        .path("id", "x")
        .body("text/plain", body)
        .send_empty()
        .await?;
    Ok(recorder.request())
}

/// Data whose length is not a multiple of any buffer size.
fn text() -> Vec<u8> {
    (0..200_003_u32).flat_map(u32::to_le_bytes).collect()
}

#[tokio::test]
async fn a_reader_is_read_to_its_end() {
    let request = sent(Body::from_reader(io::Cursor::new(text())))
        .await
        .unwrap();
    assert!(*request.body() == text());
    assert!(!request.headers().contains_key("content-length"));
    let body = Body::from_reader(io::Cursor::new(text())).with_length(800_012);
    assert_eq!(
        sent(body).await.unwrap().headers()["content-length"],
        "800012"
    );
    assert!(
        sent(Body::from_reader(tokio::io::empty()))
            .await
            .unwrap()
            .body()
            .is_empty()
    );
}

#[tokio::test]
async fn a_reader_of_another_length_than_declared_fails() {
    for length in [3, 5] {
        let error = sent(Body::from_reader(&b"four"[..]).with_length(length))
            .await
            .unwrap_err();
        assert!(
            matches!(&error, Error::Body(error) if error.is_request()),
            "{error:?}"
        );
    }
}

/// A reader that yields one byte at a time and then fails.
struct Dripping(&'static [u8]);

impl AsyncRead for Dripping {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Some((first, rest)) = self.0.split_first() else {
            return Poll::Ready(Err(io::Error::other("the disk is gone")));
        };
        buffer.put_slice(&[*first]);
        self.0 = rest;
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn small_reads_are_sent_immediately() {
    let mut body = Body::from_reader(Dripping(b"ab"));
    for expected in ["a", "b"] {
        assert_eq!(
            body.frame().await.unwrap().unwrap().into_data().unwrap(),
            expected
        );
    }
    assert!(body.frame().await.unwrap().is_err());
    let error = sent(Body::from_reader(Dripping(b"ab"))).await.unwrap_err();
    assert!(
        matches!(&error, Error::Body(error) if error.is_request()),
        "{error:?}"
    );
    let long = Dripping(text().leak()).take(100_000);
    assert!(sent(Body::from_reader(long)).await.unwrap().body()[..] == text()[..100_000]);
}

#[cfg(feature = "fs")]
#[tokio::test]
async fn a_file_is_sent_with_its_length() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let request = sent(Body::from_file(&path).await.unwrap()).await.unwrap();
    assert_eq!(*request.body(), std::fs::read(&path).unwrap());
    assert_eq!(
        request.headers()["content-length"],
        request.body().len().to_string()
    );
    assert_eq!(
        Body::from_file("/nowhere").await.unwrap_err().kind(),
        io::ErrorKind::NotFound
    );
}
