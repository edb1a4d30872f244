//! Tests of selectors in the settings and on the command line.

use crate::workspace::{DOCUMENT, SETTINGS, Workspace, assert_shown, shown};

/// A workspace whose document has a second operation, with a different tag and its own type.
fn workspace() -> Workspace {
    let workspace = Workspace::new();
    let second = "  /rooms:
    get:
      operationId: list-rooms
      tags: [rooms]
      responses:
        '200':
          description: The rooms.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Room'
components:
  schemas:
    Room:
      description: A room.
      type: object
";
    workspace.write(
        "spec/shelf.yaml",
        &DOCUMENT.replace("components:\n  schemas:\n", second),
    );
    workspace
}

#[test]
fn the_command_line_selects_operations_and_the_types_they_use() {
    let workspace = workspace();
    assert!(
        workspace
            .generate(&["--include", "tag:rooms"])
            .status
            .success()
    );
    assert!(workspace.path("generated/src/rooms.rs").exists());
    assert!(!workspace.path("generated/src/books.rs").exists());
    assert!(!workspace.read("generated/src/types.rs").contains("Book"));
    assert!(
        workspace
            .generate(&["--exclude", "path:/rooms"])
            .status
            .success()
    );
    assert!(!workspace.path("generated/src/rooms.rs").exists());
    assert!(workspace.path("generated/src/books.rs").exists());
}

#[test]
fn the_settings_select_operations() {
    let workspace = workspace();
    workspace.write(
        "spec/codegen.toml",
        &format!("{SETTINGS}include = [\"operation:get-book\"]\n"),
    );
    assert!(workspace.generate(&[]).status.success());
    assert!(workspace.path("generated/src/books.rs").exists());
    assert!(!workspace.path("generated/src/rooms.rs").exists());
}

#[test]
fn a_selector_without_a_match_is_an_error_with_a_suggestion() {
    let workspace = workspace();
    assert_shown!(workspace.generate(&["--exclude", "tag:romms"]));
    assert!(!workspace.path("generated/src").exists());
}

#[test]
fn an_invalid_selector_is_reported_at_its_place() {
    let workspace = workspace();
    assert_eq!(
        workspace.generate(&["--include", "rooms"]).status.code(),
        Some(2)
    );
    workspace.write(
        "spec/codegen.toml",
        &format!("{SETTINGS}include = [\"rooms\"]\n"),
    );
    assert_shown!(workspace.generate(&[]));
}

#[test]
fn keep_going_leaves_out_invalid_operations() {
    let workspace = workspace();
    workspace.write("spec/shelf.yaml", &DOCUMENT.replace("in: path", "in: body"));
    assert_eq!(workspace.generate(&[]).status.code(), Some(1));
    let output = workspace.generate(&["--keep-going"]);
    assert!(output.status.success(), "{}", shown(&output));
    assert!(shown(&output).contains("left out"), "{}", shown(&output));
    assert!(!workspace.path("generated/src/books.rs").exists());
}
