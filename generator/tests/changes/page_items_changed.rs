use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    use futures_util::TryStreamExt;
    let books: Vec<shelf::types::Book> = client.books().list_books().items().try_collect().await?;
    println!("{books:?}");
    Ok(())
}

fn main() {
    let _ = caller;
}
