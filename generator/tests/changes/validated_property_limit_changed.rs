use shelf::types;

fn main() {
    if let Ok(card) = types::BorrowerCard::new("0123456789") {
        let _ = types::Borrower::default().card(card);
    }
}
