use shelf::types;

fn main() {
    match types::Priority::from(1) {
        types::Priority::N1 => {}
        types::Priority::N3 => println!("three"),
        _ => {}
    }
}
