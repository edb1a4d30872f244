use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    let id = Default::default();
    let medium = client.books().get_medium(id).send().await?;
    drop(medium);
    Ok(())
}

fn main() {
    let _ = caller;
}
