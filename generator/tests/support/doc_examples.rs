//! Extracts the Rust examples from documentation comments, as rustdoc does for its tests.
//!
//! `cargo test --doc` would compile them without this, but first builds and links each crate, which takes four times
//! as long.

/// Returns the examples of a source file that rustdoc compiles, with their hidden lines.
pub(crate) fn doc_examples(source: &str) -> Vec<String> {
    let mut examples = Vec::new();
    // The example around a line: `None` outside, `Some(None)` in a block of another language.
    let mut around: Option<Option<String>> = None;
    for line in source.lines() {
        let line = line.trim_start();
        let comment = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"));
        let Some(comment) = comment else {
            assert!(around.is_none(), "a block ends before its comment: {line}");
            continue;
        };
        let text = comment.trim_start();
        match (&mut around, text.strip_prefix("```")) {
            (None, Some(language)) => {
                let is_rust = matches!(language, "" | "rust" | "no_run");
                around = Some(is_rust.then(String::new));
            }
            (Some(_), Some("")) => examples.extend(around.take().flatten()),
            (Some(Some(example)), _) => {
                let visible = text.strip_prefix("# ").unwrap_or(comment);
                example.push_str(visible.strip_prefix(' ').unwrap_or(visible));
                example.push('\n');
            }
            (None | Some(None), _) => {}
        }
    }
    examples
}
