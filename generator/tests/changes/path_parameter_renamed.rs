use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    client.covers().put_cover("1", "png").send().await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
