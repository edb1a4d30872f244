use shelf::types;

fn main() {
    let _ = types::NewBook::new("Emma", "Austen").page_count(300);
}
