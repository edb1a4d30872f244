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
fn a_tag_can_be_selected_by_its_rust_name() {
    let workspace = workspace();
    let document = workspace.read("spec/shelf.yaml");
    let named = "tags:\n  - { name: rooms, x-rust-name: kv-rooms }\n";
    workspace.write("spec/shelf.yaml", &document.replace("tags:\n", named));
    for tag in ["tag:kv-rooms", "tag:rooms"] {
        let output = workspace.generate(&["--include", tag]);
        assert!(output.status.success(), "{}", shown(&output));
        assert!(workspace.path("generated/src/kv_rooms.rs").exists());
        assert!(!workspace.path("generated/src/books.rs").exists());
    }
    // A name of one tag is no error where another is selected.
    let output = workspace.generate(&["--exclude", "tag:kv-rooms", "--deny-warnings"]);
    assert!(output.status.success(), "{}", shown(&output));
    assert!(!workspace.path("generated/src/kv_rooms.rs").exists());
    // A name of no tag is one, also if the selection does not need the tag.
    workspace.write(
        "spec/shelf.yaml",
        &document.replace("tags:\n", &named.replace("rooms,", "room,")),
    );
    let output = workspace.generate(&["--include", "tag:books"]);
    assert!(
        shown(&output).contains("no operation has the tag `room`"),
        "{}",
        shown(&output)
    );
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
