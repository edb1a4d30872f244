//! Tests of `--message-format`: standard output has only diagnostics.

use serde_json::Value;

use crate::workspace::{Workspace, assert_shown};

/// A workspace with an error and a warning.
fn invalid() -> Workspace {
    let workspace = Workspace::new();
    let document = crate::workspace::DOCUMENT
        .replace("#/components/schemas/Book'", "#/components/schemas/Bok'")
        .replace("      description: A book.", "      descripton: A book.");
    workspace.write("spec/shelf.yaml", &document);
    workspace
}

#[test]
fn json_is_one_object_per_line() {
    let output = invalid().generate(&["--message-format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let lines = String::from_utf8(output.stdout.clone()).unwrap();
    let diagnostics: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(diagnostics.len(), 2);
    for member in [
        "level", "code", "message", "file", "line", "column", "end", "label", "help", "related",
    ] {
        assert!(
            diagnostics
                .iter()
                .all(|diagnostic| diagnostic.get(member).is_some()),
            "{member}"
        );
    }
    assert_eq!(
        (&diagnostics[0]["line"], &diagnostics[0]["column"]),
        (&30.into(), &23.into())
    );
    assert_shown!(output);
}

#[test]
fn github_gets_annotations_and_a_readable_log() {
    assert_shown!(invalid().generate(&["--message-format", "github"]));
}

#[test]
fn the_result_and_the_diff_are_written_to_standard_error() {
    let workspace = Workspace::generated();
    let run = |arguments: &[&str]| {
        let output = workspace.generate(&[&["--message-format", "json"], arguments].concat());
        (
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (stdout, stderr) = run(&[]);
    assert_eq!(stdout, "");
    assert!(stderr.contains("1 operation"), "{stderr}");
    workspace.edit_document("As on its cover.", "As on its spine.");
    let (stdout, stderr) = run(&["--check"]);
    assert_eq!(
        serde_json::from_str::<Value>(&stdout).unwrap()["code"],
        "stale-output"
    );
    assert!(stderr.contains("+++ b/generated/src/types.rs"), "{stderr}");
}
