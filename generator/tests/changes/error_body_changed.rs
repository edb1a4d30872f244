use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    if let Err(Error::Api(error)) = client.books().get_book("1").send().await {
        println!("{:?}", error.json::<shelf::types::Problem>());
    }
    Ok(())
}

fn main() {
    let _ = caller;
}
