//! Tests of `--check`, which detects a stale crate and writes nothing.

use openapi_crate::emit::MARKER;

use crate::workspace::{SETTINGS, Workspace, assert_shown, shown};

#[test]
fn an_up_to_date_crate_passes() {
    let workspace = Workspace::generated();
    let before = workspace.tree("");
    assert_shown!(workspace.generate(&["--check"]));
    assert_eq!(workspace.tree(""), before);
}

#[test]
fn a_stale_crate_fails_with_a_unified_diff() {
    let workspace = Workspace::generated();
    workspace.write(
        "generated/src/old.rs",
        &format!("{MARKER}\n\npub struct Old;\n"),
    );
    let before = workspace.tree("");
    assert_shown!(workspace.generate(&["--check"]));
    assert_eq!(workspace.tree(""), before);
}

#[test]
fn the_diff_is_from_the_old_to_the_new_contents() {
    let workspace = Workspace::generated();
    workspace.edit_document("As on its cover.", "As on its spine.");
    let shown = shown(&workspace.generate(&["--check"]));
    let position = |line: &str| shown.lines().position(|shown| shown.trim_end() == line);
    let old = position("--- a/generated/src/types.rs").expect(&shown);
    assert_eq!(position("+++ b/generated/src/types.rs"), Some(old + 1));
    let removed = shown
        .lines()
        .find(|line| line.starts_with('-') && line.contains("As on its cover."));
    let added = shown
        .lines()
        .find(|line| line.starts_with('+') && line.contains("As on its spine."));
    assert!(removed.is_some() && added.is_some(), "{shown}");
}

#[test]
fn applying_the_diff_makes_the_crate_up_to_date() {
    let workspace = Workspace::generated();
    // A rewritten file, a missing one, a left-over one, and one without a final line break.
    workspace.edit_document("A book.", &"A long book. ".repeat(2000));
    std::fs::remove_file(workspace.path("generated/src/books.rs")).unwrap();
    workspace.write(
        "generated/src/old/mod.rs",
        &format!("{MARKER}\n\npub struct Old;"),
    );
    let client = workspace.read("generated/src/client.rs");
    workspace.write(
        "generated/src/client.rs",
        &client.lines().rev().collect::<Vec<_>>().join("\n"),
    );
    workspace.write(
        "generated/src/client.rs",
        &format!("{MARKER}\n{}", workspace.read("generated/src/client.rs")),
    );
    let check = workspace.generate(&["--check"]);
    assert_eq!(check.status.code(), Some(1));
    workspace.write("stale.patch", &String::from_utf8(check.stdout).unwrap());
    let applied = std::process::Command::new("git")
        .args(["apply", "stale.patch"])
        .current_dir(workspace.path(""))
        .output()
        .expect("this test needs git");
    assert!(
        applied.status.success(),
        "{}",
        String::from_utf8_lossy(&applied.stderr)
    );
    let check = workspace.generate(&["--check"]);
    assert!(check.status.success(), "{}", shown(&check));
}

#[test]
fn a_missing_file_is_a_new_file_in_the_diff() {
    let workspace = Workspace::generated();
    std::fs::remove_file(workspace.path("generated/src/lib.rs")).unwrap();
    let output = workspace.generate(&["--check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        shown(&output).contains("--- /dev/null\n+++ b/generated/src/lib.rs\n"),
        "{}",
        shown(&output)
    );
    assert!(!workspace.path("generated/src/lib.rs").exists());
}

#[test]
fn an_invalid_document_fails_like_without_check() {
    let workspace = Workspace::generated();
    workspace.edit_document("#/components/schemas/Book'", "#/components/schemas/Bok'");
    let (plain, check) = (workspace.generate(&[]), workspace.generate(&["--check"]));
    assert_eq!(check.status.code(), Some(1));
    assert_eq!(shown(&plain), shown(&check));
}

/// The contents of a hundred files would hide what to do.
#[test]
fn many_missing_or_left_over_files_are_named() {
    let workspace = Workspace::generated();
    std::fs::remove_dir_all(workspace.path("generated/src/runtime")).unwrap();
    let output = workspace.generate(&["--check"]);
    let text = shown(&output);
    assert!(
        text.contains("\nmissing: generated/src/runtime/mod.rs\n"),
        "{text}"
    );
    assert!(text.contains("run `openapi-crate generate"), "{text}");
    assert!(
        !text.contains("+++") && text.lines().count() < 200,
        "{text}"
    );
    // A deleted folder.
    std::fs::remove_dir_all(workspace.path("generated/src")).unwrap();
    let text = shown(&workspace.generate(&["--check"]));
    assert!(text.contains("\nmissing: generated/src/lib.rs\n"), "{text}");
    assert!(
        text.contains("has not been generated from `spec/shelf.yaml` yet"),
        "{text}"
    );
    assert!(
        !text.contains("+++") && text.lines().count() < 200,
        "{text}"
    );
    // A runtime that is no longer embedded.
    assert!(workspace.generate(&[]).status.success());
    workspace.write(
        "spec/codegen.toml",
        &format!("{SETTINGS}runtime = \"crate\"\n"),
    );
    let text = shown(&workspace.generate(&["--check"]));
    assert!(
        text.contains("\nleft over: generated/src/runtime/mod.rs\n"),
        "{text}"
    );
    assert!(text.contains("+++ b/generated/src/client.rs\n"), "{text}");
}

/// As after a checkout on Windows with `core.autocrlf`.
#[test]
fn files_of_which_only_the_line_endings_differ_are_named() {
    let workspace = Workspace::generated();
    let converted = workspace.read("generated/src/lib.rs").replace('\n', "\r\n");
    workspace.write("generated/src/lib.rs", &converted);
    let output = workspace.generate(&["--check"]);
    assert_eq!(output.status.code(), Some(1));
    let text = shown(&output);
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(stdout, "line endings: generated/src/lib.rs\n");
    let message = "1 file changed, only in line endings";
    assert!(text.contains(message), "{text}");
    assert!(text.contains("`* text=auto eol=lf`"), "{text}");

    // An edited file is shown as a diff.
    workspace.write("generated/src/lib.rs", &format!("{converted}// mine\r\n"));
    let text = shown(&workspace.generate(&["--check"]));
    assert!(text.contains("--- a/generated/src/lib.rs"), "{text}");
    assert!(text.contains("and commit the changes"), "{text}");
}
