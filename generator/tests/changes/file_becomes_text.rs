use shelf::{Client, Error, types};

async fn caller(client: Client) -> Result<(), Error> {
    let file = shelf::Part::from(vec![1, 2, 3]);
    let scan = types::UploadScanParts::new("image").thumbnail(file);
    client.covers().upload_scan(scan).send().await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
