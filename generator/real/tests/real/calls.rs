//! Operations of different resources: the request as the server decodes it, and the response as the caller gets it.

use http::{Method, Request};
use openapi_crate_real::types::{
    Backend, BulkUpdateConfigStoreItem, BulkUpdateConfigStoreItemOp,
    BulkUpdateConfigStoreListRequest, PutPackageParts, RelationshipMemberTlsConfiguration,
    RelationshipMemberTlsDomain, RelationshipTlsConfigurationTlsConfiguration,
    RelationshipTlsDomainsTlsDomains, RelationshipsForTlsSubscription, ServiceCreate,
    ServiceCreateType, Sort, TlsSubscription, TlsSubscriptionData, TypeTlsDomain,
    TypeTlsSubscription,
};
use openapi_crate_real::{Client, Part};

use crate::decode::{decoded, pair, part, parts};
use crate::server::{Server, whole};

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

/// A server that responds with JSON, and its client.
async fn responding(status: u16, body: &'static str) -> (Server, Client) {
    let server = Server::responding_with(move || whole(status, JSON, body)).await;
    let client = server.builder().token("secret").build().unwrap();
    (server, client)
}

/// Returns the only request, after checking its credential.
#[track_caller]
fn request(server: &Server, method: &Method, target: &str) -> Request<bytes::Bytes> {
    let request = server.request();
    assert_eq!(request.headers()["fastly-key"], "secret");
    assert_eq!(request.method(), method);
    assert_eq!(request.uri().path_and_query().unwrap(), target);
    request
}

fn json(request: &Request<bytes::Bytes>) -> serde_json::Value {
    serde_json::from_slice(request.body()).unwrap()
}

#[tokio::test]
async fn a_surrogate_key_is_purged() {
    let (server, client) = responding(200, r#"{"status": "ok", "id": "108-1"}"#).await;
    let purge = client.purge().tag("SU1", "a key/1").fastly_soft_purge(1);
    let response = purge.send().await.unwrap();
    assert_eq!(response.id.as_deref(), Some("108-1"));
    let request = request(&server, &Method::POST, "/service/SU1/purge/a%20key%2F1");
    assert_eq!(request.headers()["fastly-soft-purge"], "1");
    assert!(request.body().is_empty());
}

#[tokio::test]
async fn everything_is_purged() {
    let (server, client) = responding(200, r#"{"status": "ok"}"#).await;
    let response = client.purge().all("SU1").send().await.unwrap();
    assert_eq!(response.status.as_deref(), Some("ok"));
    request(&server, &Method::POST, "/service/SU1/purge_all");
}

#[tokio::test]
async fn a_url_is_purged() {
    let (server, client) = responding(200, r#"{"status": "ok"}"#).await;
    let purge = client.purge().single_url("www.example.com/a?b=c");
    purge.send().await.unwrap();
    request(&server, &Method::POST, "/purge/www.example.com%2Fa%3Fb%3Dc");
}

#[tokio::test]
async fn a_service_version_is_activated() {
    let (server, client) = responding(
        200,
        r#"{"number": 3, "active": true, "service_id": "SU1", "created_at": "2026-01-02T03:04:05Z", "new": [1]}"#,
    )
    .await;
    let version = client.version().activate_service_version("SU1", 3);
    let version = version.send().await.unwrap();
    assert_eq!(version.number, Some(3));
    assert_eq!(version.active, Some(true));
    assert_eq!(
        version.created_at.unwrap().to_string(),
        "2026-01-02T03:04:05Z"
    );
    assert_eq!(version.additional_properties["new"], serde_json::json!([1]));
    request(&server, &Method::PUT, "/service/SU1/version/3/activate");
}

#[tokio::test]
async fn the_fields_of_a_form_arrive() {
    let (server, client) = responding(200, r#"{"name": "b", "port": 443, "version": 3}"#).await;
    let backend = Backend::default()
        .name("a b&c")
        .address("ü.example")
        .port(443)
        .use_ssl(true)
        .weight(100);
    let backend = client.backend().create_backend("SU1", 3).body(&backend);
    assert_eq!(backend.send().await.unwrap().port, Some(443));
    let request = request(&server, &Method::POST, "/service/SU1/version/3/backend");
    let content_type = &request.headers()["content-type"];
    assert_eq!(content_type, "application/x-www-form-urlencoded");
    let mut fields = decoded(request.body());
    fields.sort();
    assert_eq!(
        fields,
        [
            pair("address", "ü.example"),
            pair("name", "a b&c"),
            pair("port", "443"),
            pair("use_ssl", "true"),
            pair("weight", "100"),
        ]
    );
}

#[tokio::test]
async fn a_service_is_created_with_a_value_of_an_enum() {
    let (server, client) = responding(200, r#"{"id": "SU1", "type": "wasm"}"#).await;
    let service = ServiceCreate::default()
        .name("n")
        .r#type(ServiceCreateType::Wasm);
    let service = client.service().create_service().body(&service);
    let service = service.send().await.unwrap();
    assert_eq!(service.r#type, Some(ServiceCreateType::Wasm));
    let request = request(&server, &Method::POST, "/service");
    let fields = decoded(request.body());
    assert_eq!(fields, [pair("name", "n"), pair("type", "wasm")]);
}

#[tokio::test]
async fn a_service_without_an_active_version_is_read() {
    let (server, client) = responding(
        200,
        r#"{"id": "SU1", "active_version": null, "version": {"number": 2}, "versions": [{"number": 1}]}"#,
    )
    .await;
    let detail = client.service().get_service_detail("SU1").version(2);
    let detail = detail.send().await.unwrap();
    assert_eq!(detail.version.as_ref().unwrap().number, Some(2));
    assert_eq!(detail.versions.as_ref().unwrap()[0].number, Some(1));
    request(&server, &Method::GET, "/service/SU1/details?version=2");
}

#[tokio::test]
async fn a_file_is_uploaded() {
    let (server, client) = responding(200, r#"{"service_id": "SU1", "version": 3}"#).await;
    let file = Part::new("\0asm").file_name("package.tar.gz");
    let package = client
        .package()
        .put_package("SU1", 3)
        .body(PutPackageParts::default().package(file));
    assert_eq!(package.send().await.unwrap().version, Some(3));
    let request = request(&server, &Method::PUT, "/service/SU1/version/3/package");
    let octets = Some("application/octet-stream");
    let expected = [part("package", Some("package.tar.gz"), octets, "\0asm")];
    assert_eq!(parts(&request).await, expected);
}

#[tokio::test]
async fn items_are_changed_in_bulk() {
    let (server, client) = responding(200, r#"{"status": "ok"}"#).await;
    let item = BulkUpdateConfigStoreItem::default()
        .op(BulkUpdateConfigStoreItemOp::Upsert)
        .item_key("k")
        .item_value("v");
    let items = BulkUpdateConfigStoreListRequest::default().items(vec![item]);
    let update = client.config_store_item();
    let update = update.bulk_update_config_store_item("C1").body(&items);
    update.send().await.unwrap();
    let request = request(&server, &Method::PATCH, "/resources/stores/config/C1/items");
    assert_eq!(
        json(&request),
        serde_json::json!({"items": [{"op": "upsert", "item_key": "k", "item_value": "v"}]})
    );
}

/// A new subscription needs the domains, the configuration and the common name together.
#[tokio::test]
async fn the_relationships_of_a_resource_are_sent_together() {
    let (server, client) = responding(
        201,
        r#"{"data": {"id": "T1", "type": "tls_subscription", "attributes": {"state": "pending"}, "relationships": {"tls_domains": {"data": [{"id": "a.example"}]}}}}"#,
    )
    .await;
    let domain = |name: &str| {
        RelationshipMemberTlsDomain::default()
            .r#type(TypeTlsDomain::TlsDomain)
            .id(name)
    };
    let configuration = RelationshipMemberTlsConfiguration::default().id("C1");
    let relationships = RelationshipsForTlsSubscription::default()
        .tls_domains(
            RelationshipTlsDomainsTlsDomains::default()
                .data(vec![domain("a.example"), domain("b.example")]),
        )
        .tls_configuration(
            RelationshipTlsConfigurationTlsConfiguration::default().data(configuration),
        )
        .common_name(domain("a.example"));
    let data = TlsSubscriptionData::default()
        .r#type(TypeTlsSubscription::TlsSubscription)
        .relationships(relationships);
    let subscription = TlsSubscription::default().data(data);
    let create = client.tls_subscriptions().create_tls_sub();
    let created = create.force(true).body(&subscription).send().await.unwrap();
    let data = created.data.as_ref().unwrap();
    assert_eq!(data.id.as_deref(), Some("T1"));
    // The document does not describe them in the response.
    let related = &data.additional_properties["relationships"];
    assert_eq!(related["tls_domains"]["data"][0]["id"], "a.example");
    let request = request(&server, &Method::POST, "/tls/subscriptions?force=true");
    assert_eq!(
        request.headers()["content-type"],
        "application/vnd.api+json"
    );
    let a = serde_json::json!({"type": "tls_domain", "id": "a.example"});
    let b = serde_json::json!({"type": "tls_domain", "id": "b.example"});
    let expected = serde_json::json!({"data": {
        "type": "tls_subscription",
        "relationships": {
            "tls_configuration": {"data": {"id": "C1"}},
            "common_name": a,
            "tls_domains": {"data": [a, b]},
        },
    }});
    assert_eq!(json(&request), expected);
}

#[tokio::test]
async fn a_response_without_content_is_read() {
    let server = Server::silent().await;
    let client = server.builder().token("secret").build().unwrap();
    let response = client.tls_subscriptions().delete_tls_sub("T1").send().await;
    assert_eq!(response.unwrap().status(), 204);
    request(&server, &Method::DELETE, "/tls/subscriptions/T1");
}

#[tokio::test]
async fn the_query_of_a_list_has_names_in_brackets() {
    let (server, client) = responding(
        200,
        r#"{"data": [], "meta": {"total_pages": 2}, "links": {"next": "https://api.fastly.com/n"}}"#,
    )
    .await;
    let list = client.tls_subscriptions();
    let list = list
        .list_tls_subs()
        .filter_state("issued")
        .page_size(5)
        .sort(Sort::Desc);
    let list = list.send().await.unwrap();
    assert_eq!(list.meta.as_ref().unwrap().total_pages, Some(2));
    let request = server.request();
    let query = decoded(request.uri().query().unwrap().as_bytes());
    assert_eq!(
        query,
        [
            pair("filter[state]", "issued"),
            pair("page[size]", "5"),
            pair("sort", "-created_at"),
        ]
    );
}
