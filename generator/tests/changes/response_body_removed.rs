use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    let book = shelf::types::NewBook::new("Emma", "Austen");
    let created = client.books().create_book(&book).send().await?;
    println!("{}", created.title);
    Ok(())
}

fn main() {
    let _ = caller;
}
