//! The request id in errors that occur after the head of a response.

use std::time::Duration;

use futures::TryStreamExt as _;
use openapi_crate_runtime::Error;

use crate::peer::Server;
use crate::{GET_THING, builder, soon};

/// Long enough for the head of a response on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(1);

async fn server(rest: &'static str, is_closed: bool) -> Server {
    Server::start(move |mut peer| async move {
        while peer.read().await.is_some() {
            let head = "HTTP/1.1 200 OK\r\nx-request-id: id-7\r\n";
            peer.write(format!("{head}{rest}")).await;
            if is_closed {
                return;
            }
        }
    })
    .await
}

#[tokio::test]
async fn an_error_of_the_response_body_has_the_request_id() {
    for (rest, is_closed) in [
        // Cut, stalled, too long, not UTF-8, and not JSON.
        ("content-length: 9\r\n\r\nabc", true),
        ("content-length: 9\r\n\r\nabc", false),
        ("content-length: 20\r\n\r\naaaaaaaaaabbbbbbbbbb", false),
        ("content-length: 2\r\ncontent-encoding: br\r\n\r\n{}", false),
    ] {
        let server = server(rest, is_closed).await;
        let client = builder(&server.url).timeout(TIMEOUT).body_limit(10);
        let client = client.build().unwrap();
        let call = || client.call(&GET_THING).path("id", "1");
        let lines = async {
            let lines = call().send_json_lines::<u32>().await?;
            lines.into_inner().try_collect::<Vec<_>>().await.map(drop)
        };
        let errors = [
            soon(call().send_json::<u32>()).await.map(drop),
            soon(call().send_text()).await.map(drop),
            soon(lines).await,
        ];
        for error in errors {
            let error = error.unwrap_err();
            assert!(!matches!(error, Error::Api(_)), "{error:?}");
            assert_eq!(error.request_id(), Some("id-7"), "{error:?}");
            let shown = format!("{error:?}");
            assert!(
                shown.contains("status: 200, attempts: 1, request_id: \"id-7\""),
                "{shown}"
            );
        }
    }
}

#[tokio::test]
async fn an_error_before_the_head_has_no_request_id() {
    let server = Server::closing("HTTP/1.1 200 OK\r\nx-request-id: id-7\r\n").await;
    let call = builder(&server.url).build().unwrap().call(&GET_THING);
    let error = soon(call.path("id", "1").send_empty()).await.unwrap_err();
    assert_eq!((error.request_id(), error.status()), (None, None));
}
