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
fn selectors_that_leave_no_operation_are_a_warning() {
    let workspace = workspace();
    let message = "warning[selector-no-match]: the selectors together leave out all operations";
    for arguments in [
        &["--exclude", "path:*"][..],
        &["--include", "tag:rooms", "--exclude", "tag:rooms"],
    ] {
        let output = workspace.generate(arguments);
        assert!(output.status.success(), "{}", shown(&output));
        assert!(shown(&output).contains(message), "{}", shown(&output));
    }
    let settings = format!("{SETTINGS}exclude = [\"path:*\"]\n");
    workspace.write("spec/codegen.toml", &settings);
    let output = workspace.generate(&["--deny-warnings"]);
    assert_eq!(output.status.code(), Some(1));
    let place = "--> spec/codegen.toml:4:11\n";
    assert!(shown(&output).contains(place), "{}", shown(&output));
    let output = workspace.generate(&["--include", "tag:nothing"]);
    assert!(!shown(&output).contains("together"), "{}", shown(&output));
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
    let document = workspace.read("spec/shelf.yaml");
    workspace.write("spec/shelf.yaml", &document.replace("in: path", "in: body"));
    let failed = workspace.generate(&[]);
    assert_eq!(failed.status.code(), Some(1));
    let hint = "affects only 1 of 2 operations; with `--keep-going`, it is left out\n";
    assert!(shown(&failed).contains(hint), "{}", shown(&failed));
    // Its warnings would be errors.
    let denied = shown(&workspace.generate(&["--deny-warnings"]));
    assert!(!denied.contains("--keep-going"), "{denied}");
    let output = workspace.generate(&["--keep-going"]);
    assert!(output.status.success(), "{}", shown(&output));
    assert!(shown(&output).contains("left out"), "{}", shown(&output));
    assert!(!workspace.path("generated/src/books.rs").exists());
}

/// The end of a failed run on this document.
fn end_of_failure(document: &str) -> String {
    let workspace = workspace();
    workspace.write("spec/shelf.yaml", document);
    let output = workspace.generate(&[]);
    assert_eq!(output.status.code(), Some(1));
    let shown = shown(&output);
    shown.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn a_failure_names_keep_going_only_if_it_helps() {
    let head =
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://a.example'}]\n";
    let good = "  /good: {get: {operationId: good, responses: {'200': {description: D}}}}\n";
    let bad = "  /bad: {get: {operationId: bad, responses: {'200': {$ref: '#/nowhere'}}}}\n";
    let schema = "components: {schemas: {A: {type: strong}}}\n";
    let nothing = "1 error; nothing was written";
    for (document, end) in [
        (
            format!("{head}paths:\n{good}{bad}"),
            "1 error affects only 1 of 2 operations; with `--keep-going`, it is left out",
        ),
        (
            format!("{head}paths:\n{good}{schema}"),
            "with `--keep-going`, 1 error would be a warning, and no operation would be left out",
        ),
        (
            format!("{head}tags: 5\npaths:\n{good}{bad}"),
            "with `--keep-going`, 1 of these 2 errors would be a warning, and 1 would remain",
        ),
        (format!("{head}tags: 5\npaths:\n{good}"), nothing),
        (format!("{head}paths:\n{bad}"), nothing),
        ("openapi: 2.0.0\npaths: {}\n".to_owned(), nothing),
    ] {
        assert_eq!(end_of_failure(&document), end, "{document}");
    }
}
