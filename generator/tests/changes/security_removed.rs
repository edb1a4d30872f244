use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    client.books().get_book("1").send().await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
