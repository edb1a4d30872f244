use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    let id = Default::default();
    let table = client.books().get_medium(id).send_as("text/csv").await?;
    drop(table);
    Ok(())
}

fn main() {
    let _ = caller;
}
