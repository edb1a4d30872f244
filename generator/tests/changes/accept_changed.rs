use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    client.covers().get_cover("1").send().await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
