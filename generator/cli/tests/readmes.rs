//! The readmes are shown as they are by most sites, which do not hide lines of examples as rustdoc does.

#![allow(missing_docs, reason = "test names are self-explanatory")]

use std::fs;
use std::path::{Path, PathBuf};

/// Adds the files `README.md` of a folder and those below it.
fn add_readmes(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if name == "README.md" {
            found.push(path);
        } else if entry.file_type().unwrap().is_dir()
            && name != "target"
            && name != "node_modules"
            && !name.starts_with('.')
        {
            add_readmes(&path, found);
        }
    }
}

/// The hidden lines in the examples of a readme.
fn hidden(text: &str) -> Vec<&str> {
    let examples = text.split("```rust").skip(1);
    let lines = examples.filter_map(|example| Some(example.split("```").next()?.lines()));
    lines
        .flatten()
        .filter(|line| *line == "#" || line.starts_with("# "))
        .collect()
}

#[test]
fn an_example_of_a_readme_has_no_hidden_lines() {
    assert_eq!(
        hidden("# A\n```rust,no_run\n# fn a() {\nb();\n#\n```\n# C\n"),
        ["# fn a() {", "#"]
    );
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut readmes = Vec::new();
    add_readmes(&root, &mut readmes);
    assert!(readmes.len() > 5, "{readmes:?}");
    for readme in readmes {
        let text = fs::read_to_string(&readme).unwrap();
        assert_eq!(hidden(&text), Vec::<&str>::new(), "{}", readme.display());
    }
}
