use shelf::{Client, Error, types};

async fn caller(client: Client) -> Result<(), Error> {
    let events: shelf::Events<types::Book> = client.books().watch().send().await?.into_inner();
    drop(events);
    Ok(())
}

fn main() {
    let _ = caller;
}
