//! Tests of the formats of a verdict, and of its exit code.

use crate::repository::{DIFF, Repository};
use crate::workspace::{Workspace, assert_shown};

#[test]
fn the_help_names_every_option() {
    assert_shown!(Workspace::new().run(&["diff", "--help"]));
}

#[test]
fn a_table_for_the_terminal() {
    let repository = Repository::new();
    repository.change_the_document();
    assert_shown!(repository.diff(&[]));
}

#[test]
fn markdown_for_a_pull_request() {
    let repository = Repository::new();
    repository.change_the_document();
    assert_shown!(repository.diff(&["--format", "markdown"]));
}

#[test]
fn json_for_programs() {
    let repository = Repository::new();
    repository.change_the_document();
    let output = repository.diff(&["--format", "json"]);
    serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap();
    assert_shown!(output);
}

#[test]
fn an_unchanged_document_has_no_changes() {
    let repository = Repository::new();
    assert_shown!(repository.diff(&[]));
    assert_shown!(repository.diff(&["--format", "markdown"]));
}

#[test]
fn only_a_breaking_change_fails_and_only_with_fail_on() {
    let repository = Repository::new();
    let exit = |arguments: &[&str]| repository.diff(arguments).status.code();
    repository.edit_document("description: A book.", "description: A good book.");
    assert_eq!(exit(&["--fail-on", "breaking"]), Some(0));
    repository.edit_document("required: [title]", "");
    for format in ["table", "markdown", "json"] {
        assert_eq!(exit(&["--format", format]), Some(0));
        assert_eq!(
            exit(&["--format", format, "--fail-on", "breaking"]),
            Some(1)
        );
    }
}

#[test]
fn a_change_within_a_line_has_one_place() {
    let repository = Repository::new();
    repository.edit_document("description: As on its cover.", "enum: [paper, ebook]");
    repository.commit();
    repository.edit_document("enum: [paper, ebook]", "enum: [films, ebook]");
    for (format, arrow) in [("table", " -> "), ("markdown", " → ")] {
        let output = String::from_utf8(repository.diff(&["--format", format]).stdout).unwrap();
        let places: Vec<&str> = output
            .lines()
            .filter(|line| line.contains("spec/shelf.yaml:"))
            .collect();
        assert!(!places.is_empty(), "{output}");
        for place in places {
            assert!(!place.contains(arrow), "{place}");
        }
    }
}

#[test]
fn markdown_fits_into_a_github_comment() {
    let repository = Repository::new();
    let schema = |n: usize| {
        format!(
            "    Type{n}:\n      type: object\n      properties:\n        name:\n          type: string\n"
        )
    };
    let many: String = (0..2000).map(schema).collect();
    repository.edit_document("  schemas:\n", &format!("  schemas:\n{many}"));
    let markdown = String::from_utf8(repository.diff(&["--format", "markdown"]).stdout).unwrap();
    assert!(markdown.len() < 65_536, "{}", markdown.len());
    assert!(markdown.contains("2000 additions"), "{markdown}");
    let rows = markdown
        .lines()
        .filter(|line| line.starts_with("| ➕"))
        .count();
    let left_out = format!(
        "{} more changes: run `openapi-crate diff` to list them all.",
        2000 - rows
    );
    assert!(markdown.contains(&left_out), "{rows} rows");
}

#[test]
fn colours_are_for_terminals() {
    let repository = Repository::new();
    repository.change_the_document();
    let plain = repository.diff(&[]).stdout;
    assert!(!plain.contains(&0x1b));
    let forced = repository
        .command(&DIFF)
        .env("CLICOLOR_FORCE", "1")
        .output()
        .unwrap()
        .stdout;
    assert!(forced.contains(&0x1b));
}
