use shelf::{Client, Error, types};

async fn caller(client: Client) -> Result<(), Error> {
    let within = types::Within::default().shelf("a");
    client
        .books()
        .search()
        .within(&within)
        .priority(types::Priority::N1)
        .send()
        .await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
