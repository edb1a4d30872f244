//! Errors for an invalid base or document.

use crate::repository::{DIFF, Repository};
use crate::workspace::{DOCUMENT, SETTINGS, Workspace, assert_shown};

#[test]
fn an_unknown_revision() {
    assert_shown!(Repository::new().diff(&["--base", "v9"]));
}

#[test]
fn an_option_is_not_a_revision() {
    let output = Repository::new().diff(&["--base=--output=stolen"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn no_repository() {
    assert_shown!(Workspace::new().run(&DIFF));
}

#[test]
fn no_git() {
    let repository = Repository::new();
    let output = repository.command(&DIFF).env("PATH", "").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("error[unreadable-base]: `git` cannot be run: "),
        "{said}"
    );
    assert!(
        said.contains("name a file with the old document: `--base FILE`"),
        "{said}"
    );
}

#[test]
fn a_document_missing_from_the_revision() {
    let repository = Repository::new();
    repository.write("new.yaml", DOCUMENT);
    let output = repository
        .command(&["diff", "--spec", "new.yaml"])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    let (start, end) = (
        "error[unreadable-file]: `new.yaml` cannot be read: no such file in revision ",
        "(in the base, `HEAD`)",
    );
    assert!(said.starts_with(start) && said.contains(end), "{said}");
}

#[test]
fn settings_missing_from_the_revision() {
    let repository = Repository::new();
    repository.git(&["rm", "--quiet", "spec/codegen.toml"]);
    repository.commit();
    repository.write("spec/codegen.toml", SETTINGS);
    let output = repository.diff(&[]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("`spec/codegen.toml` cannot be read: no such file in revision"),
        "{said}"
    );
    assert!(said.contains("(in the base, `HEAD`)"), "{said}");
}

#[test]
fn an_invalid_base() {
    let repository = Repository::new();
    repository.edit_document("#/components/schemas/Book'", "#/components/schemas/Bok'");
    repository.commit();
    repository.write("spec/shelf.yaml", DOCUMENT);
    assert_shown!(repository.diff(&[]));
}

#[test]
fn an_invalid_new_document() {
    let repository = Repository::new();
    repository.edit_document("#/components/schemas/Book'", "#/components/schemas/Bok'");
    assert_shown!(repository.diff(&[]));
}

#[test]
fn overlays_for_a_revision() {
    assert_shown!(Repository::new().diff(&["--base", "HEAD", "--base-overlay", "hints.yaml"]));
}

#[test]
fn an_overlay_without_a_document_is_a_usage_error() {
    let output = Workspace::new().run(&["diff", "--overlay", "hints.yaml"]);
    assert_eq!(output.status.code(), Some(2));
}
