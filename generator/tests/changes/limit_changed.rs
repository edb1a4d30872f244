use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    client.books().list_books().limit(5).send().await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
