use shelf::types;

fn main() {
    let _ = types::Genre::Unknown("drama".to_owned());
}
