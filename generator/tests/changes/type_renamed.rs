use shelf::types;

fn main() {
    let _ = types::Shelfmark::default();
}
