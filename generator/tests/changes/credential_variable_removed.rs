fn main() {
    let _ = shelf::Client::from_env();
}
