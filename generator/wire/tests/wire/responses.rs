//! Tests of responses: decoding by status, headers, file names and redirects.

use openapi_crate_wire::types::{GetJobResponseBody, Place};

use crate::server::{Server, whole};

async fn job(
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
) -> GetJobResponseBody {
    let server = Server::responding_with(move || whole(status, headers, body)).await;
    server
        .client()
        .responses()
        .get_job()
        .send()
        .await
        .unwrap()
        .into_inner()
        .body
}

#[tokio::test]
async fn each_status_has_a_variant() {
    assert_eq!(
        job(200, &[], r#"{"zip":1}"#).await,
        GetJobResponseBody::Ok(Place::default().zip(1))
    );
    assert_eq!(
        job(202, &[], "[1,2]").await,
        GetJobResponseBody::Accepted(vec![1, 2])
    );
    assert_eq!(
        job(203, &[], "words").await,
        GetJobResponseBody::NonAuthoritative("words".to_owned())
    );
    assert_eq!(job(204, &[], "").await, GetJobResponseBody::NoContent);
    assert_eq!(
        job(206, &[], "\u{1}").await,
        GetJobResponseBody::PartialContent("\u{1}".into())
    );
    // An undocumented status is decoded as the first documented one.
    assert_eq!(
        job(207, &[], "{}").await,
        GetJobResponseBody::Ok(Place::default())
    );
}

#[tokio::test]
async fn headers_of_every_success_are_fields_of_the_response() {
    let server = Server::responding_with(|| whole(202, &[("retry-after", "7")], "[]")).await;
    let job = server.client().responses().get_job().send().await.unwrap();
    assert_eq!(job.status(), 202);
    assert_eq!(job.retry_after, Some(7));
}

#[tokio::test]
async fn a_header_can_be_a_list_or_json() {
    let headers = [
        ("x-list", "1, 2"),
        ("x-list", "3"),
        ("x-place", r#"{"zip":1}"#),
    ];
    let server = Server::responding_with(move || whole(204, &headers, "")).await;
    let response = server.client().responses().head_job().send().await.unwrap();
    assert_eq!(response.x_list, Some(vec![1, 2, 3]));
    assert_eq!(response.x_place, Some(Place::default().zip(1)));
}

#[tokio::test]
async fn a_mismatched_variant_is_an_error_with_a_path() {
    let server = Server::responding_with(|| whole(202, &[], r#"[1,"x"]"#)).await;
    let error = server
        .client()
        .responses()
        .get_job()
        .send()
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("does not match the schema at `[1]`"),
        "{error}"
    );
}

#[tokio::test]
async fn an_optional_body_may_be_absent() {
    for (status, body, expected) in [
        (200, "{}", true),
        (202, "{}", false),
        (202, "", false),
        (200, "", false),
    ] {
        let server = Server::responding_with(move || whole(status, &[], body)).await;
        let response = server
            .client()
            .responses()
            .start_job()
            .send()
            .await
            .unwrap();
        assert_eq!(response.is_some(), expected, "{status} {body:?}");
    }
}

#[tokio::test]
async fn a_download_has_the_file_name_from_content_disposition() {
    let cases = [
        ("attachment; filename=\"a b.txt\"", Some("a b.txt")),
        ("attachment; filename=plain.txt; size=3", Some("plain.txt")),
        (
            "inline; FileName=\"say \\\"hi\\\".txt\"",
            Some("say \"hi\".txt"),
        ),
        (
            "attachment; filename=\"e.txt\"; filename*=UTF-8''%e2%82%ac%20rates.txt",
            Some("€ rates.txt"),
        ),
        ("attachment; filename*=iso-8859-1'en'%A3.txt", Some("£.txt")),
        (
            "attachment; filename*=UTF-16''x; filename=\"ok; really.txt\"",
            Some("ok; really.txt"),
        ),
        ("attachment; filename=\"../../etc/passwd\"", Some("passwd")),
        (
            "attachment; filename=\"C:\\\\temp\\\\a.txt\"",
            Some("a.txt"),
        ),
        (
            "attachment; filename*=UTF-8''..%2f..%2fa%0a.txt",
            Some("a.txt"),
        ),
        ("attachment; filename=\"..\"", None),
        ("attachment", None),
        ("attachment; filename=\"open", Some("open")),
    ];
    for (header, expected) in cases {
        let server =
            Server::responding_with(move || whole(200, &[("content-disposition", header)], "x"))
                .await;
        let file = server.client().responses().download().send().await.unwrap();
        assert_eq!(file.file_name().as_deref(), expected, "{header}");
    }
}

#[tokio::test]
async fn a_documented_redirect_is_the_response() {
    let server = Server::responding_with(|| whole(302, &[("location", "/there")], "")).await;
    let response = server
        .client()
        .responses()
        .find_archive()
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 302);
    assert_eq!(response.location.as_deref(), Some("/there"));
    server.request();
}

#[tokio::test]
async fn a_different_media_type_can_be_requested() {
    let server = Server::responding_with(|| whole(200, &[], "{}")).await;
    let responses = server.client().responses();
    responses.complete().send().await.unwrap();
    assert_eq!(server.request().headers()["accept"], "application/json");
    let response = responses
        .complete()
        .send_as("application/xml")
        .await
        .unwrap();
    assert_eq!(response.text().await.unwrap(), "{}");
    assert_eq!(server.request().headers()["accept"], "application/xml");
}
