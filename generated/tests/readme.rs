//! Tests that the README matches the example and the manifest.

const README: &str = include_str!("../README.md");

#[test]
fn the_first_program_is_the_example_that_compiles() {
    let example = include_str!("../examples/first_program.rs");
    let (description, program) = example
        .split_once("\n\n")
        .expect("a description, then the program");
    assert!(description.starts_with("//!"));
    assert!(
        README.contains(&format!("```rust\n{program}```\n")),
        "the README shows a different program"
    );
}

#[test]
fn the_recipes_are_compiled() {
    let lines = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let recipes = lines(include_str!("../examples/recipes.rs"));
    let blocks = README.split("```rust\n").skip(2);
    let mut count = 0;
    for block in blocks {
        let code = lines(block.split("```").next().unwrap_or_default());
        assert!(recipes.contains(&code), "add this to the example:\n{code}");
        count += 1;
    }
    assert_eq!(count, 6);
    assert!(!README.contains("```rust,"), "code that is not compiled");
}

#[test]
fn the_rust_version_is_that_of_the_manifest() {
    let version = format!("Rust {} or newer", env!("CARGO_PKG_RUST_VERSION"));
    assert!(
        README.contains(&version),
        "the README does not say {version:?}"
    );
}
