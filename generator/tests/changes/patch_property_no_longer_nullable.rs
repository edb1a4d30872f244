use shelf::types;

fn main() {
    let mut patch = types::MediumPatch::default();
    patch.label = Some(None);
    patch.owner = Some("me".to_owned());
    println!("{patch:?}");
}
