//! Every file that a page of the repository names exists.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The pages with file names relative to the root of the repository.
fn pages() -> Vec<PathBuf> {
    let decisions = fs::read_dir(root().join("docs/decisions")).expect("the folder exists");
    let decisions = decisions.map(|entry| entry.expect("the folder can be read").path());
    let others = ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"];
    decisions
        .chain(others.map(|page| root().join(page)))
        .collect()
}

/// The code spans of a page that are paths in the repository.
fn paths(page: &str) -> Vec<&str> {
    const TOP: [&str; 6] = [
        "spec/",
        "generator/",
        "generated/",
        "xtask/",
        "docs/",
        ".ci/",
    ];
    page.split('`')
        .skip(1)
        .step_by(2)
        .filter(|span| TOP.iter().any(|top| span.starts_with(top)))
        .filter(|span| !span.contains([' ', '*', '{', '<']))
        .collect()
}

#[test]
fn every_file_that_a_page_names_exists() {
    let mut count = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).expect("the page can be read");
        for path in paths(&text) {
            assert!(
                root().join(path).exists(),
                "{}: `{path}` does not exist",
                page.display()
            );
            count += 1;
        }
    }
    assert!(count > 50, "{count} paths");
}
