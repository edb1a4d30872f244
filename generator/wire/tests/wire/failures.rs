//! Tests of documented failures as values.

use openapi_crate_wire::Error;
use openapi_crate_wire::responses::{
    DeleteThing, DeleteThingFailure, GetDefault, GetDefaultFailure, GetThing, GetThingFailure,
};
use openapi_crate_wire::types::Place;

use crate::server::{Server, whole};

type Headers = &'static [(&'static str, &'static str)];

async fn error(status: u16, headers: Headers, body: &'static str) -> Error {
    let server = Server::responding_with(move || whole(status, headers, body)).await;
    let call = server.client().responses().delete_thing();
    call.send().await.unwrap_err()
}

async fn failure(status: u16, headers: Headers, body: &'static str) -> Option<DeleteThingFailure> {
    error(status, headers, body).await.failure::<DeleteThing>()
}

#[tokio::test]
async fn each_documented_status_has_a_variant() {
    let place = || Place::default().zip(1);
    assert_eq!(
        failure(404, &[], "ignored").await,
        Some(DeleteThingFailure::NotFound)
    );
    assert_eq!(
        failure(409, &[], r#"{"zip":1}"#).await,
        Some(DeleteThingFailure::Conflict(place()))
    );
    assert_eq!(
        failure(413, &[], "words").await,
        Some(DeleteThingFailure::PayloadTooLarge("words".to_owned()))
    );
    assert_eq!(
        failure(415, &[], "\u{1}").await,
        Some(DeleteThingFailure::UnsupportedMediaType("\u{1}".into()))
    );
}

#[tokio::test]
async fn a_range_and_a_default_have_the_status() {
    let failed = failure(400, &[], r#"{"zip":1}"#).await;
    assert!(
        matches!(&failed, Some(DeleteThingFailure::ClientError(status, place))
            if *status == 400 && place.zip == Some(1)),
        "{failed:?}"
    );
    let failed = failure(599, &[], "ignored").await;
    assert!(
        matches!(failed, Some(DeleteThingFailure::ServerError(status)) if status == 599),
        "{failed:?}"
    );
    let failed = failure(302, &[], "moved").await;
    assert!(
        matches!(&failed, Some(DeleteThingFailure::Other(status, text)) if *status == 302 && text == "moved"),
        "{failed:?}"
    );
}

#[tokio::test]
async fn a_body_of_a_different_type_is_no_failure() {
    for (status, body) in [
        (409, "<html>"),
        (409, ""),
        (409, r#"{"zip":"x"}"#),
        (450, "[]"),
    ] {
        let error = error(status, &[], body).await;
        assert_eq!(error.failure::<DeleteThing>(), None, "{status} {body}");
        assert_eq!(error.status().unwrap(), status);
    }
    let gzip = &[("content-encoding", "br")];
    assert_eq!(failure(409, gzip, "{}").await, None);
    assert_eq!(failure(413, gzip, "words").await, None);
    assert_eq!(failure(415, gzip, "words").await, None);
    assert_eq!(
        failure(404, gzip, "words").await,
        Some(DeleteThingFailure::NotFound)
    );
}

/// Proxies and frameworks often send a wrong content type, or none. The body decides.
#[tokio::test]
async fn the_content_type_does_not_decide() {
    for headers in [
        &[("content-type", "text/html")][..],
        &[("content-type", "application/problem+json; charset=utf-8")],
        &[("content-type", "")],
    ] {
        assert_eq!(
            failure(409, headers, r#"{"zip":1}"#).await,
            Some(DeleteThingFailure::Conflict(Place::default().zip(1)))
        );
        assert_eq!(failure(409, headers, "<html>").await, None);
    }
    let html = &[("content-type", "text/html")];
    assert!(matches!(
        failure(451, html, r#"{"zip":1}"#).await,
        Some(DeleteThingFailure::ClientError(status, _)) if status == 451
    ));
}

/// The variant for all other statuses is not for a success, also if its body is invalid.
#[tokio::test]
async fn a_success_is_no_failure() {
    let server = Server::responding_with(|| whole(299, &[], "words")).await;
    let call = server.client().responses().delete_thing();
    match call.send().await {
        Ok(response) => assert_eq!(response.status(), 299),
        Err(error) => assert_eq!(error.failure::<DeleteThing>(), None),
    }
}

#[tokio::test]
async fn a_failure_belongs_to_its_operation() {
    let error = error(404, &[], "").await;
    assert_eq!(error.failure::<GetThing>(), None);
    let server = Server::responding_with(|| whole(404, &[], "")).await;
    let error = server
        .client()
        .responses()
        .get_thing()
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.failure::<GetThing>(), Some(GetThingFailure::NotFound));
    assert_eq!(error.failure::<DeleteThing>(), None);
    let server = Server::responding_with(|| whole(500, &[], "")).await;
    let error = server
        .client()
        .responses()
        .get_thing()
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.failure::<GetThing>(), None, "an undocumented status");
}

#[tokio::test]
async fn an_error_without_a_response_is_no_failure() {
    let client = openapi_crate_wire::Client::builder()
        .base_url("http://127.0.0.1:1")
        .unwrap()
        .build()
        .unwrap();
    let error = client.responses().delete_thing().send().await.unwrap_err();
    assert_eq!(error.failure::<DeleteThing>(), None);
}

#[tokio::test]
async fn the_only_response_is_the_success_and_the_failure() {
    for (status, body) in [(404, r#"{"zip":1}"#), (503, "{}"), (302, "{}")] {
        let server = Server::responding_with(move || whole(status, &[], body)).await;
        let error = server.client().responses().get_default().send().await;
        let failure = error.unwrap_err().failure::<GetDefault>();
        let Some(GetDefaultFailure::Other(found, place)) = failure else {
            panic!("{failure:?}");
        };
        assert_eq!(found, status);
        assert_eq!(place.zip.is_some(), status == 404);
    }
    let server = Server::responding_with(|| whole(201, &[], r#"{"zip":2}"#)).await;
    let place = server
        .client()
        .responses()
        .get_default()
        .send()
        .await
        .unwrap();
    assert_eq!(place.zip, Some(2));
}

#[tokio::test]
async fn text_has_the_charset_of_the_failure() {
    let wide = &[("content-type", "text/plain; charset=utf-16be")];
    assert_eq!(
        failure(413, wide, "\0w\0o").await,
        Some(DeleteThingFailure::PayloadTooLarge("wo".to_owned()))
    );
}
