use shelf::{Client, Error, types};

async fn caller(client: Client) -> Result<(), Error> {
    let lines = client
        .books()
        .import_books([types::NewBook::new("title", "author")])
        .send()
        .await?;
    let lines: shelf::JsonLines<types::Ticket> = lines.into_inner();
    drop(lines);
    Ok(())
}

fn main() {
    let _ = caller;
}
