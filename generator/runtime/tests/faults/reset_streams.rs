//! HTTP/2 responses followed by a reset of their stream, which asks the client to stop sending the request body.

use futures::stream;
use http::Response;
use openapi_crate_runtime::{Body, BoxError};

use crate::{PUT_THING, builder, http2, soon};

/// A body that is longer than the flow-control window.
fn long() -> Body {
    let chunks = (0..100).map(|_| Ok::<_, BoxError>("x".repeat(64 * 1024)));
    Body::from_stream(stream::iter(chunks))
}

#[tokio::test]
async fn a_response_before_the_end_of_the_request_is_the_response() {
    for (status, content) in [(413, "too long"), (200, "enough"), (200, "")] {
        let url = http2::start(move |mut exchange| async move {
            let response = Response::builder().status(status).body(()).unwrap();
            let is_empty = content.is_empty();
            let mut body = exchange.respond.send_response(response, is_empty).unwrap();
            if !is_empty {
                body.send_data(content.into(), true).unwrap();
            }
            // Dropping the request resets the stream with `NO_ERROR`, right after the response.
        })
        .await;
        for round in 0..20 {
            let client = builder(&url).http2_prior_knowledge().build().unwrap();
            let call = client.call(&PUT_THING).path("id", "1");
            let result = soon(call.body("text/plain", long()).send_text()).await;
            match result {
                Ok(text) => assert_eq!((status, &**text), (200, content), "{round}"),
                Err(error) => {
                    assert_eq!(
                        error.status().map(|status| status.as_u16()),
                        Some(status),
                        "{round}: {error:?}"
                    );
                }
            }
        }
    }
}
