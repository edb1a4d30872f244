use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    let _ = client.books().list_books().items();
    Ok(())
}

fn main() {
    let _ = caller;
}
