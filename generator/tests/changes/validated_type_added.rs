use shelf::types;

fn main() {
    let book = types::NewBook::new("title", "author");
    println!("{book:?}");
}
