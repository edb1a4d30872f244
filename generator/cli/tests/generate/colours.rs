//! Colours are shown where they are wanted, and only there. (Every snapshot shows that a pipe gets none.)

use crate::workspace::{GENERATE, Workspace};

/// Standard output and standard error of a stale check, where colours are asked for.
fn coloured(no_color: Option<&str>) -> (String, String) {
    let workspace = Workspace::generated();
    workspace.edit_document("As on its cover.", "As on its spine.");
    let mut command = workspace.command(&[&GENERATE[..], &["--check"]].concat());
    command
        .env("CLICOLOR_FORCE", "1")
        .envs(no_color.map(|value| ("NO_COLOR", value)));
    let output = command.output().unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn complaints_and_diffs_have_colours() {
    let (diff, complaint) = coloured(None);
    assert!(diff.contains("\u{1b}[32m+"), "{diff}");
    assert!(complaint.contains("\u{1b}["), "{complaint}");
}

#[test]
fn no_color_is_respected() {
    let (diff, complaint) = coloured(Some("1"));
    assert!(
        !diff.contains('\u{1b}') && !complaint.contains('\u{1b}'),
        "{diff}{complaint}"
    );
}
