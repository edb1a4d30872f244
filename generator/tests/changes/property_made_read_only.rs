use shelf::types;

fn main() {
    let book = types::NewBook::new("title", "author").page_count(7);
    println!("{book:?}");
}
