use shelf::types;

fn main() {
    let _ = types::BookChange::default().title("Emma");
}
