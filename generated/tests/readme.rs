//! Is what the README shows what compiles, and what it states what the manifest states?

const README: &str = include_str!("../README.md");

#[test]
fn the_first_program_is_the_example_that_compiles() {
    let example = include_str!("../examples/first_program.rs");
    let (question, program) = example
        .split_once("\n\n")
        .expect("a line about the file, then the program");
    assert!(question.starts_with("//!"));
    assert!(
        README.contains(&format!("```rust\n{program}```\n")),
        "the README shows another program"
    );
}

#[test]
fn the_rust_version_is_the_manifests() {
    let version = format!("Rust {} or newer", env!("CARGO_PKG_RUST_VERSION"));
    assert!(
        README.contains(&version),
        "the README does not say {version:?}"
    );
}
