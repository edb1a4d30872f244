use shelf::types;

fn main() {
    let _ = types::Problem::default();
}
