//! Prints the books on sale.

/// The client of the bookshop.
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/api/mod.rs"));
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = api::Client::builder().build()?;
    let call = client.books().list_books().title("rust").send();
    // A program that sends the call awaits it on a `tokio` runtime.
    drop(call);
    println!("{client:?}");
    Ok(())
}
