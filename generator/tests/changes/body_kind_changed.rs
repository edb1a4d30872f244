use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    let book = shelf::types::NewBook::new("Emma", "Austen");
    client.books().create_book(&book).send().await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
