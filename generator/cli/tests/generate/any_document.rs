//! Tests of `--spec`, `--out` and `--name`, which generate a crate from any document.

use std::fs;

use crate::workspace::{DOCUMENT, Workspace, assert_shown, shown};

const ALL: [&str; 7] = [
    "generate",
    "--spec",
    "spec/shelf.yaml",
    "--out",
    "new/crate/",
    "--name",
    "shelf",
];

#[test]
fn a_whole_crate_is_written() {
    let workspace = Workspace::new();
    assert_shown!(workspace.run(&ALL));
    assert!(
        workspace
            .read("new/crate/Cargo.toml")
            .contains("name = \"shelf\"")
    );
    assert!(workspace.path("new/crate/src/lib.rs").exists());
    assert!(
        !workspace.path("generated/src").exists(),
        "the settings must be ignored"
    );
}

#[test]
fn settings_are_not_required() {
    let workspace = Workspace::new();
    fs::remove_file(workspace.path("spec/codegen.toml")).unwrap();
    assert!(workspace.run(&ALL).status.success());
}

#[test]
fn an_existing_manifest_is_kept() {
    let workspace = Workspace::new();
    workspace.write("new/crate/Cargo.toml", "# mine\n");
    assert!(workspace.run(&ALL).status.success());
    assert_eq!(workspace.read("new/crate/Cargo.toml"), "# mine\n");
}

/// A UUID came, so the crate needs one more dependency.
#[test]
fn a_missing_dependency_is_added_to_an_existing_manifest() {
    let workspace = Workspace::new();
    assert!(workspace.run(&ALL).status.success());
    let kept = workspace
        .read("new/crate/Cargo.toml")
        .replace("0.1.0", "7.0.0 # mine");
    workspace.write("new/crate/Cargo.toml", &kept);
    let document = workspace.read("spec/shelf.yaml");
    let document = format!("{document}    AnId: {{ type: string, format: uuid }}\n");
    workspace.write("spec/shelf.yaml", &document);

    let check = workspace.run(&[&ALL[..], &["--check"]].concat());
    assert_eq!(check.status.code(), Some(1));
    let text = shown(&check);
    assert!(
        text.contains("`Cargo.toml` lacks the dependencies uuid"),
        "{text}"
    );
    assert!(text.contains("+uuid = "), "{text}");
    assert_eq!(workspace.read("new/crate/Cargo.toml"), kept);

    let run = workspace.run(&ALL);
    let text = shown(&run);
    assert!(
        text.contains("added to the dependencies in Cargo.toml: uuid"),
        "{text}"
    );
    let completed = workspace.read("new/crate/Cargo.toml");
    let added: Vec<&str> = completed
        .lines()
        .filter(|line| !kept.contains(line))
        .collect();
    assert_eq!(added.len(), 1, "{completed}");
    assert!(added[0].starts_with("uuid = "), "{completed}");

    let again = workspace.run(&[&ALL[..], &["--check"]].concat());
    assert!(again.status.success(), "{}", shown(&again));
}

/// The manifest of an earlier version, whose code had no double.
#[test]
fn a_missing_feature_is_added_to_an_existing_manifest() {
    let workspace = Workspace::new();
    assert!(workspace.run(&ALL).status.success());
    let new = workspace.read("new/crate/Cargo.toml");
    let (start, end) = new.split_once("# The module `testing`").unwrap();
    let (_, end) = end.split_once("testing = []\n").unwrap();
    let lines = end.split_inclusive('\n');
    let end: String = lines
        .filter(|line| !line.starts_with("flate2 = "))
        .collect();
    let earlier = format!("{start}{end}").replace(", \"dep:flate2\"", "");
    workspace.write("new/crate/Cargo.toml", &earlier);

    let check = workspace.run(&[&ALL[..], &["--check"]].concat());
    assert_eq!(check.status.code(), Some(1));
    let text = shown(&check);
    let lacking = "`Cargo.toml` lacks the features gzip (dep:flate2), testing; `Cargo.toml` lacks the dependencies flate2";
    assert!(text.contains(lacking), "{text}");
    assert_eq!(workspace.read("new/crate/Cargo.toml"), earlier);

    let text = shown(&workspace.run(&ALL));
    for line in [
        "added to the features in Cargo.toml: gzip (dep:flate2), testing\n",
        "added to the dependencies in Cargo.toml: flate2\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
    // The same lines in a different order.
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort_unstable();
        lines
    };
    assert_eq!(
        sorted(&workspace.read("new/crate/Cargo.toml")),
        sorted(&new)
    );
}

#[cfg(unix)]
#[test]
fn a_manifest_that_is_a_link_is_not_replaced() {
    let workspace = Workspace::new();
    workspace.write("mine.toml", "[package]\nname = \"a\"\n");
    fs::create_dir_all(workspace.path("new/crate")).unwrap();
    std::os::unix::fs::symlink(
        workspace.path("mine.toml"),
        workspace.path("new/crate/Cargo.toml"),
    )
    .unwrap();
    let output = workspace.run(&ALL);
    assert_eq!(output.status.code(), Some(1));
    assert!(shown(&output).contains("is a link"), "{}", shown(&output));
    assert_eq!(workspace.read("mine.toml"), "[package]\nname = \"a\"\n");
    assert!(!workspace.path("new/crate/src").exists());
}

#[test]
fn output_is_identical_in_any_folder() {
    let workspace = Workspace::new();
    let run = |out| {
        let arguments = ["generate", "--name", "shelf", "--spec", "spec/shelf.yaml"];
        let output = workspace.run(&[&arguments[..], &["--out", out]].concat());
        assert!(output.status.success(), "{}", shown(&output));
    };
    run("one");
    run("deeper/two");
    let root = workspace.read("one/src/lib.rs");
    assert_eq!(root, workspace.read("deeper/two/src/lib.rs"));
    assert!(root.starts_with("// @generated by openapi-crate; do not edit.\n"));
}

#[test]
fn a_second_run_writes_nothing() {
    let workspace = Workspace::new();
    assert!(workspace.run(&ALL).status.success());
    let before = workspace.tree("");
    let check = workspace.run(&[&ALL[..], &["--check"]].concat());
    assert!(check.status.success(), "{}", shown(&check));
    assert!(workspace.run(&ALL).status.success());
    assert_eq!(workspace.tree(""), before);
}

#[test]
fn check_fails_for_a_missing_crate() {
    let workspace = Workspace::new();
    let output = workspace.run(&[&ALL[..], &["--check"]].concat());
    assert_eq!(output.status.code(), Some(1));
    assert!(
        shown(&output).contains("\nmissing: new/crate/Cargo.toml\nmissing: new/crate/README.md\nmissing: new/crate/src/books.rs\n"),
        "{}",
        shown(&output)
    );
    assert!(
        shown(&output).contains("run the same command without `--check`"),
        "{}",
        shown(&output)
    );
    assert!(!workspace.path("new").exists());
}

#[test]
fn absolute_paths_are_accepted() {
    let workspace = Workspace::new();
    let (spec, out) = (
        workspace.path("spec/shelf.yaml"),
        workspace.path("absolute"),
    );
    let (spec, out) = (spec.to_str().unwrap(), out.to_str().unwrap());
    let output = workspace.run(&["generate", "--spec", spec, "--out", out, "--name", "shelf"]);
    assert!(output.status.success(), "{}", shown(&output));
    assert!(workspace.path("absolute/src/lib.rs").exists());
}

#[test]
fn overlays_are_applied() {
    let workspace = Workspace::new();
    let overlay = "\
overlay: 1.0.0
info: {title: Ours, version: 1.0.0}
actions:
  - target: $.components.schemas.Book.properties.title
    update: {description: As on its spine.}
";
    workspace.write("ours.yaml", overlay);
    let output = workspace.run(&[&ALL[..], &["--overlay", "ours.yaml"]].concat());
    assert!(output.status.success(), "{}", shown(&output));
    assert!(
        workspace
            .read("new/crate/src/types.rs")
            .contains("As on its spine.")
    );
    assert_eq!(workspace.read("spec/shelf.yaml"), DOCUMENT);
}

#[test]
fn a_usage_error_exits_with_2() {
    let workspace = Workspace::new();
    let before = workspace.tree("");
    let wrong: [&[&str]; 14] = [
        &[],
        &["codgen"],
        &["generate", "--chek"],
        &["generate", "--spec", "spec/shelf.yaml"],
        &["generate", "--spec", "spec/shelf.yaml", "--out", "new"],
        &["generate", "--spec", "spec/shelf.yaml", "--name", "shelf"],
        &["generate", "--out", "new", "--name", "shelf"],
        &["generate", "--overlay", "ours.yaml"],
        &["generate"],
        &["generate", "--check"],
        &[
            "generate",
            "--config",
            "spec/codegen.toml",
            "--overlay",
            "ours.yaml",
        ],
        &[
            "generate",
            "--config",
            "spec/codegen.toml",
            "--spec",
            "spec/shelf.yaml",
        ],
        &[
            "generate",
            "--spec",
            "spec/shelf.yaml",
            "--out",
            "new",
            "--name",
            "no spaces",
        ],
        &[
            "generate",
            "--spec",
            "spec/shelf.yaml",
            "--out",
            "",
            "--name",
            "shelf",
        ],
    ];
    for arguments in wrong {
        let output = workspace.run(arguments);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            shown(&output)
        );
        assert!(
            output.stdout.is_empty() && !output.stderr.is_empty(),
            "{arguments:?}"
        );
    }
    assert_eq!(workspace.tree(""), before);
}

#[test]
fn an_invalid_package_name_is_explained() {
    let workspace = Workspace::new();
    assert_shown!(workspace.run(&[
        "generate",
        "--spec",
        "spec/shelf.yaml",
        "--out",
        "new",
        "--name",
        "2nd shelf"
    ]));
}

#[test]
fn help_of_the_command_line() {
    assert_shown!(Workspace::new().run(&["--help"]));
}

#[test]
fn help_of_generate() {
    assert_shown!(Workspace::new().run(&["generate", "--help"]));
}

#[test]
fn the_version_is_that_of_the_generator() {
    let output = Workspace::new().run(&["--version"]);
    assert_eq!(output.status.code(), Some(0));
    let version = concat!("openapi-crate ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), version);
}
