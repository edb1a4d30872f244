//! Tests of lists that are paginated by offsets, page numbers and URLs.

use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _};
use http::Response;
use openapi_crate_runtime::{
    Api, Call, Client, ClientBuilder, Error, Items, Operation, Page, Paging, Parameter,
    RetryPolicy, SecurityKind, SecurityScheme, Segment, json,
};

use crate::fixture::{GET, Recorder, response};
use openapi_crate_runtime::generated_types::*;

static LIST: Operation = Operation {
    path: &[Segment::Literal("/v1/lists/"), Segment::Parameter(0)],
    parameters: &[
        Parameter::path("id"),
        Parameter::query("offset"),
        Parameter::query("page"),
        Parameter::query("limit"),
        Parameter::header("x-note"),
    ],
    ..GET
};

const OFFSET: Paging = Paging::offset("offset").has_total().says_next();

const SHORT: Paging = Paging::offset("offset").ends_short();

const NUMBER: Paging = Paging::number("page", 1).has_total().says_next();

#[derive(Debug)]
struct Numbers {
    data: Vec<u32>,
    next: Option<String>,
    more: Option<bool>,
    total: Option<i64>,
    pages: Option<i64>,
}

object!(Numbers {
    data,
    next,
    more,
    total,
    pages
});

impl Page for Numbers {
    type Item = u32;

    fn next_url(&self) -> Option<&str> {
        self.next.as_deref()
    }

    fn has_next(&self) -> Option<bool> {
        self.more
    }

    fn total_items(&self) -> Option<u64> {
        self.total.and_then(|total| u64::try_from(total).ok())
    }

    fn total_pages(&self) -> Option<u64> {
        self.pages.and_then(|pages| u64::try_from(pages).ok())
    }

    fn item_count(&self) -> Option<usize> {
        Some(self.data.len())
    }

    fn into_items(self) -> Vec<u32> {
        self.data
    }
}

fn call(client: &Client) -> Call {
    client.call(&LIST).path("id", "a/b").query("limit", &2)
}

fn pages(bodies: &[&str]) -> Recorder {
    Recorder::responding_with(
        bodies
            .iter()
            .map(|body| response(200, &[], (*body).to_owned())),
    )
}

/// Reads a list until it ends or fails. Returns its items, the message of the error, and the requests.
async fn read<P: Page<Item = u32>>(
    recorder: &Recorder,
    items: Items<P>,
) -> (Vec<u32>, Option<String>, Vec<String>) {
    let mut numbers = Vec::new();
    let mut failure = None;
    let mut items = items.take(100);
    while let Some(item) = items.next().await {
        match item {
            Ok(number) => numbers.push(number),
            Err(error) => {
                assert!(matches!(error, Error::Decode(_)), "{error:?}");
                failure = Some(error.to_string());
            }
        }
    }
    let requests = recorder.requests();
    let targets = requests.iter().map(|request| {
        assert_eq!(request.uri().host(), Some("api.test"));
        request.uri().path_and_query().unwrap().to_string()
    });
    (numbers, failure, targets.collect())
}

/// Reads a list of these pages, which must not fail.
async fn list(paging: Paging, bodies: &[&str]) -> (Vec<u32>, Vec<String>) {
    let recorder = pages(bodies);
    let items = call(&recorder.client()).items::<Numbers>(paging);
    let (numbers, failure, targets) = read(&recorder, items).await;
    assert_eq!(failure, None);
    (
        numbers,
        targets.iter().map(|target| query(target)).collect(),
    )
}

fn query(target: &str) -> String {
    target.split_once('?').unwrap_or_default().1.to_owned()
}

#[tokio::test]
async fn an_offset_is_advanced_by_the_items_received_until_a_page_is_empty() {
    let read = list(
        OFFSET,
        &[
            r#"{"data":[1,2]}"#,
            r#"{"data":[3]}"#,
            r#"{"data":[4,5]}"#,
            r#"{"data":[]}"#,
        ],
    );
    assert_eq!(
        read.await,
        (
            vec![1, 2, 3, 4, 5],
            [
                "limit=2",
                "offset=2&limit=2",
                "offset=3&limit=2",
                "offset=5&limit=2"
            ]
            .map(str::to_owned)
            .to_vec()
        )
    );
}

#[tokio::test]
async fn a_page_that_is_shorter_than_an_earlier_one_can_be_the_last() {
    let (items, requests) = list(SHORT, &[r#"{"data":[1,2]}"#, r#"{"data":[3]}"#]).await;
    assert_eq!((items.len(), requests.len()), (3, 2));
    // The server may return fewer items than the limit.
    let (items, requests) = list(
        SHORT,
        &[r#"{"data":[1]}"#, r#"{"data":[2]}"#, r#"{"data":[]}"#],
    )
    .await;
    assert_eq!((items.len(), requests.len()), (2, 3));
}

#[tokio::test]
async fn a_total_ends_a_list_of_offsets() {
    let (items, requests) = list(
        OFFSET,
        &[r#"{"data":[1,2],"total":3}"#, r#"{"data":[3],"total":3}"#],
    )
    .await;
    assert_eq!((items.len(), requests.len()), (3, 2));
    // A total that cannot be one is ignored.
    let (items, requests) = list(
        OFFSET,
        &[
            r#"{"data":[1],"total":-1}"#,
            r#"{"data":[2],"total":9223372036854775807}"#,
            r#"{"data":[]}"#,
        ],
    )
    .await;
    assert_eq!((items.len(), requests.len()), (2, 3));
}

#[tokio::test]
async fn a_list_can_start_at_an_offset_or_a_page() {
    let recorder = pages(&[r#"{"data":[1],"total":8}"#]);
    let items = call(&recorder.client())
        .query("offset", &7)
        .items::<Numbers>(OFFSET);
    assert_eq!(
        read(&recorder, items).await.2,
        ["/v1/lists/a%2Fb?offset=7&limit=2"]
    );
    let recorder = pages(&[r#"{"data":[1],"pages":4}"#, r#"{"data":[2],"pages":4}"#]);
    let items = call(&recorder.client())
        .query("page", &3)
        .items::<Numbers>(NUMBER);
    assert_eq!(
        read(&recorder, items).await.2,
        [
            "/v1/lists/a%2Fb?page=3&limit=2",
            "/v1/lists/a%2Fb?page=4&limit=2"
        ]
    );
}

#[tokio::test]
async fn page_numbers_end_at_an_empty_page_at_the_number_of_pages_or_without_a_next_one() {
    let (items, requests) = list(
        NUMBER,
        &[r#"{"data":[1]}"#, r#"{"data":[2]}"#, r#"{"data":[]}"#],
    )
    .await;
    assert_eq!(items, [1, 2]);
    assert_eq!(requests, ["limit=2", "page=2&limit=2", "page=3&limit=2"]);
    let (items, requests) = list(
        NUMBER,
        &[r#"{"data":[1],"pages":2}"#, r#"{"data":[2],"pages":2}"#],
    )
    .await;
    assert_eq!((items.len(), requests.len()), (2, 2));
    let (items, requests) = list(
        NUMBER,
        &[
            r#"{"data":[1],"more":true}"#,
            r#"{"data":[2],"more":false}"#,
        ],
    )
    .await;
    assert_eq!((items.len(), requests.len()), (2, 2));
    let zero = Paging::number("page", 0).has_total();
    let (_, requests) = list(
        zero,
        &[r#"{"data":[1],"pages":2}"#, r#"{"data":[2],"pages":2}"#],
    )
    .await;
    assert_eq!(requests, ["limit=2", "page=1&limit=2"]);
}

#[tokio::test]
async fn what_a_page_says_counts_only_if_the_list_is_described_so() {
    let bodies = [
        r#"{"data":[1],"more":false,"total":1,"pages":1}"#,
        r#"{"data":[2],"more":false,"total":1,"pages":1}"#,
        r#"{"data":[]}"#,
    ];
    for paging in [Paging::offset("offset"), Paging::number("page", 1)] {
        assert_eq!(list(paging, &bodies).await.0, [1, 2]);
    }
}

#[tokio::test]
async fn a_page_can_be_an_array() {
    let recorder = pages(&["[1,2]", "[3]", "[]"]);
    let items = call(&recorder.client()).items::<Vec<u32>>(NUMBER);
    assert_eq!(items.try_collect::<Vec<_>>().await.unwrap(), [1, 2, 3]);
}

#[tokio::test]
async fn a_repeated_page_is_an_error_instead_of_more_items() {
    for paging in [OFFSET, SHORT, NUMBER] {
        for body in [
            r#"{"data":[1]}"#,
            r#"{"data":[1],"total":9223372036854775807}"#,
        ] {
            let recorder = pages(&[body; 50]);
            let items = call(&recorder.client()).items::<Numbers>(paging);
            let (items, failure, requests) = read(&recorder, items).await;
            assert_eq!((items.as_slice(), requests.len()), ([1].as_slice(), 2));
            assert!(failure.unwrap().contains("never end"));
        }
    }
}

#[tokio::test]
async fn an_offset_or_a_page_beyond_the_range_is_an_error() {
    for (name, paging) in [("offset", OFFSET), ("page", NUMBER)] {
        let recorder = pages(&[r#"{"data":[1]}"#]);
        let items = call(&recorder.client())
            .query(name, &i64::MAX)
            .items::<Numbers>(paging);
        let (_, failure, requests) = read(&recorder, items).await;
        assert!(failure.unwrap().contains("too large"));
        assert_eq!(requests.len(), 1);
        let recorder = pages(&[r#"{"data":[1]}"#]);
        let items = call(&recorder.client())
            .query(name, "x")
            .items::<Numbers>(paging);
        assert!(
            read(&recorder, items)
                .await
                .1
                .unwrap()
                .contains("not an integer")
        );
    }
}

#[tokio::test]
async fn the_url_of_the_next_page_replaces_the_path_and_the_query() {
    let recorder = pages(&[
        r#"{"data":[1],"next":"http://api.test/v1/more?after=%2B&limit=9#x"}"#,
        r#"{"data":[2],"next":"?after=2"}"#,
        r#"{"data":[3],"next":"../v2/list"}"#,
        r#"{"data":[4],"next":""}"#,
    ]);
    let items = call(&recorder.client())
        .header("x-note", "kept")
        .items::<Numbers>(Paging::url());
    assert_eq!(items.try_collect::<Vec<_>>().await.unwrap(), [1, 2, 3, 4]);
    let requests = recorder.requests();
    let targets: Vec<_> = requests
        .iter()
        .map(|request| request.uri().to_string())
        .collect();
    assert_eq!(
        targets,
        [
            "http://api.test/v1/lists/a%2Fb?limit=2",
            "http://api.test/v1/more?after=%2B&limit=9",
            "http://api.test/v1/more?after=2",
            "http://api.test/v2/list",
        ]
    );
    for request in requests {
        assert_eq!(request.headers()["x-key"], "s3cret");
        assert_eq!(request.headers()["x-note"], "kept");
    }
}

#[tokio::test]
async fn a_link_header_has_the_url_of_the_next_page() {
    let page = |link: &str| response(200, &[("link", link)], "[1]");
    let recorder = Recorder::responding_with([
        page(r#"<http://api.test/v1/lists/1>; rel="first", </v1/lists/2?a=b,c>; rel="next last""#),
        page("<3>; rel=next"),
        page("<1>; rel=first"),
    ]);
    let items = call(&recorder.client()).items::<Vec<u32>>(Paging::link("next"));
    let (items, failure, requests) = read(&recorder, items).await;
    assert_eq!((items.len(), failure), (3, None));
    assert_eq!(
        requests,
        [
            "/v1/lists/a%2Fb?limit=2",
            "/v1/lists/2?a=b,c",
            "/v1/lists/3"
        ]
    );
}

#[tokio::test]
async fn a_next_page_of_a_different_origin_is_an_error_after_the_page() {
    for url in [
        "http://evil.test/v1/lists/2",
        "//evil.test/v1/lists/2",
        "https://api.test/v1/lists/2",
        "http://api.test:81/v1/lists/2",
        "http://api.test@evil.test/",
        "http://s3cret:x@api.test/",
        "javascript:alert(1)",
    ] {
        let recorder = pages(&[&format!(r#"{{"data":[1],"next":"{url}"}}"#)]);
        let items = call(&recorder.client()).items::<Numbers>(Paging::url());
        let (items, failure, requests) = read(&recorder, items).await;
        assert_eq!(
            (items.as_slice(), requests.len()),
            ([1].as_slice(), 1),
            "{url}"
        );
        let failure = failure.unwrap();
        assert!(
            failure.contains("of the next page") || failure.contains("different origin"),
            "{failure}"
        );
        assert!(!failure.contains("s3cret"), "{failure}");
    }
}

#[tokio::test]
async fn a_circle_of_urls_is_an_error_after_the_page_that_closes_it() {
    for (urls, pages) in [
        (["?limit=2", "x", "x", "x"], 1),
        (["#top", "x", "x", "x"], 1),
        (["?a", "?a", "x", "x"], 2),
        (["?a", "?b", "?a", "x"], 3),
        (["?a", "?b", "/v1/lists/a%2Fb?limit=2", "x"], 3),
    ] {
        let recorder = Recorder::responding_with((0..).zip(urls).map(|(page, url): (u32, _)| {
            response(200, &[], format!(r#"{{"data":[{page}],"next":"{url}"}}"#))
        }));
        let items = call(&recorder.client()).items::<Numbers>(Paging::url());
        let (items, failure, requests) = read(&recorder, items).await;
        assert_eq!((items.len(), requests.len()), (pages, pages), "{urls:?}");
        assert!(failure.unwrap().contains("never end"), "{urls:?}");
    }
}

#[tokio::test]
async fn a_credential_in_the_url_of_the_next_page_is_replaced() {
    static KEY: Api = Api {
        user_agent: "test-api/1.2.3",
        server: "https://api.example.com",
        security_schemes: &[SecurityScheme {
            name: "token",
            kind: SecurityKind::ApiKeyQuery("api_key"),
            variable: None,
        }],
        security: &[],
        rate_limit: None,
    };
    let recorder = pages(&[
        r#"{"data":[1],"next":"?api_key=old&page=2&api_key"}"#,
        r#"{"data":[2]}"#,
    ]);
    let client = ClientBuilder::new(&KEY)
        .credential("token", "s3cret")
        .service(recorder.clone())
        .base_url("http://api.test")
        .unwrap()
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let (_, failure, requests) =
        read(&recorder, call(&client).items::<Numbers>(Paging::url())).await;
    assert_eq!(failure, None);
    assert_eq!(
        requests,
        [
            "/v1/lists/a%2Fb?limit=2&api_key=s3cret",
            "/v1/lists/a%2Fb?page=2&api_key=s3cret"
        ]
    );
}

#[tokio::test]
async fn a_url_without_the_prefix_of_the_base_url_is_requested_as_it_is() {
    let recorder = pages(&[
        r#"{"data":[1],"next":"2"}"#,
        r#"{"data":[2],"next":"/x"}"#,
        r#"{"data":[3]}"#,
    ]);
    let client = recorder
        .builder()
        .base_url("http://api.test/prefix")
        .unwrap()
        .build()
        .unwrap();
    let (items, _, requests) = read(&recorder, call(&client).items::<Numbers>(Paging::url())).await;
    assert_eq!(items, [1, 2, 3]);
    assert_eq!(
        requests,
        ["/prefix/v1/lists/a%2Fb?limit=2", "/prefix/v1/lists/2", "/x"]
    );
}

#[tokio::test]
async fn each_page_is_retried() {
    let responses = [
        response(200, &[], "[1]"),
        response(503, &[("retry-after", "0")], ""),
        response(200, &[], "[2]"),
        response(200, &[], "[]"),
    ];
    let recorder = Recorder::responding_with(responses);
    let client = recorder
        .builder()
        .retry(RetryPolicy::default())
        .build()
        .unwrap();
    let items = call(&client).items::<Vec<u32>>(NUMBER);
    let (items, _, requests) = read(&recorder, items).await;
    assert_eq!(items, [1, 2]);
    let numbers: Vec<_> = requests.iter().map(|target| query(target)).collect();
    assert_eq!(
        numbers,
        [
            "limit=2",
            "page=2&limit=2",
            "page=2&limit=2",
            "page=3&limit=2"
        ]
    );
}

#[tokio::test]
async fn an_error_ends_the_list() {
    let responses: [Response<Bytes>; 2] = [response(200, &[], "[1]"), response(404, &[], "")];
    let recorder = Recorder::responding_with(responses);
    let mut items = call(&recorder.client()).items::<Vec<u32>>(OFFSET);
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert!(items.next().await.unwrap().unwrap_err().is_not_found());
    assert!(items.next().await.is_none());
}
