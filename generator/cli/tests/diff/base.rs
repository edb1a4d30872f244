//! What is the document compared with?

use std::process::Output;

use crate::repository::Repository;
use crate::workspace::{DOCUMENT, SETTINGS, Workspace, shown};

/// The last line: the verdict.
fn verdict(output: &Output) -> String {
    assert!(output.status.success(), "{}", shown(output));
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .last()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn with_the_last_commit_unless_another_is_named() {
    let repository = Repository::new();
    repository.git(&["tag", "first"]);
    repository.edit_document("required: [title]", "");
    repository.commit();
    assert_eq!(verdict(&repository.run(&["diff"])), "none: no change");
    let since = verdict(&repository.run(&["diff", "--base", "first"]));
    assert_eq!(
        since,
        "major: 1 change breaks callers; the version after 1.4.0 is 2.0.0"
    );
    assert_eq!(
        verdict(&repository.run(&["diff", "--base", "HEAD~1"])),
        since
    );
}

#[test]
fn with_another_file() {
    let workspace = Workspace::new();
    workspace.write(
        "downloads/old.yaml",
        &DOCUMENT.replace("required: [title]", ""),
    );
    let expected = "major: 1 change breaks callers; a major version";
    assert_eq!(
        verdict(&workspace.run(&["diff", "--base", "downloads/old.yaml"])),
        expected
    );
    // As the user sees it from where they stand.
    let mut command = workspace.command(&["diff", "--base", "old.yaml"]);
    assert_eq!(
        verdict(
            &command
                .current_dir(workspace.path("downloads"))
                .output()
                .unwrap()
        ),
        expected
    );
}

#[test]
fn a_file_goes_before_a_revision_of_its_name() {
    let repository = Repository::new();
    repository.write("main", &DOCUMENT.replace("required: [title]", ""));
    assert!(verdict(&repository.run(&["diff", "--base", "main"])).starts_with("major"));
    assert!(verdict(&repository.run(&["diff", "--base", "refs/heads/main"])).starts_with("none"));
}

const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: Hints, version: 1.0.0}
actions:
  - target: $.paths['/books/{id}'].get
    update: {x-rust-name: fetch-book}
";

fn with_overlay() -> Repository {
    let repository = Repository::new();
    repository.write("spec/hints.yaml", OVERLAY);
    repository.write(
        "spec/codegen.toml",
        &format!("{SETTINGS}overlays = [\"hints.yaml\"]\n"),
    );
    repository
}

#[test]
fn a_revision_has_the_settings_and_overlays_of_then() {
    let repository = with_overlay();
    assert!(verdict(&repository.run(&["diff"])).starts_with("major: 1 change breaks callers"));
    repository.commit();
    assert!(verdict(&repository.run(&["diff"])).starts_with("none"));
}

#[test]
fn another_file_gets_the_overlays_of_now_unless_others_are_named() {
    let repository = with_overlay();
    repository.write("old.yaml", DOCUMENT);
    repository.write("other.yaml", &OVERLAY.replace("fetch-book", "other-book"));
    assert!(verdict(&repository.run(&["diff", "--base", "old.yaml"])).starts_with("none"));
    let with_other =
        repository.run(&["diff", "--base", "old.yaml", "--base-overlay", "other.yaml"]);
    assert!(verdict(&with_other).starts_with("major"));
}

#[test]
fn any_document_is_compared_by_names_on_the_command_line() {
    let repository = Repository::new();
    repository.write("old.yaml", DOCUMENT);
    repository.write("new.yaml", DOCUMENT);
    repository.write("hints.yaml", OVERLAY);
    repository.commit();
    let run = |arguments: &[&str]| {
        verdict(&repository.run(&[&["diff", "--spec", "new.yaml"], arguments].concat()))
    };
    assert!(run(&["--base", "old.yaml"]).starts_with("none"));
    assert!(run(&["--base", "old.yaml", "--overlay", "hints.yaml"]).starts_with("major"));
    let both = [
        "--base",
        "old.yaml",
        "--overlay",
        "hints.yaml",
        "--base-overlay",
        "hints.yaml",
    ];
    assert!(run(&both).starts_with("none"));
    repository.write("new.yaml", &DOCUMENT.replace("required: [title]", ""));
    assert_eq!(run(&[]), "major: 1 change breaks callers; a major version");
    let absolute = repository.path("new.yaml").canonicalize().unwrap();
    let output = repository.run(&["diff", "--spec", absolute.to_str().unwrap()]);
    assert_eq!(
        verdict(&output),
        "major: 1 change breaks callers; a major version"
    );
}

#[test]
fn it_runs_in_any_folder_of_the_workspace() {
    let repository = Repository::new();
    repository.edit_document("required: [title]", "");
    let output = repository
        .command(&["diff"])
        .current_dir(repository.path("generated/src"))
        .output()
        .unwrap();
    assert!(verdict(&output).starts_with("major"));
    assert!(
        shown(&output).contains("spec/shelf.yaml:"),
        "names are the same in any folder"
    );
}
