use shelf::{Client, Error, types};

async fn caller(client: Client) -> Result<(), Error> {
    let books = [types::NewBook::new("title", "author")];
    let results = client.books().import_books(books).send().await?;
    drop(results);
    Ok(())
}

fn main() {
    let _ = caller;
}
