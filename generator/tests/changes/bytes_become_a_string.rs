use shelf::types;

fn main() {
    fn read(tape: &types::Tape) -> Option<usize> {
        tape.image.as_ref().map(|image| image.slice(..1).len())
    }
    let _ = read;
}
