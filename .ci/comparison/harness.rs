mod program;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let base = std::env::args().nth(1).unwrap_or_default();
    match program::run(base).await {
        Ok(seen) => println!("ok {seen}"),
        Err(error) => println!("error {error}"),
    }
}
