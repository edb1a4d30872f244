use shelf::types;

fn main() {
    let pages: i32 = 300;
    let _ = types::NewBook::new("Emma", "Austen").page_count(pages);
}
