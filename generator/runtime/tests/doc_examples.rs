//! Compiles the examples that doc tests ignore: those in macros, whose crate they cannot name.
//!
//! A test compares the examples with the functions of this file.

#![cfg(feature = "reqwest")]
#![allow(missing_docs, reason = "the names of tests describe them")]
#![allow(dead_code, reason = "the examples are only compiled")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use openapi_crate_runtime::{BoxError, Client, ClientBuilder, Error, Method, RetryPolicy};
use tower::timeout::TimeoutLayer;

/// The source of this file, which contains every example.
const THIS_FILE: &str = include_str!("doc_examples.rs");

fn client_builder(builder: ClientBuilder) -> Result<Client, Error> {
    let client = builder
        .base_url("https://proxy.example.com/api")?
        .timeout(Duration::from_secs(30))
        .retry(RetryPolicy::none())
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

fn client_blocking<T>(call: impl Future<Output = Result<T, Error>>) -> Result<T, BoxError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let response = runtime.block_on(call)?;
    Ok(response)
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

/// Appends the ignored examples in the files of a folder: their lines, without indentation.
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
            .join("\n");
        let fenced = docs.split("```ignore\n").skip(1);
        examples.extend(fenced.map(|rest| rest.split("```").next().unwrap().to_owned()));
    }
}

#[test]
fn every_ignored_example_is_compiled() {
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
    assert_eq!(examples.len(), 6);
}
