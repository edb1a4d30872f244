use shelf::types;

fn main() {
    let _ = types::Genre::Novel;
}
