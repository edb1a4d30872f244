use shelf::{Client, Error, types};

async fn caller(client: Client) -> Result<(), Error> {
    let note = types::NoteForm::new("text");
    client
        .books()
        .create_note(&note)
        .x_client("me")
        .session("s")
        .send()
        .await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
