//! Tests of pagination.

use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use http::Response;
use openapi_crate_runtime::{Body, BoxError, Call, Error, Operation, Page, Parameter, json};

use crate::fixture::{GET, Recorder, response};
use openapi_crate_runtime::generated_types::*;

pub(crate) static LIST: Operation = Operation {
    parameters: &[Parameter::query("cursor"), Parameter::query("limit")],
    ..GET
};

#[derive(Debug)]
pub(crate) struct Numbers {
    pub(crate) data: Vec<u32>,
    pub(crate) next: Option<String>,
}

object!(Numbers { data, next });

impl Page for Numbers {
    type Item = u32;

    fn next_cursor(&self) -> Option<&str> {
        self.next.as_deref()
    }

    fn into_items(self) -> Vec<u32> {
        self.data
    }
}

fn page(body: &'static str) -> Response<Bytes> {
    response(200, &[], body)
}

fn list(recorder: &Recorder) -> Call {
    recorder.client().call(&LIST).query("limit", &2)
}

fn queries(recorder: &Recorder) -> Vec<String> {
    recorder
        .requests()
        .iter()
        .map(|request| request.uri().query().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn each_page_is_requested_with_the_previous_cursor() {
    let recorder = Recorder::responding_with([
        page(r#"{"data":[1,2],"next":"a+/="}"#),
        page(r#"{"data":[],"next":"b"}"#),
        page(r#"{"data":[3],"next":""}"#),
    ]);
    let items = list(&recorder)
        .items::<Numbers>("cursor")
        .try_collect::<Vec<_>>()
        .await
        .unwrap();
    assert_eq!(items, [1, 2, 3]);
    assert_eq!(
        queries(&recorder),
        ["limit=2", "cursor=a%2B%2F%3D&limit=2", "cursor=b&limit=2"]
    );
}

#[tokio::test]
async fn a_page_is_requested_on_demand() {
    let recorder = Recorder::responding_with([
        page(r#"{"data":[1,2],"next":"a"}"#),
        page(r#"{"data":[3]}"#),
    ]);
    let mut items = list(&recorder).items::<Numbers>("cursor");
    assert!(recorder.requests().is_empty());
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert_eq!(items.next().await.unwrap().unwrap(), 2);
    assert_eq!(recorder.requests().len(), 1);
    assert_eq!(items.next().await.unwrap().unwrap(), 3);
    assert!(items.next().await.is_none());
    assert!(items.next().await.is_none());
    assert_eq!(recorder.requests().len(), 1);
}

#[tokio::test]
async fn pages_keep_their_status_and_headers() {
    let recorder =
        Recorder::responding_with([page(r#"{"data":[1],"next":"a"}"#), page(r#"{"data":[2]}"#)]);
    let pages = list(&recorder)
        .pages::<Numbers>("cursor")
        .try_collect::<Vec<_>>()
        .await
        .unwrap();
    assert_eq!(
        pages
            .iter()
            .map(|page| (page.status().as_u16(), page.data[0]))
            .collect::<Vec<_>>(),
        [(200, 1), (200, 2)]
    );
}

#[tokio::test]
async fn a_list_can_start_at_a_cursor() {
    let recorder = Recorder::responding_with([page(r#"{"data":[9]}"#)]);
    let items = list(&recorder)
        .query("cursor", "here")
        .items::<Numbers>("cursor");
    assert_eq!(items.try_collect::<Vec<_>>().await.unwrap(), [9]);
    assert_eq!(queries(&recorder), ["cursor=here&limit=2"]);
}

#[tokio::test]
async fn an_error_ends_the_list() {
    let recorder =
        Recorder::responding_with([page(r#"{"data":[1],"next":"a"}"#), response(503, &[], "")]);
    let mut items = list(&recorder).items::<Numbers>("cursor");
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert_eq!(
        items.next().await.unwrap().unwrap_err().status().unwrap(),
        503
    );
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_repeated_cursor_is_an_error() {
    let again = || page(r#"{"data":[1],"next":"a"}"#);
    let recorder = Recorder::responding_with([again(), again(), again()]);
    let read = list(&recorder)
        .items::<Numbers>("cursor")
        .try_collect::<Vec<_>>()
        .await;
    assert!(
        matches!(&read, Err(Error::Decode(error)) if error.to_string().contains("never end")),
        "{read:?}"
    );
    assert_eq!(recorder.requests().len(), 2);
}

#[tokio::test]
async fn a_circle_of_cursors_is_an_error_after_the_page_that_closes_it() {
    for (start, cursors, pages) in [
        (None, ["x", "y", "x", "y"], 3),
        (None, ["x", "x", "x", "x"], 2),
        (Some("x"), ["y", "z", "x", "y"], 3),
        (None, ["x", "y", "z", "y"], 4),
    ] {
        let responses = (0..).zip(cursors).map(|(page, cursor): (u32, _)| {
            response(
                200,
                &[],
                format!(r#"{{"data":[{page}],"next":"{cursor}"}}"#),
            )
        });
        let recorder = Recorder::responding_with(responses);
        let call = list(&recorder).query("cursor", &start);
        let read = call.items::<Numbers>("cursor").collect::<Vec<_>>().await;
        let (last, items) = read.split_last().unwrap();
        assert!(
            matches!(last, Err(Error::Decode(error)) if error.to_string().contains("never end")),
            "{read:?}"
        );
        let items: Vec<_> = items.iter().map(|item| *item.as_ref().unwrap()).collect();
        assert_eq!(items, (0..pages).collect::<Vec<u32>>());
        assert_eq!(recorder.requests().len(), items.len());
    }
}

#[tokio::test]
async fn a_stream_body_allows_only_one_page() {
    let recorder = Recorder::responding_with([page(r#"{"data":[1],"next":"a"}"#)]);
    let body = Body::from_stream(stream::iter([Ok::<_, BoxError>("{}")]));
    let read = list(&recorder)
        .body("application/json", body)
        .pages::<Numbers>("cursor")
        .next()
        .await;
    assert!(
        matches!(read, Some(Err(Error::Decode(error))) if error.to_string().contains("is a stream"))
    );
    let recorder =
        Recorder::responding_with([page(r#"{"data":[1],"next":"a"}"#), page(r#"{"data":[2]}"#)]);
    let items = list(&recorder)
        .body("application/json", "{}".into())
        .items::<Numbers>("cursor");
    assert_eq!(items.try_collect::<Vec<_>>().await.unwrap(), [1, 2]);
    assert!(
        recorder
            .requests()
            .iter()
            .all(|request| request.body() == "{}")
    );
}

#[tokio::test]
async fn an_invalid_argument_is_an_error_of_the_stream() {
    let recorder = Recorder::default();
    let read = list(&recorder)
        .query("limit", &f64::NAN)
        .pages::<Numbers>("cursor")
        .next()
        .await
        .unwrap();
    assert!(matches!(read, Err(Error::Argument(_))));
    assert!(recorder.requests().is_empty());
}

#[test]
fn streams_are_send_and_unpin() {
    fn sent<T: Send + Unpin + 'static>(_: &T) {}
    let recorder = Recorder::default();
    sent(&list(&recorder).pages::<Numbers>("cursor"));
    sent(&list(&recorder).items::<Numbers>("cursor"));
}
