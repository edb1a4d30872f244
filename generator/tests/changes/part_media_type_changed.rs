use shelf::{Client, Error, types};

async fn caller(client: Client) -> Result<(), Error> {
    let scan = types::UploadScanParts::new("image")
        .label("front")
        .thumbnail("small");
    client.covers().upload_scan(scan).send().await?;
    Ok(())
}

fn main() {
    let _ = caller;
}
