#[derive(Default)]
struct Kept {
    token: Mutex<Option<String>>,
    fetching: tokio::sync::Mutex<()>,
}

impl Kept {
    fn kept(&self) -> Option<String> {
        self.token.lock().unwrap().clone()
    }
}

impl TokenSource for Kept {
    fn token(&self) -> Pin<Box<dyn Future<Output = Result<String, BoxError>> + Send + '_>> {
        Box::pin(async {
            if let Some(token) = self.kept() {
                return Ok(token);
            }
            let _fetching = self.fetching.lock().await;
            // Another call may have fetched one meanwhile.
            if let Some(token) = self.kept() {
                return Ok(token);
            }
            let token = fetch().await?;
            *self.token.lock().unwrap() = Some(token.clone());
            Ok(token)
        })
    }

    fn refused(&self, token: &str) {
        let mut kept = self.token.lock().unwrap();
        // By the time that a call hears of it there may be a new one.
        if kept.as_deref() == Some(token) {
            *kept = None;
        }
    }
}
