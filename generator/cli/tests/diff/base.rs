//! Tests of the base of a comparison.

use std::process::Output;

use crate::repository::{DIFF, Repository};
use crate::workspace::{DOCUMENT, SETTINGS, Workspace, assert_shown, shown};

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
fn the_last_commit_is_the_default_base() {
    let repository = Repository::new();
    repository.git(&["tag", "first"]);
    repository.edit_document("required: [title]", "");
    repository.commit();
    assert_eq!(verdict(&repository.diff(&[])), "none: no change");
    let since = verdict(&repository.diff(&["--base", "first"]));
    assert_eq!(since, "major: 1 breaking change; bump 1.4.0 to 2.0.0");
    assert_eq!(verdict(&repository.diff(&["--base", "HEAD~1"])), since);
}

#[test]
fn a_file_can_be_the_base() {
    let workspace = Workspace::new();
    workspace.write(
        "downloads/old.yaml",
        &DOCUMENT.replace("required: [title]", ""),
    );
    let expected = "major: 1 breaking change; requires a major version, such as 2.0.0 after 1.2.3, or 0.3.0 after 0.2.3";
    assert_eq!(
        verdict(&workspace.run(&[&DIFF[..], &["--base", "downloads/old.yaml"]].concat())),
        expected
    );
    // Relative to the current folder.
    let mut command = workspace.command(&[
        "diff",
        "--config",
        "../spec/codegen.toml",
        "--base",
        "old.yaml",
    ]);
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
fn a_file_takes_precedence_over_a_revision_of_the_same_name() {
    let repository = Repository::new();
    repository.write("main", &DOCUMENT.replace("required: [title]", ""));
    assert!(verdict(&repository.diff(&["--base", "main"])).starts_with("major"));
    assert!(verdict(&repository.diff(&["--base", "refs/heads/main"])).starts_with("none"));
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
fn a_revision_is_read_with_its_own_settings_and_overlays() {
    let repository = with_overlay();
    assert!(verdict(&repository.diff(&[])).starts_with("major: 1 breaking change"));
    repository.commit();
    assert!(verdict(&repository.diff(&[])).starts_with("none"));
}

#[test]
fn a_base_file_gets_the_current_overlays_by_default() {
    let repository = with_overlay();
    repository.write("old.yaml", DOCUMENT);
    repository.write("other.yaml", &OVERLAY.replace("fetch-book", "other-book"));
    assert!(verdict(&repository.diff(&["--base", "old.yaml"])).starts_with("none"));
    let with_other = repository.diff(&["--base", "old.yaml", "--base-overlay", "other.yaml"]);
    assert!(verdict(&with_other).starts_with("major"));
}

#[test]
fn any_document_can_be_compared_without_settings() {
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
    assert_eq!(
        run(&[]),
        "major: 1 breaking change; requires a major version, such as 2.0.0 after 1.2.3, or 0.3.0 after 0.2.3"
    );
    let absolute = repository.path("new.yaml").canonicalize().unwrap();
    let output = repository.run(&["diff", "--spec", absolute.to_str().unwrap()]);
    assert_eq!(
        verdict(&output),
        "major: 1 breaking change; requires a major version, such as 2.0.0 after 1.2.3, or 0.3.0 after 0.2.3"
    );
}

#[test]
fn two_files_can_be_compared() {
    let workspace = Workspace::new();
    workspace.write("old.yaml", DOCUMENT);
    workspace.write("new.yaml", &DOCUMENT.replace("required: [title]", ""));
    workspace.write("hints.yaml", OVERLAY);
    let run = |arguments: &[&str]| {
        let documents = ["diff", "old.yaml", "new.yaml"];
        verdict(&workspace.run(&[&documents[..], arguments].concat()))
    };
    assert_eq!(
        run(&[]),
        "major: 1 breaking change; requires a major version, such as 2.0.0 after 1.2.3, or 0.3.0 after 0.2.3"
    );
    assert!(run(&["--overlay", "hints.yaml"]).starts_with("major: 2 breaking changes"));
    let both = ["--overlay", "hints.yaml", "--base-overlay", "hints.yaml"];
    assert!(run(&both).starts_with("major: 1 breaking change"));
    let output = workspace.run(&["diff", "new.yaml", "old.yaml", "--fail-on", "breaking"]);
    assert!(shown(&output).contains("old.yaml:"), "{}", shown(&output));
}

#[test]
fn a_missing_old_file_is_named() {
    let workspace = Workspace::new();
    let output = workspace.run(&["diff", "old.yaml", "spec/shelf.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    let error =
        "error[unreadable-file]: `old.yaml` cannot be read: no such file (in the base, `old.yaml`)";
    assert!(shown(&output).contains(error), "{}", shown(&output));
}

#[test]
fn conflicting_inputs_are_usage_errors() {
    let workspace = Workspace::new();
    let wrong: [&[&str]; 6] = [
        &[],
        &["--base", "HEAD"],
        &["spec/shelf.yaml"],
        &["old.yaml", "new.yaml", "third.yaml"],
        &["old.yaml", "new.yaml", "--base", "HEAD"],
        &["--spec", "spec/shelf.yaml", "--config", "spec/codegen.toml"],
    ];
    for arguments in wrong {
        let output = workspace.run(&[&["diff"], arguments].concat());
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            shown(&output)
        );
    }
}

#[test]
fn settings_can_be_in_any_folder() {
    let repository = Repository::new();
    repository.edit_document("required: [title]", "");
    let settings = repository.path("spec/codegen.toml").canonicalize().unwrap();
    let run = |folder: &str, settings: &str| {
        let mut command = repository.command(&["diff", "--config", settings]);
        let output = command.current_dir(repository.path(folder)).output();
        verdict(&output.unwrap())
    };
    let expected = "major: 1 breaking change; bump 1.4.0 to 2.0.0";
    assert_eq!(run("spec", "codegen.toml"), expected);
    assert_eq!(run("generated/src", "../../spec/codegen.toml"), expected);
    assert_eq!(run("", settings.to_str().unwrap()), expected);
}

/// A reference must not lead out of the document's folder by a link, in the working tree or in a revision.
#[cfg(unix)]
#[test]
fn a_link_is_not_followed_in_a_revision() {
    for (link, target) in [
        ("part.yaml", "../secret.yaml"),
        ("part.yaml", "inside.yaml"),
        ("parts", ".."),
    ] {
        let repository = Repository::new();
        let part = "a: {type: string}\nSECRET: 1\n";
        repository.write("secret.yaml", part);
        repository.write("spec/inside.yaml", part);
        std::os::unix::fs::symlink(target, repository.path(&format!("spec/{link}"))).unwrap();
        let reference = if link == "parts" {
            "parts/secret.yaml#/a"
        } else {
            "part.yaml#/a"
        };
        repository.edit_document("#/components/schemas/Book", reference);
        repository.commit();
        repository.write("spec/shelf.yaml", DOCUMENT);
        let output = repository.diff(&[]);
        assert_eq!(output.status.code(), Some(1), "{link}");
        let shown = shown(&output);
        assert!(shown.contains("error[unreadable-file]"), "{shown}");
        assert!(!shown.contains("SECRET"), "{shown}");
        if link != "parts" {
            assert!(shown.contains("it is a link, which is not"), "{shown}");
        }
    }
}

/// A document of a revision that refers to `../common.yaml`.
#[test]
fn a_revision_has_the_root_of_its_settings() {
    let repository = Repository::new();
    repository.write("common.yaml", "Title: {type: string}\n");
    repository.edit_document(
        "          description: As on its cover.\n          type: string\n",
        "          $ref: '../common.yaml#/Title'\n",
    );
    let settings = format!("root = '..'\n{SETTINGS}");
    repository.write("spec/codegen.toml", &settings);
    repository.commit();
    let output = repository.diff(&[]);
    assert!(output.status.success(), "{}", shown(&output));
    // The same by options, and without a root.
    let arguments = ["diff", "--spec", "spec/shelf.yaml", "--base", "HEAD"];
    let output = repository.run(&[&arguments[..], &["--root", "."]].concat());
    assert!(output.status.success(), "{}", shown(&output));
    let output = repository.run(&arguments);
    assert_eq!(output.status.code(), Some(1));
    assert!(shown(&output).contains("`--root`"), "{}", shown(&output));
}

#[test]
fn the_old_document_may_have_a_different_root() {
    let workspace = Workspace::new();
    for version in ["v1", "v2"] {
        workspace.write(&format!("{version}/common.yaml"), "Title: {type: string}\n");
        let document = DOCUMENT.replace(
            "          description: As on its cover.\n          type: string\n",
            "          $ref: '../common.yaml#/Title'\n",
        );
        workspace.write(&format!("{version}/spec/shelf.yaml"), &document);
    }
    let (old, new) = ("v1/spec/shelf.yaml", "v2/spec/shelf.yaml");
    for (fine, roots) in [
        (true, &["--root", "v2", "--base-root", "v1"][..]),
        (true, &["--root", "."]),
        (false, &["--root", "v2"]),
        (false, &["--base-root", "v1"]),
        (false, &["--root", "v1"]),
    ] {
        for documents in [&[old, new][..], &["--spec", new, "--base", old]] {
            let output = workspace.run(&[&["diff"], documents, roots].concat());
            assert_eq!(output.status.success(), fine, "{}", shown(&output));
        }
    }
}

/// A document with a second operation, which has a different tag in each version.
fn with_rooms(tag: &str) -> String {
    let rooms = format!(
        "paths:\n  /rooms:\n    get:\n      operationId: list-rooms\n      tags: [{tag}]\n      responses: {{'204': {{description: None.}}}}\n"
    );
    DOCUMENT.replace("paths:\n", &rooms)
}

#[test]
fn a_selection_applies_to_both_versions() {
    let workspace = Workspace::new();
    workspace.write("old.yaml", DOCUMENT);
    workspace.write("new.yaml", &with_rooms("rooms"));
    workspace.write("renamed.yaml", &with_rooms("halls"));
    let run = |arguments: &[&str]| workspace.run(&[&["diff"], arguments].concat());
    assert!(verdict(&run(&["old.yaml", "new.yaml"])).starts_with("minor"));
    let books = ["--include", "tag:books"];
    let selected = run(&[&["old.yaml", "new.yaml"], &books[..]].concat());
    assert!(verdict(&selected).starts_with("none"));
    let selected = run(&[&["--spec", "new.yaml", "--base", "old.yaml"], &books[..]].concat());
    assert!(verdict(&selected).starts_with("none"));
    let without = ["new.yaml", "renamed.yaml", "--exclude", "path:/rooms"];
    assert!(verdict(&run(&without)).starts_with("none"));
    let own = ["new.yaml", "renamed.yaml", "--include", "tag:halls"];
    assert_eq!(run(&own).status.code(), Some(1));
    let own = run(&[&own[..], &["--base-include", "tag:rooms"]].concat());
    assert!(verdict(&own).starts_with("major"), "{}", shown(&own));
}

#[test]
fn a_selection_adds_to_that_of_the_settings() {
    let repository = Repository::new();
    repository.write("spec/shelf.yaml", &with_rooms("rooms"));
    let books = repository.diff(&["--include", "tag:books"]);
    assert!(verdict(&books).starts_with("none"), "{}", shown(&books));
    assert!(verdict(&repository.diff(&[])).starts_with("minor"));
    let of_revision = repository.diff(&["--base-include", "tag:books"]);
    assert!(shown(&of_revision).contains("`--base-include` requires a file"));
}

/// The operation repeats its tag, so its method has a short name by default.
#[test]
fn a_change_of_the_setting_for_operation_names_is_a_rename() {
    let repository = Repository::new();
    repository.edit_document("get-book", "books-get");
    repository.commit();
    let settings = format!("{SETTINGS}operation_names = \"full\"\n");
    repository.write("spec/codegen.toml", &settings);
    assert_shown!(repository.diff(&[]));
}

#[test]
fn the_names_of_operations_are_those_of_the_option_on_both_sides() {
    let workspace = Workspace::new();
    workspace.edit_document("get-book", "books-get");
    let old = workspace.read("spec/shelf.yaml");
    workspace.write("old.yaml", &old.replace("books-get", "books-read"));
    let diff = |arguments: &[&str]| {
        let documents = ["diff", "old.yaml", "spec/shelf.yaml"];
        shown(&workspace.run(&[&documents, arguments].concat()))
    };
    let short = diff(&[]);
    assert!(
        short.contains("books().read(") && !short.contains("books_read("),
        "{short}"
    );
    let full = diff(&["--operation-names", "full"]);
    assert!(full.contains("books().books_read("), "{full}");
}
