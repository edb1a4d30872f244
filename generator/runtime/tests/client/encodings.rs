//! Tests of compressed response bodies.

use openapi_crate_runtime::Error;

use crate::fixture::{GET_THING, Recorder, response};

#[tokio::test]
async fn a_compressed_body_is_an_error() {
    let compressed = || response(200, &[("content-encoding", "gzip")], &b"\x1f\x8b\x08"[..]);
    let recorder =
        Recorder::responding_with([compressed(), compressed(), compressed(), compressed()]);
    let call = || recorder.client().call(&GET_THING);
    let errors = [
        call().send_json::<u32>().await.map(drop).unwrap_err(),
        call().send_text().await.map(drop).unwrap_err(),
        call().send_stream().await.map(drop).unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert_eq!(
            error.to_string(),
            "`get-thing` responded with 200 OK, but the body has an unsupported encoding (`content-encoding: gzip`)"
        );
    }
    // An unused body may be compressed.
    call().send_empty().await.unwrap();
}

#[tokio::test]
async fn the_identity_encoding_is_accepted() {
    for encoding in ["", "identity", "Identity"] {
        let recorder =
            Recorder::responding_with([response(200, &[("content-encoding", encoding)], "1")]);
        assert_eq!(
            *recorder
                .client()
                .call(&GET_THING)
                .send_json::<u32>()
                .await
                .unwrap(),
            1
        );
    }
}

#[cfg(feature = "reqwest")]
mod over_sockets {
    use crate::fixture::{API, GET_THING, soon};
    use crate::scripted_server::ScriptedServer;
    use crate::scripted_server::Step::{Read, Write, WriteBytes};
    use openapi_crate_runtime::{ClientBuilder, Error, Response};

    /// `{"a":1}`, compressed.
    const BODY: &[u8] = &[
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0x56, 0x4a, 0x54, 0xb2,
        0x32, 0xac, 0x05, 0x00, 0xaf, 0xac, 0x1b, 0x56, 0x07, 0x00, 0x00, 0x00,
    ];

    /// Returns the response and the request of a call.
    async fn exchange() -> (Result<Response<serde_json::Value>, Error>, String) {
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
            BODY.len()
        );
        let script = vec![Read, Write(head.leak()), WriteBytes(BODY)];
        let server = ScriptedServer::new(vec![script]).await;
        let client = ClientBuilder::new(&API)
            .base_url(&server.url)
            .unwrap()
            .build()
            .unwrap();
        let response = soon(client.call(&GET_THING).send_json()).await;
        (response, server.requests().await.remove(0))
    }

    #[cfg(feature = "gzip")]
    #[tokio::test]
    async fn gzip_is_requested_and_decompressed() {
        let (response, request) = exchange().await;
        assert_eq!(*response.unwrap(), serde_json::json!({"a": 1}));
        assert!(request.contains("accept-encoding: gzip\r\n"), "{request}");
    }

    #[cfg(not(feature = "gzip"))]
    #[tokio::test]
    async fn unrequested_gzip_is_an_error() {
        let (response, request) = exchange().await;
        assert!(
            response
                .unwrap_err()
                .to_string()
                .contains("`content-encoding: gzip`")
        );
        assert!(!request.contains("accept-encoding"), "{request}");
    }
}
