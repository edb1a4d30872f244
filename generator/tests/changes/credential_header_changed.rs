fn main() {
    let _ = shelf::Client::builder().token("secret");
}
