use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    let book = client.books().get_book("emma").send().await?;
    println!("{}", book.title);
    Ok(())
}

fn main() {
    let _ = caller;
}
