use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    let days: i32 = 14;
    client.books().lend("book", "reader", days).send().await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
