//! Prints the books and the pens on sale.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let policy = books_client::RetryPolicy::none();
    let books = books_client::Client::builder().retry(policy.clone()).build()?;
    // The types of the runtime are the same in both clients.
    let pens = pens_client::Client::builder().retry(policy).build()?;
    println!("{books:?} {pens:?}");
    Ok(())
}
