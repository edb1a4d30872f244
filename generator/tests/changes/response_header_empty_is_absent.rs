use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    let book = client.books().get_book("1").send().await?;
    println!("{:?}", book.etag);
    Ok(())
}

fn main() {
    let _ = caller;
}
