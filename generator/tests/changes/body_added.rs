use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    client
        .books()
        .delete_book("1")
        .reason("lost")
        .send()
        .await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
