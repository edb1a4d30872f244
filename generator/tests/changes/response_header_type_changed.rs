use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    let book = client.books().get_book("1").send().await?;
    let revision: Option<&str> = book.etag.as_deref();
    println!("{revision:?}");
    Ok(())
}

fn main() {
    let _ = caller;
}
