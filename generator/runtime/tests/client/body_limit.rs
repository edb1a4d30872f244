//! Tests of the limit for response bodies in memory.

use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use http_body::Frame;
use http_body_util::StreamBody;
use openapi_crate_runtime::{BoxError, Client, ClientBuilder, Error};

use crate::fixture::{API, GET_THING, Recorder, Responding, response};

fn limited(recorder: &Recorder, limit: usize) -> Client {
    recorder.builder().body_limit(limit).build().unwrap()
}

fn assert_too_long<T>(result: Result<T, Error>) {
    let Err(error) = result else {
        panic!("the body was read")
    };
    assert!(matches!(&error, Error::Body(error) if error.is_too_long() && !error.is_request()));
    let expected = "`get-thing` failed: response body exceeds the limit of 4 bytes; read it as a stream or raise `body_limit`";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn a_body_up_to_the_limit_is_read() {
    let recorder = Recorder::responding_with([(); 3].map(|()| response(200, &[], "1234")));
    let client = limited(&recorder, 4);
    assert_eq!(
        *client.call(&GET_THING).send_json::<u32>().await.unwrap(),
        1234
    );
    assert_eq!(*client.call(&GET_THING).send_text().await.unwrap(), "1234");
    let body = client.call(&GET_THING).send_stream().await.unwrap();
    assert_eq!(body.bytes().await.unwrap(), "1234");
}

#[tokio::test]
async fn a_body_over_the_limit_is_an_error() {
    let recorder = Recorder::responding_with([(); 3].map(|()| response(200, &[], "12345")));
    let client = limited(&recorder, 4);
    assert_too_long(client.call(&GET_THING).send_json::<u32>().await);
    assert_too_long(client.call(&GET_THING).send_text().await);
    assert_too_long(
        client
            .call(&GET_THING)
            .send_stream()
            .await
            .unwrap()
            .bytes()
            .await,
    );
}

#[tokio::test]
async fn a_stream_has_no_limit() {
    let recorder = Recorder::responding_with([response(200, &[], "12345")]);
    let body = limited(&recorder, 4)
        .call(&GET_THING)
        .send_stream()
        .await
        .unwrap()
        .into_stream();
    assert_eq!(
        body.try_collect::<Vec<_>>().await.unwrap().concat(),
        b"12345"
    );
}

#[tokio::test]
async fn reading_stops_at_the_limit() {
    // An endless body: reading past the limit would never return.
    let service = Responding(|| {
        let chunk = || Ok::<_, BoxError>(Frame::data(Bytes::from_static(b"123")));
        http::Response::new(StreamBody::new(stream::repeat_with(chunk).boxed()))
    });
    let client = ClientBuilder::new(&API)
        .service(service)
        .body_limit(4)
        .build()
        .unwrap();
    assert_too_long(client.call(&GET_THING).send_text().await);
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_declared_length_over_the_limit_fails_at_once() {
    use crate::scripted_server::Step::{Read, Stall, Write};
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n1";
    let server =
        crate::scripted_server::ScriptedServer::new(vec![vec![Read, Write(head), Stall]]).await;
    let builder = ClientBuilder::new(&API)
        .base_url(&server.url)
        .unwrap()
        .body_limit(4);
    assert_too_long(
        crate::fixture::soon(builder.build().unwrap().call(&GET_THING).send_text()).await,
    );
}

#[tokio::test]
async fn many_small_values_in_a_body_are_an_error() {
    // Each takes up to a hundred times its length in memory.
    for (item, accepted) in [("{\"\":0},", false), ("\"{[,:\\\\\\\"{{{{\",", true)] {
        let body = format!("[{}0]", item.repeat(200_000));
        let recorder =
            Recorder::responding_with([(); 2].map(|()| response(200, &[], body.clone())));
        let client = limited(&recorder, 4_000_000);
        let sent = client
            .call(&GET_THING)
            .send_json::<serde_json::Value>()
            .await;
        assert_eq!(sent.is_ok(), accepted, "{item}");
        if let Err(error) = sent {
            let expected = "would take more than 64000000 bytes of memory; raise `body_limit`";
            assert!(error.to_string().contains(expected), "{error}");
        }
        // By default, these are not too many.
        let sent = recorder.client().call(&GET_THING);
        sent.send_json::<serde_json::Value>().await.unwrap();
    }
}

#[cfg(feature = "reqwest")]
mod by_default {
    use futures::StreamExt as _;
    use openapi_crate_runtime::{Call, ClientBuilder, Error};

    use crate::fixture::{API, GET_THING, soon};
    use crate::scripted_server::ScriptedServer;
    use crate::scripted_server::Step::{Read, Repeat, Write};

    const MIB: usize = 1024 * 1024;

    /// Returns a call whose response has this head and at most as many repetitions of a body.
    async fn call(head: &str, bytes: &'static [u8], times: usize) -> Call {
        let head = format!("HTTP/1.1 200 OK\r\n{head}connection: close\r\n\r\n").leak();
        let script = vec![Read, Write(head), Repeat(bytes, times)];
        let server = ScriptedServer::new(vec![script]).await;
        let builder = ClientBuilder::new(&API).base_url(&server.url).unwrap();
        builder.build().unwrap().call(&GET_THING)
    }

    fn assert_too_long(error: &Error, limit: usize) {
        let limit = format!("exceeds the limit of {limit} bytes;");
        assert!(error.to_string().contains(&limit), "{error:?}");
    }

    #[tokio::test]
    async fn a_decoded_body_has_a_limit() {
        let spaces = vec![b' '; MIB].leak();
        let error = soon(call("", spaces, 80).await.send_json::<u32>()).await;
        assert_too_long(&error.unwrap_err(), 64 * MIB);
        let error = soon(call("", spaces, 80).await.send_text()).await;
        assert_too_long(&error.unwrap_err(), 64 * MIB);
        let error = soon(call("", spaces, 80).await.send_optional_json::<u32>(&[])).await;
        assert_too_long(&error.unwrap_err(), 64 * MIB);
    }

    #[tokio::test]
    async fn bytes_have_no_limit() {
        let body = soon(call("", vec![b' '; MIB].leak(), 65).await.send_stream()).await;
        assert_eq!(soon(body.unwrap().bytes()).await.unwrap().len(), 65 * MIB);
    }

    #[tokio::test]
    async fn a_line_and_an_event_have_a_limit() {
        let spaces = vec![b' '; MIB].leak();
        let mut lines = call("", spaces, 40)
            .await
            .send_json_lines::<u32>()
            .await
            .unwrap();
        let error = soon(lines.next()).await.unwrap().unwrap_err();
        assert_too_long(&error, 16 * MIB);
        assert!(lines.next().await.is_none());

        let mut events = call("", spaces, 40).await.send_text_events().await.unwrap();
        let error = soon(events.next()).await.unwrap().unwrap_err();
        assert_too_long(&error, 16 * MIB);

        // Each line is short, but they belong to one event.
        let data = b"data: 0123456789\n".repeat(MIB / 16).leak();
        let mut events = call("", data, 40).await.send_text_events().await.unwrap();
        let error = soon(events.next()).await.unwrap().unwrap_err();
        assert_too_long(&error, 16 * MIB);
        assert!(events.next().await.is_none());
    }

    /// The first bytes of a compressed body, and bytes that can be repeated, each of which expands to more than 100.
    #[cfg(feature = "gzip")]
    fn bomb() -> (Vec<u8>, Vec<u8>) {
        // A block with fixed codes, and a space.
        let start = "110 01010000".replace(' ', "");
        // A match of length 258 at distance 1.
        let again = "1100010100000";
        let bits = format!("{start}{}", again.repeat(80)).into_bytes();
        let bytes = bits.chunks_exact(8).map(|bits| {
            let set = bits.iter().enumerate().filter(|(_, bit)| **bit == b'1');
            set.fold(0, |byte, (index, _)| byte | 1 << index)
        });
        let bytes: Vec<u8> = bytes.collect();
        // The pattern of 13 bits repeats after 13 bytes.
        let (first, rest) = bytes.split_at(2);
        let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
        ([&header[..], first].concat(), rest[..13].to_vec())
    }

    #[cfg(feature = "gzip")]
    #[tokio::test]
    async fn a_compressed_bomb_is_an_error() {
        let (start, again) = bomb();
        let server = |repeat: usize| {
            let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n";
            let start: &'static [u8] = [head.as_bytes(), &start].concat().leak();
            let again: &'static [u8] = again.repeat(1024).leak();
            ScriptedServer::new(vec![vec![Read, Repeat(start, 1), Repeat(again, repeat)]])
        };
        let call = |url: &str| {
            let builder = ClientBuilder::new(&API).base_url(url).unwrap();
            builder.build().unwrap().call(&GET_THING)
        };
        // 1 GiB of spaces, which would be a small response.
        let bomb = server(500).await;
        let error = soon(call(&bomb.url).send_json::<u32>()).await;
        assert_too_long(&error.unwrap_err(), 64 * MIB);
        // As a stream, it expands to what the test above expects.
        let bomb = server(500).await;
        let stream = call(&bomb.url).send_stream().await.unwrap().into_stream();
        let chunks = stream.take(100).collect::<Vec<_>>();
        for chunk in soon(chunks).await {
            assert!(chunk.unwrap().iter().all(|byte| *byte == b' '));
        }
    }
}
