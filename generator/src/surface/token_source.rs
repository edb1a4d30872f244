#[derive(Default)]
struct CachedToken {
    token: Mutex<Option<String>>,
    fetching: tokio::sync::Mutex<()>,
}

impl CachedToken {
    fn cached(&self) -> Option<String> {
        self.token.lock().unwrap().clone()
    }
}

impl TokenSource for CachedToken {
    fn token(&self) -> Pin<Box<dyn Future<Output = Result<String, BoxError>> + Send + '_>> {
        Box::pin(async {
            if let Some(token) = self.cached() {
                return Ok(token);
            }
            let _fetching = self.fetching.lock().await;
            // Another call may have fetched a token in the meantime.
            if let Some(token) = self.cached() {
                return Ok(token);
            }
            let token = fetch().await?;
            *self.token.lock().unwrap() = Some(token.clone());
            Ok(token)
        })
    }

    fn refused(&self, token: &str) {
        let mut cached = self.token.lock().unwrap();
        // Another call may have replaced the token already.
        if cached.as_deref() == Some(token) {
            *cached = None;
        }
    }
}
