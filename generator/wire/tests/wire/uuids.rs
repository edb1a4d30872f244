//! Tests of UUIDs in every location of requests and responses.

use openapi_crate_wire::types::{Mark, MarkEither, MarkKey, MarkParts};
use uuid::{Uuid, uuid};

use crate::server::{Server, whole};

const ONE: Uuid = uuid!("67e55044-10b1-426f-9247-bb680e5fe0c8");
const OTHER: Uuid = uuid!("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
const RESPONSE: &str = r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c8"}"#;

async fn server() -> Server {
    Server::responding_with(|| whole(200, &[], RESPONSE)).await
}

/// Decodes a response body.
async fn read(response: &'static str) -> Result<Mark, openapi_crate_wire::Error> {
    let server = Server::responding_with(move || whole(200, &[], response)).await;
    let response = server
        .client()
        .marks()
        .mark(ONE, &[], &Mark::new(ONE))
        .send()
        .await?;
    Ok(response.into_inner().body)
}

#[tokio::test]
async fn a_uuid_can_be_an_argument_in_any_location() {
    let server = server().await;
    let call = server
        .client()
        .marks()
        .mark(ONE, &[ONE, OTHER], &Mark::new(ONE));
    let call = call
        .either(&MarkEither::Uuid(OTHER))
        .x_request(ONE)
        .session(OTHER);
    call.send().await.unwrap();
    let request = server.request();
    assert_eq!(
        request.uri(),
        format!("/marked/{ONE}?of={ONE}&of={OTHER}&either={OTHER}").as_str()
    );
    assert_eq!(request.headers()["x-request"], ONE.to_string());
    assert_eq!(request.headers()["cookie"], format!("session={OTHER}"));
}

#[tokio::test]
async fn a_uuid_can_be_a_property_field_or_part() {
    let server = server().await;
    let named = [("a".to_owned(), OTHER)].into_iter().collect();
    let mark = Mark::new(ONE)
        .parent(OTHER)
        .others(vec![ONE, OTHER])
        .named(named)
        .key(ONE.into());
    let marks = server.client().marks();
    marks.mark(ONE, &[], &mark).send().await.unwrap();
    marks.mark_form(ONE, &[], &mark).send().await.unwrap();
    marks
        .mark_multipart(ONE, &[], MarkParts::new(ONE).others(vec![OTHER]))
        .send()
        .await
        .unwrap();
    let requests = server.requests();
    let bodies: Vec<_> = requests
        .iter()
        .map(|request| String::from_utf8_lossy(request.body()))
        .collect();
    let json = serde_json::json!({ "id": ONE, "parent": OTHER, "others": [ONE, OTHER], "named": { "a": OTHER }, "key": ONE });
    assert_eq!(bodies[0].parse::<serde_json::Value>().unwrap(), json);
    let form = format!("id={ONE}&parent={OTHER}&others={ONE}&others={OTHER}&named=");
    assert!(bodies[1].starts_with(&form), "{}", bodies[1]);
    for part in [
        format!("name=\"id\"\r\n\r\n{ONE}\r\n"),
        format!("name=\"others\"\r\n\r\n{OTHER}\r\n"),
    ] {
        assert!(bodies[2].contains(&part), "{}", bodies[2]);
    }
}

#[tokio::test]
async fn a_uuid_can_be_in_a_response_or_its_headers() {
    let headers = [
        ("x-request", "67e55044-10b1-426f-9247-bb680e5fe0c8"),
        (
            "x-before",
            "67e55044-10b1-426f-9247-bb680e5fe0c8, f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        ),
    ];
    let server = Server::responding_with(move || whole(200, &headers, RESPONSE)).await;
    let response = server
        .client()
        .marks()
        .mark(ONE, &[], &Mark::new(ONE))
        .send()
        .await
        .unwrap();
    assert_eq!((response.id, response.x_request), (ONE, Some(ONE)));
    assert_eq!(response.x_before, Some(vec![ONE, OTHER]));

    let server =
        Server::responding_with(|| whole(200, &[], r#"["67e55044-10b1-426f-9247-bb680e5fe0c8"]"#))
            .await;
    assert_eq!(
        server
            .client()
            .marks()
            .marks(ONE)
            .send()
            .await
            .unwrap()
            .into_inner(),
        [ONE]
    );
}

/// A server may identify a UUID by its spelling, so an unusual one must be sent back unchanged.
#[tokio::test]
async fn an_invalid_uuid_is_an_error_only_if_required() {
    let upper = read(r#"{"id":"67E55044-10B1-426F-9247-BB680E5FE0C8"}"#)
        .await
        .unwrap();
    assert_eq!(upper.id, ONE);
    for text in [
        "7",
        "67e5504410b1426f9247bb680e5fe0c8",
        "{67e55044-10b1-426f-9247-bb680e5fe0c8}",
        "",
    ] {
        let json = format!(r#"{{"id":"{ONE}","parent":"{text}","key":"{text}"}}"#);
        let mark = read(json.leak()).await.unwrap();
        assert_eq!(mark.parent, None);
        assert_eq!(mark.additional_properties["parent"], text);
        assert_eq!(mark.key, Some(MarkKey::String(text.to_owned())));

        let error = read(format!(r#"{{"id":"{text}"}}"#).leak())
            .await
            .unwrap_err();
        assert!(
            error
                .to_string()
                .contains("does not match the schema at `id`"),
            "{error}"
        );
    }
}
