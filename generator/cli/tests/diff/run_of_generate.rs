//! Tests of the verdict in the summary of `generate`.

use crate::repository::Repository;
use crate::workspace::{SETTINGS, Workspace, assert_shown, shown};

const VERDICT: &str = "API since HEAD: ";

#[test]
fn a_run_that_changes_the_api_has_a_verdict() {
    let repository = Repository::new();
    repository.change_the_document();
    assert_shown!(repository.generate(&[]));
}

#[test]
fn a_run_that_changes_nothing_has_no_verdict() {
    let repository = Repository::new();
    let output = shown(&repository.generate(&[]));
    assert!(!output.contains(VERDICT), "{output}");
}

#[test]
fn a_change_that_callers_cannot_see_has_no_verdict() {
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
fn a_run_outside_of_a_repository_has_no_verdict() {
    let workspace = Workspace::generated();
    workspace.edit_document("required: [title]", "");
    let output = shown(&workspace.generate(&[]));
    assert!(
        output.contains("exit code 0") && !output.contains(VERDICT),
        "{output}"
    );
}

#[test]
fn an_invalid_document_in_the_last_commit_does_not_fail_the_run() {
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
fn a_new_crate_has_no_verdict() {
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
        output.contains("API since HEAD: 1 breaking change; requires a major version, such as 2.0.0 after 1.2.3, or 0.3.0 after 0.2.3\n"),
        "{output}"
    );
}

#[test]
fn arguments_that_override_the_settings_do_so_in_the_last_commit_too() {
    for arguments in [
        ["--operation-names", "full"],
        ["--exclude", "operation:books-get"],
    ] {
        let repository = Repository::new();
        let document = repository.read("spec/shelf.yaml");
        let document = document.replace("operationId: get-book", "operationId: books-get");
        repository.write("spec/shelf.yaml", &document);
        repository.generate(&[]);
        repository.commit();
        let output = shown(&repository.generate(&arguments));
        assert!(
            output.contains("exit code 0") && !output.contains(VERDICT),
            "{arguments:?}: {output}"
        );
    }
}
