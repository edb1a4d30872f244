use shelf::types;

fn main() {
    if let types::Size::Integer(size) = types::Size::from(1) {
        println!("{size}");
    }
}
