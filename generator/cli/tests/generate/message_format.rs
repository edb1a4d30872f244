//! Programs and pull requests get the diagnostics, and nothing else where they read.

use serde_json::Value;

use crate::workspace::{Workspace, assert_shown};

/// A workspace with an error and a warning.
fn spoilt() -> Workspace {
    let workspace = Workspace::new();
    let document = crate::workspace::DOCUMENT
        .replace("#/components/schemas/Book'", "#/components/schemas/Bok'")
        .replace("      description: A book.", "      descripton: A book.");
    workspace.write("spec/shelf.yaml", &document);
    workspace
}

#[test]
fn programs_get_one_json_object_a_line() {
    let output = spoilt().generate(&["--message-format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let lines = String::from_utf8(output.stdout.clone()).unwrap();
    let complaints: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(complaints.len(), 2);
    for member in [
        "level", "code", "message", "file", "line", "column", "end", "label", "help", "related",
    ] {
        assert!(
            complaints
                .iter()
                .all(|complaint| complaint.get(member).is_some()),
            "{member}"
        );
    }
    assert_eq!(
        (&complaints[0]["line"], &complaints[0]["column"]),
        (&30.into(), &23.into())
    );
    assert_shown!(output);
}

#[test]
fn a_pull_request_gets_annotations_and_its_log_the_lines() {
    assert_shown!(spoilt().generate(&["--message-format", "github"]));
}

#[test]
fn the_result_and_the_diff_leave_the_complaints_alone() {
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
