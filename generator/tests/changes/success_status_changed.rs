use shelf::{Client, Error, types};

async fn caller(client: Client) -> Result<(), Error> {
    let book = client
        .books()
        .create_book(&types::NewBook::new("title", "author"))
        .send()
        .await?;
    println!("{}", book.title);
    Ok(())
}

fn main() {
    let _ = caller;
}
