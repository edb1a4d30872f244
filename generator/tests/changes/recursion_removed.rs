use shelf::types;

fn main() {
    fn read(ticket: &types::Ticket) -> Option<i64> {
        ticket.child.as_ref()?.number
    }
    let _ = read;
}
