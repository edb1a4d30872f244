use client::Client;

pub async fn run(base: String) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::new(&base);
    match client.probe().await {
        Err(client::Error::ErrorResponse(response)) => {
            let missing: client::types::Missing = response.into_inner();
            assert_eq!(missing.reason, "no such item");
            Ok("typed".into())
        }
        Err(error) => Err(error.into()),
        Ok(_) => Err("success".into()),
    }
}
