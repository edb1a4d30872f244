use shelf::types;

fn main() {
    let _ = types::Borrower::default();
    let _ = types::BorrowerCard::new("0123456789");
}
