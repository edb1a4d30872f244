//! Tests of colours. (Every snapshot shows that a pipe gets none.)

use crate::workspace::{GENERATE, Workspace};

/// Standard output and standard error of a stale check with forced colours.
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
fn diagnostics_and_diffs_have_colours() {
    let (diff, diagnostic) = coloured(None);
    assert!(diff.contains("\u{1b}[32m+"), "{diff}");
    assert!(diagnostic.contains("\u{1b}["), "{diagnostic}");
}

#[test]
fn no_color_is_respected() {
    let (diff, diagnostic) = coloured(Some("1"));
    assert!(
        !diff.contains('\u{1b}') && !diagnostic.contains('\u{1b}'),
        "{diff}{diagnostic}"
    );
}
