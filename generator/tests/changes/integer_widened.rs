use shelf::types;

fn main() {
    fn read(book: &types::NewBook) -> Option<i32> {
        book.page_count
    }
    let _ = read;
}
