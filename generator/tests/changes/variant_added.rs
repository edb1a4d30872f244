use shelf::types;

fn main() {
    let genre = types::Genre::from("drama".to_owned());
    match genre {
        types::Genre::Novel | types::Genre::Poetry => {}
        other => println!("{other}"),
    }
}
