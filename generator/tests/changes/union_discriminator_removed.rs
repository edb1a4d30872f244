use shelf::types;

fn main() {
    let medium: Option<types::Medium> = None;
    match medium {
        Some(types::Medium::Disc(disc)) => println!("{}", disc.diameter),
        Some(types::Medium::Tape(_)) => {}
        _ => {}
    }
}
