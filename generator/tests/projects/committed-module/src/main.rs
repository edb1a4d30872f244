//! Prints the books on sale.
#![deny(missing_docs, unused, clippy::pedantic)]

/// The client of the bookshop.
pub mod api;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = api::Client::builder().build()?;
    let call = client.books().list_books().title("rust").send();
    // A program that sends the call awaits it on a `tokio` runtime.
    drop(call);
    println!("{client:?}");
    Ok(())
}
