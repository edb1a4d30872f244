use shelf::types;

fn main() {
    fn read(tape: &types::Tape) -> Option<i64> {
        tape.recorded.map(|time| time.as_second())
    }
    let _ = read;
}
