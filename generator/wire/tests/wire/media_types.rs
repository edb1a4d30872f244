//! Tests of media type ranges.

use openapi_crate_wire::types::Place;

use crate::server::{Server, whole};

async fn server(body: &'static str) -> Server {
    Server::responding_with(move || {
        whole(
            200,
            &[("content-type", "application/vnd.x+json; v=1")],
            body,
        )
    })
    .await
}

#[tokio::test]
async fn a_body_of_any_type_with_the_schema_of_an_object_is_json() {
    let server = server(r#"{"city":"b"}"#).await;
    let client = server.client();
    let place = Place::default().city("a");
    let sent = client.media_types().put_any(&place).send().await.unwrap();
    assert_eq!(sent.city.as_deref(), Some("b"));
    let sent = client
        .media_types()
        .post_suffix(&place)
        .send()
        .await
        .unwrap();
    assert_eq!(sent.city.as_deref(), Some("b"));
    for request in server.requests() {
        assert_eq!(request.headers()["content-type"], "application/json");
        assert_eq!(request.body(), r#"{"city":"a"}"#);
    }
}

#[tokio::test]
async fn a_body_of_any_type_with_the_schema_of_a_list_is_json() {
    let server = server("[1, 2.0]").await;
    let client = server.client();
    let list = client.media_types().patch_any(&[1.5]).send().await.unwrap();
    assert_eq!(*list, [1, 2]);
    let request = server.request();
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.body(), "[1.5]");
}

#[tokio::test]
async fn a_body_of_any_type_with_the_schema_of_bytes_is_bytes() {
    let server = server("\0").await;
    let response = server
        .client()
        .media_types()
        .delete_any("x")
        .send()
        .await
        .unwrap();
    assert_eq!(response.bytes().await.unwrap(), "\0");
    assert_eq!(server.request().body(), "x");
}
