use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    let text: String = client.books().search().send().await?.into_inner();
    println!("{text}");
    Ok(())
}

fn main() {
    let _ = caller;
}
