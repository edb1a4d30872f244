//! The typed double of an API with every kind of body, behind the feature `testing`.

#![allow(missing_docs, reason = "test names are self-explanatory")]

use futures::TryStreamExt;
use futures::executor::block_on;
use openapi_crate_wire::testing::{Double, Reply};
use openapi_crate_wire::types::{
    Fields, HeadJobResponse, Mark, Numbers, NumbersMeta, Place, Record, SendEncodedResponse,
    ThingPage, ThingPageDataItem, UploadParts, Whole,
};
use openapi_crate_wire::{Client, Error, Method, Part};

fn client_of(api: &Double) -> Client {
    let builder = Client::builder()
        .base_url("http://double.example")
        .expect("a base URL");
    builder
        .service(api.clone())
        .build()
        .expect("a valid client")
}

fn place(city: &str) -> Place {
    Place::default().city(city)
}

#[test]
fn the_fields_of_a_form_have_their_types() {
    let api = Double::new();
    api.send_form().reply(());
    let fields = Fields::new("a &b");
    block_on(client_of(&api).bodies().send_form(&fields).send()).expect("a response");
    assert_eq!(api.send_form().calls()[0].body, fields);
}

#[test]
fn an_operation_named_request_is_not_every_other_request() {
    let api = Double::new();
    api.request().reply(());
    let client = client_of(&api);
    block_on(client.methods().request().send()).expect("a response");
    let other = client.request(Method::GET, "/request");
    let error = block_on(other.send()).map(drop).expect_err("not expected");
    assert!(
        error
            .to_string()
            .starts_with("unexpected call: GET /request; the double expects only `request`"),
        "{error}"
    );
    assert_eq!((api.request().calls().len(), api.calls().len()), (1, 2));
}

#[test]
fn the_parts_of_a_body_are_split() {
    let api = Double::new();
    api.upload().reply(());
    let file = Part::from(&b"\r\n--x\r\n"[..]).file_name("a \"b\".bin");
    let parts = UploadParts::new(file, "name").labels(vec!["one".to_owned(), "two".to_owned()]);
    let parts = parts.place(place("Bonn"));
    block_on(client_of(&api).bodies().upload(parts).send()).expect("a response");
    let [call] = &api.upload().calls()[..] else {
        panic!("one call")
    };
    let found: Vec<_> = call
        .body
        .iter()
        .map(|part| (part.name.as_deref(), &part.body[..]))
        .collect();
    let expected: [(Option<&str>, &[u8]); 5] = [
        (Some("file"), b"\r\n--x\r\n"),
        (Some("name"), b"name"),
        (Some("labels"), b"one"),
        (Some("labels"), b"two"),
        (Some("place"), br#"{"city":"Bonn"}"#),
    ];
    assert_eq!(found, expected);
    assert_eq!(call.body[0].file_name.as_deref(), Some("a \"b\".bin"));
    assert_eq!(
        call.body[4].content_type.as_deref(),
        Some("application/json")
    );
}

#[test]
fn arguments_are_read_as_they_were_before_their_style_was_applied() {
    let api = Double::new();
    let id = uuid::Uuid::from_u128(7);
    let mark = Mark::new(id);
    api.mark()
        .reply(openapi_crate_wire::types::MarkResponse::new(mark.clone()).x_before(vec![id, id]));
    let client = client_of(&api);
    let call = client
        .marks()
        .mark(id, &[id, uuid::Uuid::from_u128(8)], &mark)
        .session(id);
    let response = block_on(call.send()).expect("a response");
    assert_eq!(response.x_before, Some(vec![id, id]));
    let [call] = &api.mark().calls()[..] else {
        panic!("one call")
    };
    assert_eq!((call.id, call.of.len(), call.session), (id, 2, Some(id)));
}

#[test]
fn lists_and_json_in_headers_are_written() {
    let api = Double::new();
    let cookies = vec!["a=1, b".to_owned(), "c=2".to_owned()];
    api.send_encoded()
        .reply(SendEncodedResponse::new().set_cookie(cookies.clone()));
    api.head_job().reply(
        HeadJobResponse::new()
            .x_list(vec![1, 2])
            .x_place(place("K\u{f6}ln")),
    );
    let client = client_of(&api);
    let response = block_on(client.bodies().send_encoded("a=1").send()).expect("a response");
    assert_eq!(response.set_cookie, Some(cookies));
    assert_eq!(response.headers().get_all("set-cookie").iter().count(), 2);
    let response = block_on(client.responses().head_job().send()).expect("a response");
    assert_eq!(
        (response.x_list.clone(), response.x_place.clone()),
        (Some(vec![1, 2]), Some(place("K\u{f6}ln")))
    );
}

#[test]
fn streams_of_lines_records_and_events_are_written() {
    let api = Double::new();
    let places = || vec![place("a"), place("b")];
    api.read_lines().reply(places());
    api.watch().reply(places());
    api.listen()
        .reply(vec!["two\nlines".to_owned(), String::new()]);
    api.read_records()
        .reply(vec![Whole::new("one"), Whole::new("two")]);
    let client = client_of(&api);
    block_on(async {
        let responses = client.responses();
        let lines = responses.read_lines().send().await?.into_inner();
        assert_eq!(lines.try_collect::<Vec<_>>().await?, places());
        let events = responses.watch().send().await?.into_inner();
        let events: Vec<_> = events.map_ok(|event| event.data).try_collect().await?;
        assert_eq!(events, places());
        let events = responses.listen().send().await?.into_inner();
        let events: Vec<_> = events.map_ok(|event| event.data).try_collect().await?;
        assert_eq!(events, ["two\nlines", ""]);
        let records = client.sequences().read_records().send().await?.into_inner();
        let records: Vec<Whole> = records.try_collect().await?;
        assert_eq!(
            records.iter().map(|one| &*one.q).collect::<Vec<_>>(),
            ["one", "two"]
        );
        Ok::<_, Error>(())
    })
    .expect("responses");
}

#[test]
fn a_response_by_status_has_its_status() {
    let api = Double::new();
    api.start_job()
        .reply(None)
        .times(1)
        .then_reply(Some(place("a")))
        .then_reply(place("b"));
    let responses = client_of(&api).responses();
    let start = || {
        block_on(responses.start_job().send())
            .expect("a response")
            .into_inner()
    };
    assert_eq!(
        [start(), start(), start()],
        [None, Some(place("a")), Some(place("b"))]
    );
}

#[test]
fn the_arguments_of_a_next_page_are_those_of_its_url() {
    let api = Double::new();
    let page = |number: i64, next: Option<&str>| {
        let mut meta = NumbersMeta::default();
        meta.next = next.map(str::to_owned);
        Numbers::default().data(vec![number]).meta(meta)
    };
    api.list_by_url()
        .when(|call| call.limit == Some(1))
        .reply(page(1, Some("/pages/url?limit=2&after=a%20b")));
    api.list_by_url()
        .when(|call| call.limit == Some(2))
        .reply(page(2, None));
    let numbers = client_of(&api).pages().list_by_url().limit(1).items();
    assert_eq!(
        block_on(numbers.try_collect::<Vec<_>>()).expect("pages"),
        [1, 2]
    );
    assert_eq!(api.calls()[1].target(), "/pages/url?limit=2&after=a%20b");
}

#[test]
fn credentials_in_the_query_and_in_cookies_are_not_recorded() {
    let api = Double::new();
    api.with_both().reply(());
    let builder = Client::builder()
        .base_url("http://double.example")
        .expect("a base URL");
    let client = builder
        .query("query-secret")
        .cookie("cookie-secret")
        .service(api.clone())
        .build();
    block_on(client.expect("a valid client").secrets().with_both().send()).expect("a response");
    let call = &api.calls()[0];
    let shown = format!("{call:?} {} {:?}", call.target(), call.headers());
    assert!(!shown.contains("-secret"), "{shown}");
}

#[test]
fn a_required_property_of_a_response_is_an_argument() {
    let api = Double::new();
    let when = "2024-01-02T03:04:05Z".parse().expect("a timestamp");
    api.put_record()
        .reply(openapi_crate_wire::types::PutRecordResponse::new(Record::new(when)).x_count(3));
    let response = block_on(
        client_of(&api)
            .values()
            .put_record(&Record::new(when))
            .send(),
    );
    let response = response.expect("a response");
    assert_eq!((response.x_count, response.body.when), (Some(3), when));
    assert_eq!(api.put_record().calls()[0].body.when, when);
    api.download().reply(Reply::new().body("bytes"));
    let file = block_on(client_of(&api).responses().download().send()).expect("a response");
    assert_eq!(
        block_on(file.into_inner().bytes()).expect("a body"),
        "bytes"
    );
}

#[test]
fn the_arguments_of_later_pages_have_their_types() {
    let api = Double::new();
    let page = |id: &str| ThingPage::default().data(vec![ThingPageDataItem::default().id(id)]);
    let search = api.search_things();
    search
        .reply(page("a").after("x"))
        .times(1)
        .then_reply(page("b"));
    let call = client_of(&api).pages().search_things();
    let pages: Vec<_> = block_on(call.pages().try_collect()).expect("two pages");
    assert_eq!(pages.len(), 2);
    let bodies = api
        .search_things()
        .calls()
        .into_iter()
        .map(|call| call.body);
    let cursors = bodies.map(|body| body.and_then(|body| body.page?.after));
    assert_eq!(cursors.collect::<Vec<_>>(), [None, Some("x".to_owned())]);

    let mut first = page("a");
    first.next = Some(7);
    api.list_by_integer()
        .reply(first)
        .times(1)
        .then_reply(page("b"));
    let call = client_of(&api).pages().list_by_integer();
    block_on(call.items().try_collect::<Vec<_>>()).expect("two pages");
    let calls = api.list_by_integer().calls();
    assert_eq!((calls[0].since, calls[1].since), (None, Some(7)));

    api.list_numbered()
        .reply(page("a"))
        .times(1)
        .then_reply(page("b").last(true));
    let call = client_of(&api).pages().list_numbered(4);
    block_on(call.items().try_collect::<Vec<_>>()).expect("two pages");
    let calls = api.list_numbered().calls();
    assert_eq!((calls[0].page, calls[1].page), (4, 5));

    api.list_after_item()
        .reply(page("a").has_more(true))
        .times(1)
        .then_reply(page("b"));
    let call = client_of(&api).pages().list_after_item().limit(1);
    block_on(call.items().try_collect::<Vec<_>>()).expect("two pages");
    let calls = api.list_after_item().calls();
    assert_eq!(calls[1].starting_after.as_deref(), Some("a"));
    assert_eq!(calls[1].limit, Some(1));
}
