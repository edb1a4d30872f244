//! Do `--spec`, `--out` and `--name` make a whole crate of any document?

use std::fs;

use crate::workspace::{DOCUMENT, Workspace, assert_shown, shown};

const ALL: [&str; 7] = [
    "codegen",
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
        "the settings are not read"
    );
}

#[test]
fn the_settings_are_not_needed() {
    let workspace = Workspace::new();
    fs::remove_file(workspace.path("spec/codegen.toml")).unwrap();
    assert!(workspace.run(&ALL).status.success());
}

#[test]
fn a_manifest_that_is_there_is_kept() {
    let workspace = Workspace::new();
    workspace.write("new/crate/Cargo.toml", "# mine\n");
    assert!(workspace.run(&ALL).status.success());
    assert_eq!(workspace.read("new/crate/Cargo.toml"), "# mine\n");
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
fn check_names_a_crate_that_is_not_there() {
    let workspace = Workspace::new();
    let output = workspace.run(&[&ALL[..], &["--check"]].concat());
    assert_eq!(output.status.code(), Some(1));
    assert!(
        shown(&output).contains("+++ b/new/crate/Cargo.toml"),
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
fn absolute_paths_are_taken() {
    let workspace = Workspace::new();
    let (spec, out) = (
        workspace.path("spec/shelf.yaml"),
        workspace.path("absolute"),
    );
    let (spec, out) = (spec.to_str().unwrap(), out.to_str().unwrap());
    let output = workspace.run(&["codegen", "--spec", spec, "--out", out, "--name", "shelf"]);
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
fn wrong_usage_exits_with_2() {
    let workspace = Workspace::new();
    let before = workspace.tree("");
    let wrong: [&[&str]; 10] = [
        &[],
        &["codgen"],
        &["codegen", "--chek"],
        &["codegen", "--spec", "spec/shelf.yaml"],
        &["codegen", "--spec", "spec/shelf.yaml", "--out", "new"],
        &["codegen", "--spec", "spec/shelf.yaml", "--name", "shelf"],
        &["codegen", "--out", "new", "--name", "shelf"],
        &["codegen", "--overlay", "ours.yaml"],
        &[
            "codegen",
            "--spec",
            "spec/shelf.yaml",
            "--out",
            "new",
            "--name",
            "no spaces",
        ],
        &[
            "codegen",
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
fn a_name_that_makes_no_package_is_explained() {
    let workspace = Workspace::new();
    assert_shown!(workspace.run(&[
        "codegen",
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
fn help_of_codegen() {
    assert_shown!(Workspace::new().run(&["codegen", "--help"]));
}
