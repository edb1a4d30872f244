use shelf::types;

fn main() {
    fn read(tape: &types::Tape) -> Option<&str> {
        tape.labels.as_ref()?.get("side").map(String::as_str)
    }
    let _ = read;
}
