use shelf::types;

fn main() {
    let _: types::Isbn = String::new();
}
