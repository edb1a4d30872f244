//! Tests of credentials, token sources and servers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use openapi_crate_wire::{BoxError, Client, Error, RetryPolicy, servers};

use crate::server::{Server, whole};

#[tokio::test]
async fn a_token_is_fetched_before_each_attempt() {
    let server = Server::responding_with(|| whole(503, &[("retry-after", "0")], "")).await;
    let asked = Arc::new(AtomicU32::new(0));
    let source = Arc::clone(&asked);
    let client = server
        .builder()
        .oauth_source(move || {
            let count = source.fetch_add(1, Ordering::SeqCst);
            async move { Ok::<_, BoxError>(format!("t0ken-{count}")) }
        })
        .retry(RetryPolicy::default().max_attempts(2))
        .build()
        .unwrap();
    let error = client.secrets().with_token().send().await.unwrap_err();
    assert_eq!(error.attempts(), 2);
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    assert!(!format!("{error:?} {client:?}").contains("t0ken"));
    client.secrets().without().send().await.unwrap_err();
    assert_eq!(
        asked.load(Ordering::SeqCst),
        2,
        "no token is fetched unless required"
    );
}

#[tokio::test]
async fn a_fetched_token_is_sent_as_a_bearer_token() {
    let server = Server::silent().await;
    let client = server
        .builder()
        .oauth_source(|| async { Ok::<_, BoxError>("t0ken".to_owned()) })
        .build()
        .unwrap();
    client.secrets().with_token().send().await.unwrap();
    assert_eq!(server.request().headers()["authorization"], "Bearer t0ken");
    client.secrets().without().send().await.unwrap();
    assert!(!server.request().headers().contains_key("authorization"));
}

#[tokio::test]
async fn a_failed_token_source_prevents_the_request() {
    let server = Server::silent().await;
    for token in [Err("expired"), Ok("t0ken\n")] {
        let source = move || async move { token.map(str::to_owned).map_err(BoxError::from) };
        let client = server.builder().oauth_source(source).build().unwrap();
        let error = client.secrets().with_token().send().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "`with-token` was not sent: the token source of `oauth` failed"
        );
        assert!(matches!(&error, Error::Token(error) if error.scheme() == "oauth"));
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(
            !cause.contains("t0ken") && !format!("{error:?}").contains("t0ken"),
            "{cause}"
        );
    }
}

#[tokio::test]
async fn the_second_alternative_is_used_if_the_first_is_missing() {
    let server = Server::silent().await;
    let client = server
        .builder()
        .user("Aladdin", "open:sesame")
        .build()
        .unwrap();
    client.secrets().with_token().send().await.unwrap();
    assert_eq!(
        server.request().headers()["authorization"],
        "Basic QWxhZGRpbjpvcGVuOnNlc2FtZQ=="
    );
    let error = server
        .builder()
        .user("Ala:ddin", "s3same")
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the user name of `user` must not contain a colon"
    );
}

#[tokio::test]
async fn combined_credentials_are_sent_together_or_not_at_all() {
    let server = Server::silent().await;
    let client = server.builder().query("k/1").cookie("c;1").build().unwrap();
    client.secrets().with_both().send().await.unwrap();
    let request = server.request();
    assert_eq!(request.uri().query(), Some("key=k%2F1"));
    assert_eq!(request.headers()["cookie"], "session=c%3B1");
    // A partial combination is not sent.
    let client = server.builder().query("k/1").build().unwrap();
    client.secrets().with_both().send().await.unwrap();
    assert_eq!(server.request().uri().query(), None);
}

#[tokio::test]
async fn the_clients_base_url_takes_precedence_over_the_operations_server() {
    let client = Client::builder()
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let error = client.secrets().elsewhere().send().await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("cannot connect to http://127.0.0.1:1"),
        "{error}"
    );
    let server = Server::silent().await;
    server.client().secrets().elsewhere().send().await.unwrap();
    assert_eq!(server.request().uri().path(), "/elsewhere");
}

#[test]
fn the_variables_of_a_server_have_setters() {
    assert_eq!(servers::LOCAL, "http://localhost:9");
    assert_eq!(servers::Anywhere::default().url(), "http://localhost:9/v1");
    let url = servers::Anywhere::default()
        .host("127.0.0.1")
        .port("80")
        .url();
    assert_eq!(url, "http://127.0.0.1:80/v1");
}
