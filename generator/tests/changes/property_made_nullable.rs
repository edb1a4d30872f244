use shelf::types;

fn main() {
    fn read(value: &types::Disc) -> Option<String> {
        value.code.clone()
    }
    let _ = read;
}
