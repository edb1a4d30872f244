//! Fastly's own document, with `spec/fastly.overlay.yaml`, describes the committed crate.
//!
//! The document is in `../shared/corpus`, which is not part of the repository.

use std::fs;
use std::path::{Path, PathBuf};

use openapi_crate::surface::public_api;
use openapi_crate::{Files, Input, read};

use crate::workspace::{Workspace, shown};

/// The options that select the operations of the KV Store.
const SELECTION: [&str; 4] = [
    "--include",
    "tag:kv-store",
    "--include",
    "tag:kv-store-item",
];

/// The name of a file of this repository.
fn of_repository(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.join(path).display().to_string()
}

/// The name of Fastly's document; `None` without the folder.
fn document() -> Option<String> {
    let document = of_repository("../shared/corpus/fastly-2023.yaml");
    if Path::new(&document).exists() {
        return Some(document);
    }
    let is_required = std::env::var("REQUIRE_SHARED").is_ok_and(|value| value == "true");
    assert!(!is_required, "{document} does not exist");
    println!("skipped: {document} does not exist");
    None
}

struct Disk;

impl Files for Disk {
    fn read(&self, name: &str) -> std::io::Result<Vec<u8>> {
        fs::read(name)
    }
}

/// The input for the committed crate.
fn ours() -> Input {
    Input {
        document: of_repository("spec/kv-store.yaml"),
        overlays: vec![of_repository("spec/kv-store.overlay.yaml")],
        package: "fastly-kv-store".to_owned(),
        ..Input::default()
    }
}

/// The input for the same crate from Fastly's document.
fn fastlys(document: String) -> Input {
    let selectors = SELECTION.iter().filter_map(|text| text.parse().ok());
    Input {
        document,
        overlays: vec![of_repository("spec/fastly.overlay.yaml")],
        include: selectors.collect(),
        ..ours()
    }
}

#[test]
fn the_public_api_is_that_of_the_committed_crate() {
    let Some(document) = document() else { return };
    let lines = |input: &Input| {
        let api = read(input, &Disk).api.expect("the document is valid");
        public_api(&api)
    };
    let (ours, fastlys) = (lines(&ours()), lines(&fastlys(document)));
    let missing: Vec<&String> = ours.iter().filter(|line| !fastlys.contains(line)).collect();
    let surplus: Vec<&String> = fastlys.iter().filter(|line| !ours.contains(line)).collect();
    assert_eq!(ours.len(), fastlys.len());
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "change spec/fastly.overlay.yaml: missing {missing:#?}, surplus {surplus:#?}"
    );
}

#[test]
fn the_command_line_writes_the_committed_crate() {
    let Some(document) = document() else { return };
    let workspace = Workspace::new();
    let overlay = of_repository("spec/fastly.overlay.yaml");
    let arguments = ["generate", "--spec", &document, "--overlay", &overlay];
    let output = [
        "--out",
        "kv",
        "--name",
        "fastly-kv-store",
        "--deny-warnings",
    ];
    let output = workspace.run(&[&arguments[..], &SELECTION, &output].concat());
    assert!(output.status.success(), "{}", shown(&output));

    let committed = PathBuf::from(of_repository("generated/src"));
    let mut count = 0;
    for path in workspace.tree("kv/src").into_keys() {
        let name = path.trim_start_matches("kv/src/");
        let committed = fs::read_to_string(committed.join(name)).expect(name);
        assert!(
            blocks(&workspace.read(&path)) == blocks(&committed),
            "{name} differs; `openapi-crate diff` shows how"
        );
        count += 1;
    }
    assert!(count > 50, "{count} files");
}

/// The items of a file, sorted, without the first line, which names the command. The types are in the order of the
/// document.
fn blocks(file: &str) -> Vec<&str> {
    let (_, file) = file.split_once('\n').unwrap_or_default();
    let mut blocks: Vec<&str> = file.trim_end().split("\n\n").collect();
    blocks.sort_unstable();
    blocks
}

#[test]
fn the_comparison_finds_no_difference() {
    let Some(document) = document() else { return };
    let ours = [
        of_repository("spec/kv-store.yaml"),
        of_repository("spec/kv-store.overlay.yaml"),
    ];
    let overlay = of_repository("spec/fastly.overlay.yaml");
    let versions = ["diff", &ours[0], &document];
    let overlays = ["--base-overlay", &ours[1], "--overlay", &overlay];
    let output = Workspace::new().run(&[&versions[..], &overlays, &SELECTION].concat());
    assert!(output.status.success(), "{}", shown(&output));
    let verdict = String::from_utf8_lossy(&output.stdout);
    assert!(verdict.ends_with("\nnone: no change\n"), "{verdict}");
}
