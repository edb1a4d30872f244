//! A run of `generate` says what it did to callers, and never more than it knows.

use crate::repository::Repository;
use crate::workspace::{SETTINGS, Workspace, assert_shown, shown};

const VERDICT: &str = "API since HEAD: ";

#[test]
fn a_run_that_changed_the_api_says_what_that_does() {
    let repository = Repository::new();
    repository.change_the_document();
    assert_shown!(repository.generate(&[]));
}

#[test]
fn a_run_that_changed_nothing_says_nothing() {
    let repository = Repository::new();
    let output = shown(&repository.generate(&[]));
    assert!(!output.contains(VERDICT), "{output}");
}

#[test]
fn a_change_that_callers_cannot_see_is_none() {
    let repository = Repository::new();
    let settings = format!("{SETTINGS}regenerate = \"make client\"\n");
    repository.write("spec/codegen.toml", &settings);
    let output = shown(&repository.generate(&[]));
    assert!(
        output.contains("~ src/lib.rs") && !output.contains(VERDICT),
        "{output}"
    );
}

#[test]
fn without_a_repository_it_says_nothing() {
    let workspace = Workspace::generated();
    workspace.edit_document("required: [title]", "");
    let output = shown(&workspace.generate(&[]));
    assert!(
        output.contains("exit code 0") && !output.contains(VERDICT),
        "{output}"
    );
}

#[test]
fn a_last_commit_that_is_wrong_does_not_fail_the_run() {
    let repository = Repository::new();
    repository.write("spec/shelf.yaml", "openapi: [");
    repository.commit();
    repository.edit_document("required: [title]", "");
    let output = shown(&repository.generate(&[]));
    assert!(
        output.contains("exit code 0") && !output.contains(VERDICT),
        "{output}"
    );
}

#[test]
fn a_crate_that_is_new_has_no_callers_to_tell() {
    let repository = Repository::new();
    repository.edit_document("required: [title]", "");
    let run = [
        "generate",
        "--spec",
        "spec/shelf.yaml",
        "--out",
        "other",
        "--name",
        "other",
    ];
    let output = shown(&repository.run(&run));
    assert!(
        output.contains("exit code 0") && !output.contains(VERDICT),
        "{output}"
    );
}

#[test]
fn any_document_in_a_repository_has_a_verdict_too() {
    let repository = Repository::new();
    let run = [
        "generate",
        "--spec",
        "spec/shelf.yaml",
        "--out",
        "other",
        "--name",
        "other",
    ];
    repository.run(&run);
    repository.edit_document("required: [title]", "");
    let output = shown(&repository.run(&run));
    assert!(
        output.contains("API since HEAD: 1 change breaks callers; a major version\n"),
        "{output}"
    );
}
