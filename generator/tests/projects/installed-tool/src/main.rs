//! Prints the books on sale.

use bookshop_client::Client;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().build()?;
    let call = client.books().list_books().title("rust").send();
    // A program that sends the call awaits it on a `tokio` runtime.
    drop(call);
    println!("{client:?}");
    Ok(())
}
