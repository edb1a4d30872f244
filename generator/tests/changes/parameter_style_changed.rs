use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    client
        .books()
        .list_books()
        .author(&["Ada".to_owned()])
        .send()
        .await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
