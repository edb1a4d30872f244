use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    let target = client.books().get_archive().send().await?.location.clone();
    println!("{target:?}");
    Ok(())
}

fn main() {
    let _ = caller;
}
