//! Tests of paginated lists, also against servers that never end them or lead elsewhere.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures::{StreamExt as _, TryStreamExt as _};
use openapi_crate_wire::{Error, Items, Page};

use crate::server::{Server, whole};

pub(crate) type Headers = &'static [(&'static str, &'static str)];

/// A server with these pages, the last of which it repeats.
pub(crate) async fn server(pages: Vec<(Headers, &'static str)>) -> Server {
    let count = AtomicUsize::new(0);
    Server::responding_with(move || {
        let at = count.fetch_add(1, Ordering::SeqCst).min(pages.len() - 1);
        let (headers, body) = pages[at];
        whole(200, headers, body)
    })
    .await
}

pub(crate) async fn bodies<const N: usize>(bodies: [&'static str; N]) -> Server {
    server(bodies.map(|body| (&[][..], body)).to_vec()).await
}

/// The paths and queries of the requests.
pub(crate) fn targets(server: &Server) -> Vec<String> {
    let requests = server.requests();
    let targets = requests.iter().map(|request| request.uri().to_string());
    targets.collect()
}

/// Reads a list, which must end with an error, and returns its items.
pub(crate) async fn broken<P: Page<Item = i64>>(items: Items<P>, reason: &str) -> Vec<i64> {
    let mut read = items.take(50).collect::<Vec<_>>().await;
    let error = read.pop().unwrap().unwrap_err();
    assert!(
        matches!(&error, Error::Decode(error) if error.to_string().contains(reason)),
        "{error}"
    );
    read.into_iter().map(Result::unwrap).collect()
}

#[tokio::test]
async fn offsets_advance_by_the_items_received() {
    let server = bodies([r#"{"data":[1,2]}"#, r#"{"data":[3]}"#]).await;
    let call = server.client().pages().list_by_offset().limit(9).offset(5);
    assert_eq!(
        call.items().try_collect::<Vec<_>>().await.unwrap(),
        [1, 2, 3]
    );
    assert_eq!(
        targets(&server),
        [
            "/pages/offset?offset=5&limit=9",
            "/pages/offset?offset=7&limit=9"
        ]
    );
    let server = bodies([r#"{"data":[1,2]}"#, "{}"]).await;
    let call = server.client().pages().list_by_offset();
    assert_eq!(call.items().try_collect::<Vec<_>>().await.unwrap(), [1, 2]);
    let total = bodies([
        r#"{"data":[1,2],"meta":{"total":3}}"#,
        r#"{"data":[3],"meta":{"total":3}}"#,
    ])
    .await;
    let call = total.client().pages().list_by_total();
    assert_eq!(
        call.items().try_collect::<Vec<_>>().await.unwrap(),
        [1, 2, 3]
    );
    assert_eq!(targets(&total), ["/pages/total", "/pages/total?skip=2"]);
}

#[tokio::test]
async fn page_numbers_end_where_the_pages_say_so() {
    for (first, second) in [
        (
            r#"{"data":[1],"meta":{"pages":2,"more":true}}"#,
            r#"{"data":[2],"meta":{"pages":2,"more":true}}"#,
        ),
        (
            r#"{"data":[1],"meta":{"more":true}}"#,
            r#"{"data":[2],"meta":{"more":false}}"#,
        ),
        (
            r#"{"data":[1],"meta":{"more":true}}"#,
            r#"{"data":[2],"meta":{}}"#,
        ),
        (r#"{"data":[1],"meta":{"more":true}}"#, r#"{"data":[2]}"#),
    ] {
        let server = bodies([first, second]).await;
        let call = server.client().pages().list_by_number();
        assert_eq!(call.items().try_collect::<Vec<_>>().await.unwrap(), [1, 2]);
        assert_eq!(targets(&server), ["/pages/number", "/pages/number?page=2"]);
    }
}

#[tokio::test]
async fn a_server_that_ignores_the_offset_or_the_page_ends_the_list_with_an_error() {
    for body in [
        r#"{"data":[1],"meta":{"more":true}}"#,
        r#"{"data":[1],"meta":{"more":true,"total":-1,"pages":-1}}"#,
        r#"{"data":[1],"meta":{"more":true,"total":9000000000000000000,"pages":9000000000000000000}}"#,
    ] {
        let server = bodies([body]).await;
        let client = server.client();
        assert_eq!(
            broken(client.pages().list_by_number().items(), "never end").await,
            [1]
        );
        assert_eq!(
            broken(client.pages().list_by_total().items(), "never end").await,
            [1]
        );
        assert_eq!(
            broken(client.pages().list_by_offset().items(), "never end").await,
            [1]
        );
        assert_eq!(server.requests().len(), 6);
        let call = client.pages().list_by_total().skip(i64::MAX);
        assert_eq!(broken(call.items(), "too large").await, [1]);
    }
}

#[tokio::test]
async fn the_url_of_the_next_page_is_requested_with_the_credential() {
    let server = bodies([
        r#"{"data":[1],"meta":{"next":"/pages/url?after=a%20b&key=old"}}"#,
        r#"{"data":[2],"meta":{"next":"?after=c"}}"#,
        r#"{"data":[3],"meta":{"next":""}}"#,
    ])
    .await;
    let client = server.builder().query("s3cret").build().unwrap();
    let call = client.pages().list_by_url().limit(1);
    assert_eq!(
        call.items().try_collect::<Vec<_>>().await.unwrap(),
        [1, 2, 3]
    );
    assert_eq!(
        targets(&server),
        [
            "/pages/url?limit=1&key=s3cret",
            "/pages/url?after=a%20b&key=s3cret",
            "/pages/url?after=c&key=s3cret"
        ]
    );
}

#[tokio::test]
async fn a_link_header_leads_to_the_next_page() {
    let server = server(vec![
        (
            &[
                ("link", "<?page=1>; rel=prev"),
                ("link", "<?page=2>; rel=\"next\""),
            ],
            "[1]",
        ),
        (&[("link", "</pages/link?page=3>; rel=next")], "[2]"),
        (&[], "[3]"),
    ])
    .await;
    let client = server.builder().oauth("t0ken").build().unwrap();
    let call = client.pages().list_by_link().limit(1);
    assert_eq!(
        call.items().try_collect::<Vec<_>>().await.unwrap(),
        [1, 2, 3]
    );
    let requests = server.requests();
    let targets: Vec<_> = requests
        .iter()
        .map(|request| request.uri().to_string())
        .collect();
    assert_eq!(
        targets,
        [
            "/pages/link?limit=1",
            "/pages/link?page=2",
            "/pages/link?page=3"
        ]
    );
    assert!(
        requests
            .iter()
            .all(|request| request.headers()["authorization"] == "Bearer t0ken")
    );
}

#[tokio::test]
async fn a_next_page_on_a_different_server_is_not_requested() {
    let evil = Server::silent().await;
    let url: &'static str = evil.url.clone().leak();
    let host = url.strip_prefix("http://").unwrap();
    for next in [
        format!("{url}/pages/url"),
        format!("//{host}/pages/url"),
        format!("https://{host}/pages/url"),
        format!("http://127.0.0.1:9@{host}/"),
    ] {
        let body: &'static str = format!(r#"{{"data":[1],"meta":{{"next":"{next}"}}}}"#).leak();
        let server = bodies([body]).await;
        let client = server.builder().query("s3cret").build().unwrap();
        let items = client.pages().list_by_url().items();
        assert_eq!(broken(items, "different origin").await, [1]);
        assert_eq!(server.requests().len(), 1);
        let link: &'static str = format!("<{next}>; rel=next").leak();
        let headers: Headers = vec![("link", link)].leak();
        let server = self::server(vec![(headers, "[1]")]).await;
        let client = server.builder().oauth("t0ken").build().unwrap();
        let items = client.pages().list_by_link().items();
        assert_eq!(broken(items, "different origin").await, [1]);
    }
    assert_eq!(evil.requests().len(), 0);
}

#[tokio::test]
async fn a_circle_of_links_ends_with_an_error() {
    let page = |link: Headers| (link, "[1]");
    let to_two = page(&[("link", "<?page=2>; rel=next")]);
    let to_three = page(&[("link", "<?page=3>; rel=next")]);
    for (pages, count) in [
        (vec![page(&[("link", "</pages/link>; rel=next")])], 1),
        (vec![to_two], 2),
        (vec![to_two, to_three, to_two], 3),
    ] {
        let server = server(pages).await;
        let items = server.client().pages().list_by_link().items();
        assert_eq!(broken(items, "never end").await.len(), count);
        assert_eq!(server.requests().len(), count);
    }
}

/// A relative URL is not a `url::Url`, but the page that it leads to exists.
#[tokio::test]
async fn a_value_that_its_type_refuses_leads_to_the_next_page() {
    let server = bodies([
        r#"{"data":[1],"next":"https://pages.example/2"}"#,
        r#"{"data":[2],"next":"/pages/there?page=3"}"#,
        r#"{"data":[3],"next":null}"#,
    ])
    .await;
    let call = server.client().pages().list_by_presence();
    assert_eq!(
        call.items().try_collect::<Vec<_>>().await.unwrap(),
        [1, 2, 3]
    );
}
