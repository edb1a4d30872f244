use shelf::types;

fn main() {
    fn more(book: &types::Book) -> Option<&serde_json::Value> {
        book.additional_properties.get("more")
    }
    let _ = more;
}
