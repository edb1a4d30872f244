use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    client.books().lend("book", "reader", 14).send().await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
