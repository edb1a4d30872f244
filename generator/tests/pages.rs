//! Every file that a page of the repository names exists, and each page of the client's guide names what its code needs.

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

/// Parts of Rust code, and what a `Cargo.toml` on a page with such code must have. The packages of the page
/// "The first value" are not listed.
const NEEDS: [(&str, &str); 9] = [
    ("fastly_kv_emulator::", "fastly-kv-emulator = "),
    ("fastly_kv_store::testing", "features = [\"testing\"]"),
    ("Body::from_file", "features = [\"fs\"]"),
    ("tokio::fs", "features = [\"fs\", "),
    (" http::", "\nhttp = "),
    (" reqwest::", "\nreqwest = "),
    ("tower::limit", "\"limit\""),
    ("tower::service_fn", "\"util\""),
    ("tracing_subscriber::", "\ntracing-subscriber = "),
];

/// The code blocks of a language, in one string.
fn code(page: &str, language: &str) -> String {
    let blocks = page.split("\n```").skip(1).step_by(2);
    blocks.filter(|block| block.starts_with(language)).collect()
}

#[test]
fn each_page_names_the_packages_and_features_of_its_code() {
    let folder = root().join("docs/guide/client");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder exists") {
        let path = entry.expect("the folder can be read").path();
        let page = fs::read_to_string(&path).expect("the page can be read");
        let (rust, toml) = (code(&page, "rust"), code(&page, "toml"));
        for (used, needed) in NEEDS.into_iter().filter(|(used, _)| rust.contains(used)) {
            assert!(
                toml.contains(needed),
                "{}: `{used}` needs a block `toml` with `{}`",
                path.display(),
                needed.trim()
            );
            count += 1;
        }
    }
    assert!(count > 10, "{count} needs");
}
