use shelf::types;

fn title(book: &types::Book) -> &str {
    &book.title
}

fn main() {
    let _ = title;
}
