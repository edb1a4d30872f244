//! Tests of response bodies with encodings, over sockets.

use openapi_crate_runtime::{Body, Error};

use crate::peer::Server;
use crate::{GET_THING, client, get, soon};

/// A response with these header lines and body.
async fn server(head: &str, body: &[u8]) -> Server {
    let length = body.len();
    let mut response =
        format!("HTTP/1.1 200 OK\r\n{head}content-length: {length}\r\n\r\n").into_bytes();
    response.extend_from_slice(body);
    Server::responding_with(response).await
}

async fn assert_unsupported(head: &str, body: &[u8], codings: &str) {
    let server = server(head, body).await;
    let client = client(&server.url);
    let call = || client.call(&GET_THING).path("id", "1");
    let bytes = async { call().send_stream().await?.bytes().await.map(drop) };
    let errors = [
        get(&client).await.map(drop),
        soon(call().send_text()).await.map(drop),
        soon(call().send_optional_json::<u32>(&[])).await.map(drop),
        soon(bytes).await,
    ];
    for error in errors {
        let error = error.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        let text = format!("the body has an unsupported encoding (`content-encoding: {codings}`)");
        assert!(error.to_string().contains(&text), "{error}");
    }
}

#[tokio::test]
async fn an_unsupported_encoding_is_an_error_even_if_the_body_looks_decoded() {
    for coding in [
        "br",
        "zstd",
        "deflate",
        "aes128gcm",
        "gzip, br",
        "gzip, gzip",
    ] {
        assert_unsupported(&format!("content-encoding: {coding}\r\n"), b"1", coding).await;
    }
}

#[tokio::test]
async fn several_lines_are_one_list() {
    let lines = "content-encoding: identity\r\ncontent-encoding: br\r\n";
    assert_unsupported(lines, b"1", "br").await;
    let lines = "content-encoding: gzip\r\ncontent-encoding: br\r\n";
    assert_unsupported(lines, b"1", "gzip, br").await;
    let lines = "content-encoding: gzip\r\ncontent-encoding: gzip\r\n";
    assert_unsupported(lines, b"1", "gzip, gzip").await;
    let lines = "content-encoding: Identity\r\ncontent-encoding: ,\r\n";
    let server = server(lines, b"1").await;
    assert_eq!(get(&client(&server.url)).await.unwrap(), 1);
}

#[tokio::test]
async fn the_encoding_of_an_empty_body_has_no_effect() {
    let server = server("content-encoding: br\r\n", b"").await;
    let client = client(&server.url);
    let call = || client.call(&GET_THING).path("id", "1");
    let value = soon(call().send_optional_json::<u32>(&[])).await.unwrap();
    assert_eq!(value.into_inner(), None);
    assert_eq!(*soon(call().send_text()).await.unwrap(), "");
    soon(call().send_empty()).await.unwrap();
}

#[tokio::test]
async fn an_error_body_with_an_unsupported_encoding_has_no_message_and_no_value() {
    let response = "HTTP/1.1 400 Bad Request\r\ncontent-encoding: br\r\ncontent-length: 1\r\n\r\n1";
    let server = Server::responding_with(response).await;
    let Err(Error::Api(error)) = get(&client(&server.url)).await else {
        panic!("expected an API error")
    };
    assert_eq!(error.message(), None);
    assert!(matches!(error.json::<u32>(), Err(Error::Decode(_))));
}

#[tokio::test]
async fn a_forwarded_body_is_not_encoded() {
    let server = server("content-encoding: br\r\n", b"1").await;
    let call = client(&server.url).call(&GET_THING).path("id", "1");
    assert!(
        soon(call.send_stream())
            .await
            .map(|body| Body::from(body.into_inner()))
            .is_err()
    );
}

#[cfg(feature = "gzip")]
mod gzip {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use futures::TryStreamExt as _;
    use openapi_crate_runtime::Error;

    use super::server;
    use crate::peer::Server;
    use crate::{GET_THING, client, get, messages, soon};

    const GZIP: &str = "content-encoding: gzip\r\n";

    fn member(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[tokio::test]
    async fn several_members_are_one_body() {
        let body = [member(b"{\"a\""), member(b""), member(b":1}")].concat();
        for head in [
            GZIP,
            "content-encoding: x-gzip\r\n",
            "Content-Encoding: identity, GZIP\r\n",
        ] {
            let server = server(head, &body).await;
            let value = get(&client(&server.url)).await.unwrap();
            assert_eq!(value, serde_json::json!({"a": 1}), "{head}");
        }
    }

    #[tokio::test]
    async fn a_member_may_end_anywhere_in_a_chunk() {
        let body = [member(b"[1,"), member(b"2]")].concat();
        let server = Server::start(move |mut peer| {
            let body = body.clone();
            async move {
                peer.read().await;
                peer.write(format!(
                    "HTTP/1.1 200 OK\r\n{GZIP}transfer-encoding: chunked\r\n\r\n"
                ))
                .await;
                for byte in body {
                    peer.write([b"1\r\n", &[byte][..], b"\r\n"].concat()).await;
                }
                peer.write("0\r\n\r\n").await;
            }
        })
        .await;
        let value = get(&client(&server.url)).await.unwrap();
        assert_eq!(value, serde_json::json!([1, 2]));
    }

    #[tokio::test]
    async fn data_that_is_incomplete_or_corrupt_is_an_error() {
        let whole = member(b"[1, 2, 3]");
        let mut corrupt = whole.clone();
        let crc = corrupt.len() - 8;
        corrupt[crc] ^= 1;
        let bodies = [
            whole[..whole.len() - 1].to_vec(),
            whole[..whole.len() - 9].to_vec(),
            whole[..5].to_vec(),
            [&whole[..], &whole[..12]].concat(),
            [&whole[..], b"garbage"].concat(),
            corrupt,
            b"[1, 2, 3]".to_vec(),
        ];
        for body in bodies {
            let server = server(GZIP, &body).await;
            let error = get(&client(&server.url)).await.unwrap_err();
            assert!(
                matches!(&error, Error::Body(error) if !error.is_request()),
                "{error:?}"
            );
            assert!(messages(&error).len() > 1);
        }
    }

    #[tokio::test]
    async fn a_large_body_is_decompressed_in_small_chunks() {
        let zeros = vec![0; 64 * 1024 * 1024];
        let server = server(GZIP, &[member(&zeros), member(b"end")].concat()).await;
        let call = client(&server.url).call(&GET_THING).path("id", "1");
        let mut body = soon(call.send_stream()).await.unwrap().into_inner();
        let (mut total, mut largest) = (0, 0);
        while let Some(chunk) = body.try_next().await.unwrap() {
            total += chunk.len();
            largest = largest.max(chunk.len());
        }
        assert_eq!(total, zeros.len() + 3);
        assert!(largest < 2 * 1024 * 1024, "{largest}");
    }

    #[tokio::test]
    async fn an_empty_body_is_empty() {
        let server = server(GZIP, b"").await;
        let call = client(&server.url).call(&GET_THING).path("id", "1");
        assert_eq!(*soon(call.send_text()).await.unwrap(), "");
    }

    /// A line of a stream is decompressed when it arrives, not when the body ends.
    #[tokio::test]
    async fn bytes_are_decompressed_as_they_arrive() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(b"1\n").unwrap();
        encoder.flush().unwrap();
        let start = encoder.get_ref().clone();
        let server = Server::start(move |mut peer| {
            let start = start.clone();
            async move {
                peer.read().await;
                let length = start.len() + 100;
                peer.write(format!(
                    "HTTP/1.1 200 OK\r\n{GZIP}content-length: {length}\r\n\r\n"
                ))
                .await;
                peer.write(&start).await;
                peer.stall().await;
            }
        })
        .await;
        let call = client(&server.url).call(&GET_THING).path("id", "1");
        let mut lines = soon(call.send_json_lines::<u32>())
            .await
            .unwrap()
            .into_inner();
        assert_eq!(soon(lines.try_next()).await.unwrap(), Some(1));
    }
}
