//! Tests of warnings and `--deny-warnings`.

use crate::workspace::{Workspace, assert_shown};

#[test]
fn a_warning_is_shown_and_the_crate_is_written() {
    let workspace = Workspace::generated();
    workspace.edit_document("      description: A book.", "      descripton: A book.");
    assert_shown!(workspace.generate(&[]));
}

#[test]
fn a_denied_warning_is_an_error() {
    let workspace = Workspace::generated();
    workspace.edit_document("      description: A book.", "      descripton: A book.");
    let before = workspace.tree("");
    assert_shown!(workspace.generate(&["--deny-warnings"]));
    assert_eq!(workspace.tree(""), before);
}
