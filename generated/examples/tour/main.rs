//! A tour of the KV Store API, operation by operation.
//!
//! ```text
//! cargo run -p fastly-kv-store --example tour                           # the emulator: no account, no network
//! FASTLY_API_TOKEN=… cargo run -p fastly-kv-store --example tour        # the live API, in a temporary store
//! ```
//!
//! The steps of the tour are in `walk.rs`.

mod walk;

use std::env;
use std::io::stdout;
use std::process::ExitCode;
use std::time::SystemTime;

use fastly_kv_emulator::{Emulator, RateLimit};
use fastly_kv_store::{BoxError, Client};

#[tokio::main]
async fn main() -> ExitCode {
    let has_token = env::var_os("FASTLY_API_TOKEN").is_some_and(|token| !token.is_empty());
    let toured = if has_token {
        live().await
    } else {
        emulated().await
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

/// Tours the emulator, which this program starts.
async fn emulated() -> Result<(), BoxError> {
    println!("The emulator. Set FASTLY_API_TOKEN to take the tour of the live API.");
    let limit = RateLimit::per_hour(1_000);
    let emulator = Emulator::builder().rate_limit(limit).start().await?;
    let client = Client::builder().token("any").base_url(emulator.url())?;
    walk::tour(&client.build()?, "tour", &mut stdout()).await
}
