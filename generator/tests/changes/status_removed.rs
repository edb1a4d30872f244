use shelf::{Client, Error, types};

async fn caller(client: Client) -> Result<(), Error> {
    let id = Default::default();
    let changed = client
        .books()
        .change_medium(id, &types::MediumPatch::default())
        .send()
        .await?;
    match changed.into_inner() {
        types::ChangeMediumResponse::Ok(_) => {}
        types::ChangeMediumResponse::Accepted(ticket) => println!("{:?}", ticket.number),
        _ => {}
    }
    Ok(())
}

fn main() {
    let _ = caller;
}
