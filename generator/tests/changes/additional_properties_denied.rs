use shelf::types;

fn main() {
    fn more(book: &types::Book) -> usize {
        book.additional_properties.len()
    }
    let _ = more;
}
