//! Tests of the documented programs and guarantees of the crate.

use std::error::Error as StdError;
use std::future::Future;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use fastly_kv_emulator::{Emulator, Fault, SeedStore};
use fastly_kv_store::types::{BatchItem, BatchResponse, Consistency, Location, Store};
use fastly_kv_store::{Body, Client, ClientBuilder, Error, NdJson, Response, RetryPolicy};
use futures::{Stream, StreamExt, TryStreamExt, stream};
use http::StatusCode;

const TOKEN: &str = "a-token-that-nobody-may-see";

/// Returns a builder with the settings of the documented programs.
fn settings(base_url: &str) -> Result<ClientBuilder, Error> {
    Ok(Client::builder()
        .token(TOKEN)
        .base_url(base_url)?
        .timeout(Duration::from_secs(30))
        .retry(RetryPolicy::default())
        .user_agent("my-app/1.0"))
}

/// The ID of a store.
const STORE: &str = "p5Gd2YkN8vRm4CtBq7ZxWs";

/// Starts an emulator with a store, whose requests must have the token.
async fn emulator() -> Emulator {
    let emulator = Emulator::builder().token(TOKEN).start().await;
    let emulator = emulator.expect("a free port");
    let store = SeedStore::new("first").id(STORE);
    emulator.seed_store(store).expect("a new store");
    emulator
}

fn client_of(emulator: &Emulator) -> Client {
    let builder = settings(emulator.url()).expect("a valid URL");
    builder.build().expect("a client")
}

/// The documented program for stores.
async fn stores_program(client: &Client) -> Result<(), Error> {
    let stores = client.kv_store();
    let store = stores
        .create_store(&Store::new("assets"))
        .location(Location::Eu)
        .send()
        .await?;
    let id = store.id.as_deref().unwrap();
    assert_eq!(store.status(), StatusCode::CREATED);
    assert_eq!(store.headers()["content-type"], "application/json");
    let all: Vec<_> = stores.get_stores().limit(100).items().try_collect().await?;
    let ids = all.iter().filter_map(|store| store.id.as_deref());
    assert_eq!(ids.collect::<Vec<_>>(), [STORE, id]);
    let pages: Vec<_> = stores.get_stores().limit(1).pages().try_collect().await?;
    assert_eq!(
        pages.iter().map(|page| page.data.len()).collect::<Vec<_>>(),
        [1, 1]
    );
    Ok(())
}

/// The documented program for items, with a smaller batch.
async fn items_program(client: &Client, id: &str) -> Result<(), Error> {
    let items = client.kv_store_item();
    items
        .upsert_item(id, "a/b c.txt")
        .body("hello")
        .metadata("v1")
        .time_to_live_sec(60)
        .send()
        .await?;
    let item = items.get_item(id, "a/b c.txt").send().await?;
    assert_eq!(item.metadata.as_deref(), Some("v1"));
    let generation: u64 = item.generation.unwrap();
    let value: bytes::Bytes = item.bytes().await?;
    assert_eq!(value, "hello");
    let refused = items
        .upsert_item(id, "k")
        .body(value)
        .if_generation_match(generation)
        .send()
        .await;
    assert!(
        refused.is_err_and(|error| error.is_precondition_failed()),
        "`k` has no generation yet"
    );
    items
        .upsert_item(id, "k")
        .body("here")
        .if_generation_match(0)
        .send()
        .await?;
    items.upsert_item(id, "a/2").body("second").send().await?;
    let keys = items
        .list_item_keys(id)
        .prefix("a/")
        .consistency(Consistency::Eventual)
        .items();
    assert_eq!(
        is_stream_of_keys(keys).try_collect::<Vec<_>>().await?,
        ["a/2", "a/b c.txt"]
    );
    items
        .upsert_batch(id, (0..1_000).map(|n| BatchItem::new(format!("k{n}"), "v")))
        .send()
        .await?;

    items.delete_item(id, "k").send().await?;
    match items.delete_item(id, "k").send().await {
        Err(e) if e.is_not_found() => {}
        Err(Error::Api(e)) => {
            e.status();
            e.headers();
            e.body();
            e.json::<BatchResponse>()?;
        }
        other => {
            other?;
        }
    }
    Ok(())
}

fn is_stream_of_keys<S: Stream<Item = Result<String, Error>>>(stream: S) -> S {
    stream
}

/// Runs the documented programs.
async fn programs(client: &Client, emulator: &Emulator) -> Result<(), Error> {
    stores_program(client).await?;
    items_program(client, STORE).await?;
    // The two items that the program keeps, and the batch.
    assert_eq!(emulator.keys(STORE).len(), 2 + 1_000);
    Ok(())
}

#[tokio::test]
async fn the_programs_work_over_a_socket() -> Result<(), Error> {
    let emulator = emulator().await;
    programs(&client_of(&emulator), &emulator).await
}

/// Removes the prefix of the path, as a gateway does.
fn gateway(mut request: http::Request<Body>) -> http::Request<Body> {
    let uri = request.uri().to_string();
    let (host, path) = uri.split_once("/prefix/").expect("the prefix is kept");
    *request.uri_mut() = format!("{host}/{path}").parse().expect("a valid URL");
    assert_eq!(request.headers()["user-agent"], "my-app/1.0");
    request
}

#[tokio::test]
async fn the_programs_work_with_a_path_prefix() -> Result<(), Error> {
    let emulator = emulator().await;
    let client = settings(&format!("{}/prefix", emulator.url()))?
        .layer(tower::util::MapRequestLayer::new(gateway))
        .build()?;
    programs(&client, &emulator).await
}

#[tokio::test]
async fn the_programs_work_with_a_custom_reqwest_client() -> Result<(), Error> {
    let emulator = emulator().await;
    // Only this client can resolve the name.
    let pool = reqwest::Client::builder().resolve("kv.invalid", emulator.address());
    let port = emulator.address().port();
    let client = settings(&format!("http://kv.invalid:{port}"))?
        .http_client(pool.build().unwrap())
        .build()?;
    programs(&client, &emulator).await
}

#[tokio::test]
async fn a_stack_of_tower_layers_is_a_service() -> Result<(), Error> {
    let stack = tower::ServiceBuilder::new()
        .map_request(|mut request: http::Request<Body>| {
            request
                .headers_mut()
                .insert("x-layer", http::HeaderValue::from_static("passed"));
            request
        })
        .service_fn(|request: http::Request<Body>| async move {
            let header = request.headers()["x-layer"].as_bytes().to_vec();
            Ok::<_, std::io::Error>(http::Response::new(http_body_util::Full::from(header)))
        });
    let client = Client::builder().token(TOKEN).service(stack).build()?;
    let item = client.kv_store_item().get_item("s", "k").send().await?;
    assert_eq!(item.text().await?, "passed");
    Ok(())
}

#[tokio::test]
async fn a_closure_is_a_service() -> Result<(), Error> {
    let service = tower::service_fn(|request: http::Request<Body>| async move {
        assert_eq!(
            request.uri(),
            "https://api.fastly.com/resources/stores/kv/s/keys/k"
        );
        Ok::<_, std::io::Error>(http::Response::new(http_body_util::Full::from(
            "from a closure",
        )))
    });
    let client = Client::builder().token(TOKEN).service(service).build()?;
    assert_eq!(
        client
            .kv_store_item()
            .get_item("s", "k")
            .send()
            .await?
            .text()
            .await?,
        "from a closure"
    );
    Ok(())
}

#[tokio::test]
async fn bodies_can_be_written_and_read_as_bytes_strings_and_streams() -> Result<(), Error> {
    let emulator = emulator().await;
    let items = client_of(&emulator).kv_store_item();
    let streamed = stream::iter(["two ", "pieces"].map(Ok::<_, std::io::Error>));
    let bodies: [(Body, &[u8]); 6] = [
        ("text".into(), b"text"),
        (String::from("owned").into(), b"owned"),
        (b"bytes".into(), b"bytes"),
        (vec![0, 255].into(), &[0, 255]),
        (Bytes::from_static(b"shared").into(), b"shared"),
        (Body::from_stream(streamed), b"two pieces"),
    ];
    for (body, value) in bodies {
        items.upsert_item(STORE, "k").body(body).send().await?;
        assert_eq!(
            items.get_item(STORE, "k").send().await?.bytes().await?,
            value
        );
        let chunks: Vec<Bytes> = items
            .get_item(STORE, "k")
            .send()
            .await?
            .into_stream()
            .try_collect()
            .await?;
        assert_eq!(chunks.concat(), value);
        let text = items.get_item(STORE, "k").send().await?.text().await;
        assert_eq!(text.is_ok(), std::str::from_utf8(value).is_ok(), "{text:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_batch_is_encoded_while_it_is_sent() {
    const COUNT: usize = 100_000;
    let (lines, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let received = Arc::clone(&lines);
    let service = tower::service_fn(move |request: http::Request<Body>| {
        let received = Arc::clone(&received);
        async move {
            let mut body = request.into_body();
            while let Some(Ok(frame)) = http_body_util::BodyExt::frame(&mut body).await {
                let data = frame.into_data().unwrap_or_default();
                let lines = data.split(|byte| *byte == b'\n').count() - 1;
                received.fetch_add(lines, Ordering::Relaxed);
            }
            Ok::<_, std::io::Error>(http::Response::new(http_body_util::Full::from("{}")))
        }
    });
    let client = Client::builder().token(TOKEN).service(service).build();
    let (seen, reader) = (Arc::clone(&most), Arc::clone(&lines));
    let batch = (0..COUNT).map(move |n| {
        let received = reader.load(Ordering::Relaxed);
        seen.fetch_max(n - received.min(n), Ordering::Relaxed);
        BatchItem::new(format!("k{n}"), "v")
    });
    let items = client.expect("a client").kv_store_item();
    items
        .upsert_batch(STORE, batch)
        .send()
        .await
        .expect("a batch");
    assert_eq!(lines.load(Ordering::Relaxed), COUNT);
    // Two chunks of 64 KiB, with lines of at least 27 bytes.
    let ahead = most.load(Ordering::Relaxed);
    assert!(
        ahead < 5_000,
        "{ahead} items were created before they were received"
    );
}

#[tokio::test]
async fn a_batch_waits_for_a_slow_server() {
    const COUNT: usize = 1_000_000;
    let made = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&made);
    // Reads only the first chunk of the body.
    let service = tower::service_fn(|request: http::Request<Body>| async move {
        let mut body = request.into_body();
        let _ = http_body_util::BodyExt::frame(&mut body).await;
        Ok::<_, std::io::Error>(http::Response::new(http_body_util::Full::from("{}")))
    });
    let client = Client::builder()
        .token(TOKEN)
        .service(service)
        .build()
        .expect("a client");
    let batch = (0..COUNT).inspect(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    let batch = batch.map(|n| BatchItem::new(format!("k{n}"), "v"));
    client
        .kv_store_item()
        .upsert_batch(STORE, batch)
        .send()
        .await
        .expect("a batch");
    assert!(
        made.load(Ordering::Relaxed) < 10_000,
        "{made:?} items were created for one chunk"
    );
}

#[tokio::test]
async fn a_batch_can_be_any_collection_or_a_stream() -> Result<(), Error> {
    let emulator = emulator().await;
    let items = client_of(&emulator).kv_store_item();
    let batch = |prefix| {
        [
            BatchItem::new(format!("{prefix}/a"), "1"),
            BatchItem::new(format!("{prefix}/b"), vec![0])
                .metadata("m")
                .time_to_live_sec(60),
        ]
    };
    items.upsert_batch(STORE, batch("array")).send().await?;
    items
        .upsert_batch(STORE, batch("vec").to_vec())
        .send()
        .await?;
    let stream = stream::iter(batch("stream")).map(Ok::<_, std::io::Error>);
    items
        .upsert_batch(STORE, NdJson::from_stream(stream))
        .send()
        .await?;
    for prefix in ["array", "vec", "stream"] {
        let item = |key| emulator.item(STORE, &format!("{prefix}/{key}")).expect(key);
        assert_eq!(
            (item("a").value(), item("b").value()),
            (&"1".into(), &vec![0].into())
        );
        assert_eq!(item("b").metadata(), "m");
        assert!(item("b").time_to_live().is_some());
    }
    Ok(())
}

#[tokio::test]
async fn errors_have_predicates_for_their_kind() {
    type Is = fn(&Error) -> bool;
    let kinds: [(u16, Is); 4] = [
        (404, Error::is_not_found),
        (409, Error::is_conflict),
        (412, Error::is_precondition_failed),
        (429, Error::is_rate_limited),
    ];
    for (status, _) in kinds {
        let service = tower::service_fn(move |_: http::Request<Body>| async move {
            http::Response::builder()
                .status(status)
                .header("x-id", "7")
                .body(http_body_util::Full::<Bytes>::from("{\"title\":\"no\"}"))
        });
        let client = Client::builder()
            .token(TOKEN)
            .retry(RetryPolicy::none())
            .service(service)
            .build()
            .unwrap();
        let error = client
            .kv_store()
            .delete_store(STORE)
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert!(!error.is_timeout());
        for (kind, is) in kinds {
            assert_eq!(is(&error), kind == status, "{error}");
        }
        let Error::Api(api) = error else {
            panic!("{error}")
        };
        assert_eq!(
            (api.status().as_u16(), &api.headers()["x-id"]),
            (status, &"7".parse().unwrap())
        );
        assert_eq!(
            api.json::<BatchResponse>().unwrap().title.as_deref(),
            Some("no")
        );
        assert!(api.json::<Vec<u8>>().is_err());
    }
}

#[tokio::test]
async fn a_call_without_a_response_times_out() -> Result<(), Error> {
    let emulator = emulator().await;
    emulator.set_faults([Fault::stall()], 0);
    let client = settings(emulator.url())?
        .timeout(Duration::from_millis(50))
        .retry(RetryPolicy::none())
        .build()?;
    let error = client
        .kv_store_item()
        .get_item(STORE, "k")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.status(), None);
    assert_eq!(
        error.to_string(),
        "`get-item` timed out after 50ms waiting for the response"
    );
    Ok(())
}

#[test]
fn an_invalid_base_url_is_rejected() {
    assert!(
        Client::builder()
            .base_url("http://127.0.0.1:8080/prefix")
            .is_ok()
    );
    for wrong in ["", "127.0.0.1:8080", "ftp://127.0.0.1/", "http://"] {
        let error = Client::builder().base_url(wrong).expect_err(wrong);
        assert!(matches!(error, Error::Config(_)), "{error:?}");
    }
}

#[tokio::test]
async fn a_token_is_never_displayed() -> Result<(), Error> {
    // Nothing listens on this port.
    let builder = settings("http://127.0.0.1:1")?.retry(RetryPolicy::none());
    let mut shown = format!("{builder:?}");
    let client = builder.build()?;
    let call = client.kv_store_item().get_item(STORE, "k");
    shown += &format!(
        "{client:?}{:?}{:?}{call:?}",
        client.kv_store(),
        client.kv_store_item()
    );
    let error = call.send().await.expect_err("no server");
    assert!(matches!(error, Error::Connection(_)), "{error}");
    shown += &all_of(&error);
    let unsendable = format!("{TOKEN}\n");
    shown += &all_of(
        &Client::builder()
            .token(unsendable)
            .build()
            .expect_err("a token with a line break"),
    );
    assert!(shown.contains("redacted"), "{shown}");
    assert!(!shown.contains(TOKEN), "{shown}");
    Ok(())
}

/// Returns the `Display` and `Debug` output of an error and its sources.
fn all_of(error: &(dyn StdError + 'static)) -> String {
    let mut shown = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        shown += &format!("{error} {error:?} ");
        next = error.source();
    }
    shown
}

/// Runs this test in a child process with this token in the environment, since changing the environment of a running
/// process is unsafe. Returns true in the child process.
fn is_child_process(test: &str, token: Option<&str>) -> bool {
    const MARKER: &str = "IS_CHILD_PROCESS";
    if std::env::var_os(MARKER).is_some() {
        return true;
    }
    let mut child = Command::new(std::env::current_exe().expect("the path of this test"));
    child
        .args(["--exact", test])
        .env(MARKER, "1")
        .env_remove("FASTLY_API_TOKEN");
    child.envs(token.map(|token| ("FASTLY_API_TOKEN", token)));
    let output = child.output().expect("the test runs");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && stdout.contains("1 passed"),
        "{stdout}"
    );
    false
}

#[test]
fn a_missing_environment_variable_is_named() {
    if is_child_process("a_missing_environment_variable_is_named", None) {
        let error = Client::from_env().expect_err("no token");
        assert!(matches!(error, Error::Config(_)), "{error:?}");
        assert!(error.to_string().contains("FASTLY_API_TOKEN"), "{error}");
    }
}

#[test]
fn an_empty_environment_variable_is_an_error() {
    if is_child_process("an_empty_environment_variable_is_an_error", Some(" ")) {
        let error = Client::from_env().expect_err("no token");
        assert!(error.to_string().contains("FASTLY_API_TOKEN"), "{error}");
    }
}

#[test]
fn a_client_reads_its_token_from_the_environment() {
    if is_child_process("a_client_reads_its_token_from_the_environment", Some(TOKEN)) {
        let client = Client::from_env().expect("a client");
        assert!(!format!("{client:?}").contains(TOKEN), "{client:?}");
    }
}

#[tokio::test]
async fn calls_of_a_client_run_concurrently() -> Result<(), Error> {
    let emulator = emulator().await;
    let client = client_of(&emulator);
    let write = |n: u32| {
        let client = client.clone();
        tokio::spawn(async move {
            client
                .kv_store_item()
                .upsert_item(STORE, format!("k{n}"))
                .body("v")
                .send()
                .await
        })
    };
    let written: Vec<_> = (0..100).map(write).collect();
    for result in written {
        result.await.expect("no panic")?;
    }
    assert_eq!(emulator.keys(STORE).len(), 100);
    Ok(())
}

#[test]
fn public_types_are_send_and_sync() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    fn an_error<T: StdError + Send + Sync + 'static>() {}
    fn sent<T: Send>(_: T) {}
    fn a_call(
        client: &Client,
    ) -> impl Future<Output = Result<Response<()>, Error>> + Send + 'static {
        client.kv_store().delete_store(STORE).send()
    }
    shared::<Client>();
    an_error::<Error>();
    let client = Client::builder().token(TOKEN).build().expect("a client");
    sent(a_call(&client));
    sent(client.kv_store().get_stores().items());
    sent(client.kv_store().get_stores().pages());
}
