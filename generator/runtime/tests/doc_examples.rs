//! Compiles the examples in the runtime's documentation.
//!
//! The files of the runtime are also part of generated crates. Doc tests compile most examples there, with hidden lines
//! that name the crate. They ignore those in macros. A test compares the visible lines of all
//! examples with the functions of this file.

#![cfg(feature = "reqwest")]
#![allow(missing_docs, reason = "the names of tests describe them")]
#![allow(
    dead_code,
    clippy::let_and_return,
    reason = "the examples are only compiled"
)]

use std::fmt::Debug;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use futures::{TryStreamExt, stream};
use openapi_crate_runtime::{
    Body, BoxError, ByStatus, ByteStream, Call, CallOptions, Client, ClientBuilder, Error, Events,
    Failures, Items, Method, NdJson, Operation, Page, Pages, Part, RawResponse, Response,
    RetryPolicy, TokenSource,
};

use tower::timeout::TimeoutLayer;

/// The source of this file, which contains every example.
const THIS_FILE: &str = include_str!("doc_examples.rs");

fn body(png: Bytes) -> [Body; 3] {
    let text = Body::from("hello");
    let image = Body::from(png).with_content_type("image/png");
    let chunks = stream::iter([Ok::<_, std::io::Error>("hello, "), Ok("world")]);
    let stream = Body::from_stream(chunks).with_length(12);
    [text, image, stream]
}

async fn byte_stream(mut body: ByteStream, mut file: impl Write) -> Result<(), BoxError> {
    while let Some(chunk) = body.try_next().await? {
        file.write_all(&chunk)?;
    }
    Ok(())
}

fn client_builder(builder: ClientBuilder) -> Result<Client, Error> {
    let client = builder
        .base_url("https://proxy.example.com/api")?
        .timeout(Duration::from_secs(30))
        .retry(RetryPolicy::none())
        .build()?;
    Ok(client)
}

/// A histogram of a metrics crate.
trait Histogram: Send + Sync + 'static {
    fn record(&self, value: f64, attributes: &[(&str, String)]);
}

fn attempt_report(builder: ClientBuilder, duration: impl Histogram) -> Result<Client, Error> {
    let client = builder
        .on_attempt(move |report| {
            let attributes = [
                ("http.request.method", report.method.to_string()),
                ("server.address", report.server_address.to_owned()),
                ("server.port", report.server_port.to_string()),
                (
                    "error.type",
                    report.error_type.unwrap_or_default().to_owned(),
                ),
            ];
            duration.record(report.duration.as_secs_f64(), &attributes);
        })
        .build()?;
    Ok(client)
}

fn client_retries(builder: ClientBuilder) -> Result<Client, Error> {
    let policy = RetryPolicy::default()
        .max_total(Duration::from_secs(300))
        .wait_for_reset(true);
    let client = builder.retry(policy).build()?;
    Ok(client)
}

fn client_timeouts(builder: ClientBuilder) -> Result<Client, Error> {
    let client = builder
        .timeout(Duration::from_secs(120))
        .attempt_timeout(Duration::from_secs(30))
        .idle_timeout(Duration::from_secs(10))
        .build()?;
    Ok(client)
}

async fn client_request(client: Client) -> Result<serde_json::Value, Error> {
    let response = client
        .request(Method::GET, "/resources/stores")
        .query("limit", 1)
        .send()
        .await?;
    let stores: serde_json::Value = response.json().await?;
    Ok(stores)
}

fn client_layer(builder: ClientBuilder) -> Result<Client, Error> {
    let client = builder
        .layer(TimeoutLayer::new(Duration::from_secs(5)))
        .build()?;
    Ok(client)
}

/// The builder of a generated request.
struct Request(Call);

impl Request {
    fn options(self, options: CallOptions) -> Self {
        Self(self.0.options(options))
    }

    async fn send(self) -> Result<Response<()>, Error> {
        self.0.send_empty().await
    }
}

struct Store {
    name: String,
}

fn response_value(response: Response<Store>) -> Store {
    println!("{} {}", response.status(), response.name);
    let store = response.into_inner();
    store
}

async fn call_options(request: Request) -> Result<Response<()>, Error> {
    let options = CallOptions::new()
        .timeout(Duration::from_secs(2))
        .retry(RetryPolicy::none())
        .header("x-trace", "7")?;
    let response = request.options(options).send().await?;
    Ok(response)
}

fn client_blocking<T>(call: impl Future<Output = Result<T, Error>>) -> Result<T, BoxError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let response = runtime.block_on(call)?;
    Ok(response)
}

fn error(result: Result<(), Error>) -> Result<(), Error> {
    match result {
        Ok(()) => println!("deleted"),
        Err(error) if error.is_not_found() => println!("already deleted"),
        Err(Error::Api(error)) => println!("status {}: {:?}", error.status(), error.message()),
        Err(error) => return Err(error),
    }
    Ok(())
}

async fn events(mut events: Events<String>) -> Result<(), Error> {
    while let Some(event) = events.try_next().await? {
        println!("{}: {}", event.event, event.data);
    }
    Ok(())
}

struct DeleteItem;

#[derive(Debug)]
enum DeleteItemFailure {
    NotFound(String),
    Gone,
}

impl ByStatus for DeleteItemFailure {
    fn read(response: RawResponse) -> Result<Self, Error> {
        match response.status() {
            404 => response.json().map(Self::NotFound),
            410 => Ok(Self::Gone),
            _ => Err(response.undocumented()),
        }
    }
}

impl Failures for DeleteItem {
    type Failure = DeleteItemFailure;

    fn operation() -> &'static Operation {
        static DELETE_ITEM: Operation = Operation::new("delete-item", Method::DELETE);
        &DELETE_ITEM
    }
}

fn failure(error: Error) -> Result<(), Error> {
    match error.failure::<DeleteItem>() {
        Some(DeleteItemFailure::NotFound(problem)) => println!("{problem:?}"),
        _ => return Err(error),
    }
    Ok(())
}

async fn items<P: Page>(mut items: Items<P>) -> Result<(), Error>
where
    P::Item: Debug,
{
    while let Some(item) = items.try_next().await? {
        println!("{item:?}");
    }
    Ok(())
}

fn nd_json() -> (NdJson<String>, NdJson<&'static str>) {
    let lazy = NdJson::from((0..1_000_000).map(|n| format!("item {n}")));
    let stream = NdJson::from_stream(stream::iter([Ok::<_, std::io::Error>("item")]));
    (lazy, stream)
}

async fn pages<P: Page>(mut pages: Pages<P>) -> Result<(), Error> {
    while let Some(page) = pages.try_next().await? {
        println!("{} items", page.into_inner().into_items().len());
    }
    Ok(())
}

fn part(png: Bytes) -> Part {
    let photo = Part::new(png)
        .file_name("photo.png")
        .content_type("image/png");
    photo
}

async fn response(response: Response<ByteStream>) -> Result<Bytes, Error> {
    println!("{} {:?}", response.status(), response.headers().get("etag"));
    let body = response.bytes().await?;
    Ok(body)
}

fn retry_policy() -> RetryPolicy {
    let policy = RetryPolicy::default()
        .max_attempts(5)
        .max_total(Duration::from_secs(20));
    policy
}

fn token_source() -> impl TokenSource {
    let source = || async { Ok::<_, BoxError>("…".to_owned()) };
    source
}

/// A double of two operations.
#[cfg(feature = "testing")]
mod double {
    use std::convert::Infallible;
    use std::time::Duration;

    use bytes::Bytes;
    use openapi_crate_runtime::testing::{
        Fault, On, Recorded, Reply, Respond, TypedCall, TypedReply, UntypedDouble,
    };

    struct Double(UntypedDouble);

    impl Double {
        fn create_store(&self) -> On<AnyCall> {
            self.0.on()
        }

        fn get_item(&self) -> On<AnyCall> {
            self.0.on()
        }

        fn delete_item(&self) -> On<AnyCall> {
            self.0.on()
        }
    }

    #[derive(Debug)]
    struct AnyCall;

    impl TypedCall for AnyCall {
        const OPERATION: &'static str = "any";
        const STATUS: u16 = 200;
        const MEDIA_TYPE: &'static str = "";
        type Reply = TypedReply<GetItemResponse>;
        type Failure = Infallible;

        fn read(_: &Recorded) -> Result<Self, String> {
            Ok(Self)
        }
    }

    struct GetItemResponse(Bytes);

    impl GetItemResponse {
        fn new(body: &'static str) -> Self {
            Self(body.into())
        }
    }

    impl Respond for GetItemResponse {
        fn respond(self) -> Reply {
            Reply::new().body(self.0)
        }
    }

    /// The client of an API whose responses never arrive.
    #[derive(Clone, Copy)]
    struct StalledClient;

    fn client_of(_: &Double) -> StalledClient {
        StalledClient
    }

    impl StalledClient {
        fn kv_store_item(self) -> Self {
            self
        }

        fn get_item(self, _store: &str, _key: &str) -> Self {
            self
        }

        async fn send(self) {
            std::future::pending::<()>().await;
        }
    }

    impl Double {
        fn new() -> Self {
            Self(UntypedDouble::new(&[]))
        }
    }

    #[rustfmt::skip]
    #[tokio::test(start_paused = true)]
    async fn gives_up_after_two_seconds() {
        let api = Double::new();
        api.get_item().fail(Fault::stalled());
        let items = client_of(&api).kv_store_item();
        let call = items.get_item("store", "key").send();
        assert!(tokio::time::timeout(Duration::from_secs(2), call).await.is_err());
    }

    // The lines are those of the documentation.
    #[rustfmt::skip]
    fn fault(api: &Double) {
        api.delete_item().fail(Fault::status(503)).times(1);
        api.get_item().fail(Fault::rate_limited(Duration::from_secs(7)));
        api.get_item().fail(Fault::truncated(3)).then_reply(GetItemResponse::new("hello"));
    }

    async fn stalled(api: &Double, client: openapi_crate_runtime::Client) {
        use tokio::time::timeout;
        let my_code = |_: &openapi_crate_runtime::Client| std::future::pending::<()>();

        // With `#[tokio::test(start_paused = true)]`:
        api.get_item().fail(Fault::stalled());
        let outcome = timeout(Duration::from_secs(2), my_code(&client)).await;
        assert!(outcome.is_err());
    }

    #[rustfmt::skip]
    fn reply(api: &Double, store: &serde_json::Value) {
        api.create_store().reply(Reply::new().status(201).json(&store).header("etag", "7"));
        api.get_item().reply(Reply::new().status(503).body("try later"));
    }
}

/// Appends the examples in the files of a folder: their lines, without indentation.
fn collect(folder: &Path, examples: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, examples);
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let docs = source
            .lines()
            .filter_map(|line| line.trim().strip_prefix("///"))
            .map(str::trim)
            .filter(|line| !line.starts_with("# "))
            .collect::<Vec<_>>()
            .join("\n")
            .replace("```no_run\n", "```ignore\n");
        let fenced = docs.split("```ignore\n").skip(1);
        examples.extend(fenced.map(|rest| rest.split("```").next().unwrap().to_owned()));
    }
}

#[test]
fn every_example_is_compiled() {
    let mut examples = Vec::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut examples,
    );
    let compiled = THIS_FILE.lines().map(str::trim).collect::<Vec<_>>();
    let compiled = compiled.join("\n");
    for example in &examples {
        assert!(
            compiled.contains(example),
            "add this example to this file:\n{example}"
        );
    }
    // Those of the client are also in `own_client.rs`.
    assert_eq!(examples.len(), 30);
}
