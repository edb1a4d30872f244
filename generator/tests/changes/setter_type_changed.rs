use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    let limit: u64 = 5;
    client.books().list_books().limit(limit).send().await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
