//! A tour of the KV Store API, operation by operation.
//!
//! ```text
//! cargo run -p fastly-kv-store --example tour                           # a recorded API: no account, no network
//! FASTLY_API_TOKEN=… cargo run -p fastly-kv-store --example tour        # the live API, in a temporary store
//! ```
//!
//! The steps of the tour are in `walk.rs`.

#[path = "../../tests/replay/mod.rs"]
mod replay;
mod walk;

use std::env;
use std::io::stdout;
use std::process::ExitCode;
use std::time::SystemTime;

use fastly_kv_store::{BoxError, Client, RetryPolicy};

#[tokio::main]
async fn main() -> ExitCode {
    let has_token = env::var_os("FASTLY_API_TOKEN").is_some_and(|token| !token.is_empty());
    let toured = if has_token {
        live().await
    } else {
        recorded().await
    };
    let Err(error) = toured else {
        return ExitCode::SUCCESS;
    };
    eprintln!("error: {}", walk::with_sources(&*error));
    ExitCode::FAILURE
}

/// Tours the live API, in a store with a unique name.
async fn live() -> Result<(), BoxError> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let name = format!("tour-{}-{}", now.as_millis(), std::process::id());
    println!("The live API, in a store `{name}` that is deleted at the end.");
    walk::tour(&Client::from_env()?, &name, &mut stdout()).await
}

/// Tours a recorded API, served by this program.
async fn recorded() -> Result<(), BoxError> {
    println!("A recorded API. Set FASTLY_API_TOKEN to take the tour of the live one.");
    let exchanges = replay::files_in("tour")
        .iter()
        .map(|name| replay::load(name))
        .collect();
    let server = replay::Server::start(exchanges, replay::Matching::Exact).await;
    let client = Client::builder()
        .token(replay::TOKEN)
        .retry(RetryPolicy::none());
    let client = client.base_url(server.base_url())?.build()?;
    walk::tour(&client, walk::RECORDED_NAME, &mut stdout()).await?;
    server.finish().map_err(BoxError::from)
}
