use shelf::types;

fn main() {
    let _ = types::SpineLabel::new("Novels A to F");
}
