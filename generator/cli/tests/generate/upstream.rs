//! Fastly's own document, with `spec/fastly.overlay.yaml`, describes the committed crate.
//!
//! `.cargo/config.toml` names the document, which is not part of the repository.

use std::fs;
use std::path::{Path, PathBuf};

use openapi_crate::surface::public_api;
use openapi_crate::wire::wire;
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

/// The name of Fastly's document; `None` if it does not exist.
fn document() -> Option<String> {
    let document =
        std::env::var("FASTLY_DOCUMENT").expect("`.cargo/config.toml` sets the variable");
    let document = of_repository(&document);
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

/// Describes how the lines of our document's crate differ from those of Fastly's.
fn difference(ours: &[&str], fastlys: &[&str]) -> String {
    let only = |sign: &str, lines: &[&str], others: &[&str]| -> Vec<String> {
        let only = lines.iter().filter(|line| !others.contains(line));
        only.map(|line| format!("{sign} {line}")).collect()
    };
    let lines = [only("-", ours, fastlys), only("+", fastlys, ours)].concat();
    if !lines.is_empty() {
        return format!("`-` is spec/kv-store.yaml:\n{}", lines.join("\n"));
    }
    let (one, other) = ours
        .iter()
        .zip(fastlys)
        .find(|(one, other)| one != other)
        .unwrap_or((&"", &""));
    format!(
        "only the order differs; spec/kv-store.yaml must declare schemas and operations in the order of Fastly's document \
         with its overlay. The first difference is `{one}` in ours, and `{other}` in Fastly's"
    )
}

#[test]
fn a_difference_in_the_order_is_explained() {
    assert_eq!(
        difference(&["a", "b"], &["a", "c"]),
        "`-` is spec/kv-store.yaml:\n- b\n+ c"
    );
    let order = difference(&["a", "b", "c"], &["a", "c", "b"]);
    assert!(order.starts_with("only the order differs"), "{order}");
    assert!(
        order.ends_with("is `b` in ours, and `c` in Fastly's"),
        "{order}"
    );
}

/// Asserts that a file of the committed crate is that of Fastly's document.
fn assert_same(name: &str, committed: &str, fastlys: &str) {
    let [ours, theirs] = [committed, fastlys].map(|file| file.lines().collect::<Vec<_>>());
    assert!(
        committed == fastlys,
        "{name} differs, which `openapi-crate diff` missed; or run `cargo xtask codegen`.\n{}",
        difference(&ours, &theirs)
    );
}

/// The output of `diff` for our document and Fastly's.
fn verdict(document: &str) -> String {
    let ours = [
        of_repository("spec/kv-store.yaml"),
        of_repository("spec/kv-store.overlay.yaml"),
    ];
    let overlay = of_repository("spec/fastly.overlay.yaml");
    let versions = ["diff", &ours[0], document];
    let overlays = ["--base-overlay", &ours[1], "--overlay", &overlay];
    let output = Workspace::new().run(&[&versions[..], &overlays, &SELECTION].concat());
    assert!(output.status.success(), "{}", shown(&output));
    let verdict = String::from_utf8_lossy(&output.stdout);
    verdict.replace(&of_repository(""), "")
}

/// Whether a verdict is that the crates are the same.
fn is_same(verdict: &str) -> bool {
    verdict.ends_with("\nnone: no change\n")
}

/// The name of Fastly's document, for the tests that would repeat a difference in the verdict, which one test reports.
fn document_of_the_same_crate() -> Option<String> {
    let document = document()?;
    let is_same = is_same(&verdict(&document));
    if !is_same {
        println!("skipped: `the_comparison_finds_no_difference` fails");
    }
    is_same.then_some(document)
}

#[test]
fn the_comparison_finds_no_difference() {
    let Some(document) = document() else { return };
    let verdict = verdict(&document);
    assert!(
        is_same(&verdict),
        "spec/kv-store.yaml and Fastly's document describe different crates. A change of ours that Fastly's document \
         lacks belongs in spec/fastly.overlay.yaml too, and a change of Fastly's in spec/kv-store.yaml.\n\
         If Fastly has published a new version, FASTLY_DOCUMENT in .cargo/config.toml names it; spec/README.md has the \
         steps.\n\n{verdict}"
    );
}

#[test]
fn the_listings_are_those_of_the_committed_crate() {
    let Some(document) = document_of_the_same_crate() else {
        return;
    };
    let api = |input: &Input| read(input, &Disk).api.expect("the document is valid");
    let (ours, fastlys) = (api(&ours()), api(&fastlys(document)));
    for (what, ours, fastlys) in [
        ("public API", public_api(&ours), public_api(&fastlys)),
        ("wire", wire(&ours), wire(&fastlys)),
    ] {
        assert_same(what, &ours.join("\n"), &fastlys.join("\n"));
    }
}

#[test]
fn the_command_line_writes_the_committed_crate() {
    let Some(document) = document_of_the_same_crate() else {
        return;
    };
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
        let fastlys = workspace.read(&path);
        assert_same(
            name,
            after_first_line(&committed),
            after_first_line(&fastlys),
        );
        count += 1;
    }
    assert!(count > 50, "{count} files");
}

/// The lines of a file without the first, which names the command.
fn after_first_line(file: &str) -> &str {
    file.split_once('\n').map_or("", |(_, rest)| rest)
}

/// The settings of the repository, with the lines for Fastly's document, which are comments, in place of ours.
fn settings() -> String {
    let settings =
        fs::read_to_string(of_repository("spec/codegen.toml")).expect("the settings exist");
    let name = |line: &str| line.split_once(" = ").map(|(name, _)| name.to_owned());
    let settings = settings.lines().filter_map(|line| {
        let commented = line
            .strip_prefix("# ")
            .filter(|line| name(line).is_some_and(|name| name.chars().all(char::is_alphanumeric)));
        let is_ours = matches!(name(line).as_deref(), Some("document" | "overlays"));
        commented.or_else(|| (!is_ours).then_some(line))
    });
    settings.map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_settings_can_name_fastlys_document() {
    let Some(document) = document_of_the_same_crate() else {
        return;
    };
    let workspace = Workspace::new();
    let copy = |from: &str, to: &str| {
        workspace.write(to, &fs::read_to_string(from).expect("the file can be read"));
    };
    copy(&document, "spec/upstream/fastly.yaml");
    copy(
        &of_repository("spec/fastly.overlay.yaml"),
        "spec/fastly.overlay.yaml",
    );
    copy(
        &of_repository("generated/Cargo.toml"),
        "generated/Cargo.toml",
    );
    workspace.write("spec/codegen.toml", &settings());
    let output = workspace.generate(&["--deny-warnings"]);
    assert!(output.status.success(), "{}", shown(&output));
    let committed = PathBuf::from(of_repository("generated"));
    for path in workspace.tree("generated/src").into_keys() {
        let name = path.trim_start_matches("generated/");
        let committed = fs::read_to_string(committed.join(name)).expect(name);
        assert_same(name, &committed, &workspace.read(&path));
    }
    let output = workspace.generate(&["--check", "--deny-warnings"]);
    assert!(output.status.success(), "{}", shown(&output));
}
