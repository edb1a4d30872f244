use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    let book = client.books().get_book("emma").send().await?;
    let _: &str = &book.id;
    Ok(())
}

fn main() {
    let _ = caller;
}
