use shelf::{Client, Error, types};

async fn caller(client: Client) -> Result<(), Error> {
    let mut note = types::NoteForm::new("text");
    note = note.labels(vec!["a".to_owned()]);
    client.books().create_note(&note).send().await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
