use shelf::types;

fn main() {
    fn title(book: &types::Book) -> &str {
        &book.title
    }
    let _ = title;
}
