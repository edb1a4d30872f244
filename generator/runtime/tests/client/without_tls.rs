//! Tests of the default transport without TLS. They need the feature `reqwest` without `rustls` and `native-tls`.

use std::error::Error as _;

use openapi_crate_runtime::{ClientBuilder, Error};

use crate::fixture::{API, GET_THING, soon};

#[tokio::test]
async fn a_url_with_https_is_an_error_that_names_the_features() {
    let builder = ClientBuilder::new(&API).base_url("https://127.0.0.1:1");
    let client = builder.unwrap().build().unwrap();
    let error = soon(client.call(&GET_THING).send_empty())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Config(_)), "{error:?}");
    let message = error.to_string();
    assert!(
        message.contains("has no TLS: enable the feature `rustls` or `native-tls`"),
        "{message}"
    );
    assert!(error.source().is_some());
}
