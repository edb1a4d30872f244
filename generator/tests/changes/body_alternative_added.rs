use shelf::{Client, Error, types};

async fn caller(client: Client, book: &types::NewBook) -> Result<(), Error> {
    client.books().create_book(book).send().await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
