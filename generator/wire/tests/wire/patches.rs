//! Tests of JSON Patch (RFC 6902), JSON Merge Patch (RFC 7396), and of text that is not `text/plain`.

use openapi_crate_wire::types::{
    PatchMove, PatchMoveOp, PatchOperation, PatchRemoval, PatchRemovalOp, PatchValue, PatchValueOp,
    RecordPatch, SharedInnerMergePatch, SharedMergePatch,
};
use serde_json::{Value, json};

use crate::server::{Server, whole};

fn operations() -> Vec<PatchOperation> {
    vec![
        PatchValue::new(PatchValueOp::Test, "/a", json!(null)).into(),
        PatchRemoval::new(PatchRemovalOp::Remove, "/a/b~1c").into(),
        PatchValue::new(PatchValueOp::Add, "/a/-", json!({"b": [1, null]})).into(),
        PatchMove::new(PatchMoveOp::Move, "/a/c", "/a/d").into(),
    ]
}

fn expected() -> Value {
    json!([
        {"op": "test", "path": "/a", "value": null},
        {"op": "remove", "path": "/a/b~1c"},
        {"op": "add", "path": "/a/-", "value": {"b": [1, null]}},
        {"op": "move", "path": "/a/c", "from": "/a/d"}
    ])
}

fn json_of(request: &http::Request<bytes::Bytes>) -> Value {
    serde_json::from_slice(request.body()).unwrap()
}

#[tokio::test]
async fn a_json_patch_is_an_array_of_operations() {
    let server = Server::silent().await;
    let client = server.client();
    client
        .patches()
        .patch_json(&operations())
        .send()
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(
        request.headers()["content-type"],
        "application/json-patch+json"
    );
    assert_eq!(json_of(&request), expected());
}

#[tokio::test]
async fn each_kind_of_patch_is_a_function_with_its_media_type() {
    let server = Server::silent().await;
    let client = server.client();
    let patches = client.patches();
    let mut patch = RecordPatch::default();
    patch.note = Some(None);
    patches.patch_either(&patch).send().await.unwrap();
    patches.patch_either_json(&patch).send().await.unwrap();
    let call = patches.patch_either_json_patch_json(&operations());
    call.send().await.unwrap();
    patches
        .patch_untyped(&json!({"a": null}))
        .send()
        .await
        .unwrap();
    let requests = server.requests();
    let sent = requests.iter().map(|request| {
        let content_type = request.headers()["content-type"].to_str().unwrap();
        (content_type, json_of(request))
    });
    let expected = [
        ("application/merge-patch+json", json!({"note": null})),
        ("application/json", json!({"note": null})),
        ("application/json-patch+json", expected()),
        ("application/merge-patch+json", json!({"a": null})),
    ];
    assert_eq!(sent.collect::<Vec<_>>(), expected);
}

/// The patch of a type that is also received has a separate type.
#[tokio::test]
async fn a_merge_patch_of_a_type_that_is_received_can_send_null() {
    const BODY: &str = r#"{"at":null,"inner":{"id":null,"note":null}}"#;
    let server = Server::responding_with(|| whole(200, &[], BODY)).await;
    let client = server.client();
    let mut inner = SharedInnerMergePatch::default();
    inner.note = Some(None);
    let mut patch = SharedMergePatch::default().inner(inner);
    patch.at = Some(None);
    patch.plain = Some(None);
    let call = client.patches().patch_shared_merge_patch_json(&patch);
    let read = call.send().await.unwrap().into_inner();
    assert_eq!(read.at, None);
    client.patches().patch_shared(&read).send().await.unwrap();
    let requests = server.requests();
    let content_type = |index: usize| &requests[index].headers()["content-type"];
    assert_eq!(
        content_type(0),
        "application/Merge-Patch+JSON; charset=utf-8"
    );
    assert_eq!(
        json_of(&requests[0]),
        json!({"at": null, "plain": null, "inner": {"note": null}})
    );
    assert_eq!(content_type(1), "application/json");
    assert_eq!(json_of(&requests[1]), json!({"inner": {"id": null}}));
    // A value that is not in its format is kept.
    let server =
        Server::responding_with(|| whole(200, &[], r#"{"at":"soon","inner":{"id":"a"}}"#)).await;
    let client = server.client();
    let call = client.patches().patch_shared_merge_patch_json(&patch);
    let read = call.send().await.unwrap();
    client.patches().patch_shared(&read).send().await.unwrap();
    let requests = server.requests();
    assert_eq!(
        json_of(&requests[1]),
        json!({"at": "soon", "inner": {"id": "a"}})
    );
}

#[tokio::test]
async fn text_has_the_charset_of_its_response() {
    let server = Server::responding_with(|| {
        let content_type = ("content-type", "text/csv; charset=utf-16be");
        whole(200, &[content_type], "\0a\0;")
    })
    .await;
    let client = server.client();
    let csv = client.text().convert_csv("").send().await.unwrap();
    assert_eq!(csv.into_inner(), "a;");
}

#[tokio::test]
async fn csv_and_yaml_are_text_in_both_directions() {
    let server = Server::responding_with(|| {
        whole(
            200,
            &[("content-type", "text/csv; charset=utf-8")],
            "a;é\r\n",
        )
    })
    .await;
    let client = server.client();
    let text = client.text();
    let csv = text.convert_csv("a;é\r\n").send().await.unwrap();
    assert_eq!(csv.into_inner(), "a;é\r\n");
    let request = server.request();
    assert_eq!(
        request.headers()["content-type"],
        "text/csv; header=present"
    );
    assert_eq!(request.headers()["accept"], "text/csv");
    assert_eq!(request.body(), "a;é\r\n".as_bytes());

    let yaml = text.convert_yaml("a: é").send().await.unwrap();
    assert_eq!(yaml.into_inner(), "a;é\r\n");
    let request = server.request();
    assert_eq!(request.headers()["content-type"], "application/yaml");
    assert_eq!(request.headers()["accept"], "application/yaml");
    assert_eq!(request.body(), "a: é".as_bytes());
}
