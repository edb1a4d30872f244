use shelf::types;

fn main() {
    fn isbn(book: &types::Book) -> Option<&str> {
        book.isbn.as_deref()
    }
    let _ = isbn;
}
