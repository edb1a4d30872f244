use shelf::Client;

fn main() {
    let builder = Client::builder().token("t");
    drop(builder);
}
