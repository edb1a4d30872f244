//! Tests of the command `suggest`, which run the binary in a temporary folder.

mod output;

use std::fs;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use self::output::shown;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Shelf, version: '1'}
servers: [{url: 'https://shelf.example'}]
paths:
  /books/{id}:
    get:
      operationId: get-book
      parameters: [{name: id, in: path, schema: {type: string}}]
      responses: {'200': {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}}
components:
  schemas:
    Book: {type: object, required: [gone], properties: {state: {type: string, description: 'One of `new`, `used`.'}}}
";

const FIXED: &str = "\
openapi: 3.0.3
info: {title: Shelf, version: '1'}
servers: [{url: 'https://shelf.example'}]
paths: {}
";

struct Folder(TempDir);

impl Folder {
    fn of(document: &str) -> Self {
        let folder = Self(TempDir::new().unwrap());
        folder.write("api.yaml", document);
        folder
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.0.path().join(name)).ok()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_openapi-crate"))
            .arg("suggest")
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("COLUMNS")
            .env("NO_COLOR", "1")
            .output()
            .unwrap()
    }

    fn suggest(&self, more: &[&str]) -> Output {
        let arguments = ["--spec", "api.yaml", "--overlay-out", "o.yaml"];
        self.run(&[&arguments, more].concat())
    }
}

macro_rules! assert_shown {
    ($output:expr) => {
        insta::with_settings!({
            filters => vec![(r"openapi-crate\.exe", "openapi-crate")],
            omit_expression => true,
        }, { insta::assert_snapshot!(shown(&$output)) })
    };
}

#[test]
fn help_of_suggest() {
    assert_shown!(Folder::of(DOCUMENT).run(&["--help"]));
}

#[test]
fn the_overlay_is_written_and_the_rest_is_counted() {
    let folder = Folder::of(DOCUMENT);
    assert_shown!(folder.suggest(&[]));
    insta::assert_snapshot!(folder.read("o.yaml").unwrap());
    // The command that the summary names.
    let generated = Command::new(env!("CARGO_BIN_EXE_openapi-crate"))
        .args(["generate", "--spec", "api.yaml", "--overlay", "o.yaml"])
        .args(["--out", "out", "--name", "shelf"])
        .current_dir(folder.0.path())
        .output()
        .unwrap();
    assert!(generated.status.success(), "{}", shown(&generated));
}

#[test]
fn a_hyphen_is_standard_output() {
    let folder = Folder::of(DOCUMENT);
    let output = folder.run(&["--spec", "api.yaml", "--overlay-out", "-"]);
    assert!(folder.suggest(&[]).status.success());
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!(Some(stdout), folder.read("o.yaml"));
    assert_eq!(folder.read("-"), None);
}

#[test]
fn a_file_with_different_contents_is_replaced_only_by_force() {
    let folder = Folder::of(DOCUMENT);
    folder.write("o.yaml", "overlay: 1.0.0 # edited\n");
    let output = folder.suggest(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert_shown!(output);
    assert_eq!(folder.read("o.yaml").unwrap(), "overlay: 1.0.0 # edited\n");
    assert!(folder.suggest(&["--force"]).status.success());
    let written = folder.read("o.yaml").unwrap();
    assert!(written.starts_with("# Suggested by"), "{written}");
    // The same again.
    let again = shown(&folder.suggest(&[]));
    assert!(again.contains("o.yaml: unchanged"), "{again}");
}

#[test]
fn an_input_is_never_replaced() {
    let folder = Folder::of(DOCUMENT);
    let arguments = [
        "--spec",
        "api.yaml",
        "--overlay-out",
        "./api.yaml",
        "--force",
    ];
    let output = folder.run(&arguments);
    assert_eq!(output.status.code(), Some(1));
    assert_shown!(output);
    assert_eq!(folder.read("api.yaml").unwrap(), DOCUMENT);
    assert!(folder.suggest(&[]).status.success());
    let output = folder.suggest(&["--overlay", "o.yaml", "--force"]);
    assert!(shown(&output).contains("`o.yaml` is an input of this run"));
}

#[cfg(unix)]
#[test]
fn links_and_folders_are_not_replaced() {
    let folder = Folder::of(DOCUMENT);
    folder.write("other.txt", "kept");
    std::os::unix::fs::symlink("other.txt", folder.0.path().join("o.yaml")).unwrap();
    let output = folder.suggest(&["--force"]);
    assert_eq!(output.status.code(), Some(1), "{}", shown(&output));
    assert_eq!(folder.read("other.txt").unwrap(), "kept");
    let output = folder.run(&["--spec", "api.yaml", "--overlay-out", "."]);
    assert_eq!(output.status.code(), Some(1), "{}", shown(&output));
    let output = folder.run(&["--spec", "api.yaml", "--overlay-out", "missing/o.yaml"]);
    assert_eq!(output.status.code(), Some(1), "{}", shown(&output));
}

#[test]
fn nothing_is_written_if_there_is_nothing_to_suggest() {
    let folder = Folder::of(FIXED);
    assert_shown!(folder.suggest(&[]));
    assert_eq!(folder.read("o.yaml"), None);
}

#[test]
fn an_overlay_and_selectors_are_named_in_the_next_command() {
    let folder = Folder::of(DOCUMENT);
    folder.write(
        "own.yaml",
        "overlay: 1.0.0\ninfo: {title: O, version: '1'}\nactions: [{target: $.info, update: {title: 'B'}}]\n",
    );
    assert_shown!(folder.suggest(&["--overlay", "own.yaml", "--include", "path:/books/*"]));
}

#[test]
fn settings_name_the_document() {
    let folder = Folder::of(DOCUMENT);
    folder.write(
        "codegen.toml",
        "document = \"api.yaml\"\noutput = \"out\"\npackage = \"shelf\"\n",
    );
    assert_shown!(folder.run(&["--config", "codegen.toml", "--overlay-out", "o.yaml"]));
}

#[test]
fn invalid_input_that_no_action_fixes_is_an_error() {
    let folder = Folder::of("openapi: 3.0.3\npaths: [\n");
    let output = folder.suggest(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert_shown!(output);
    assert_eq!(folder.read("o.yaml"), None);
}

#[test]
fn the_destination_is_required() {
    let folder = Folder::of(DOCUMENT);
    assert_eq!(folder.run(&["--spec", "api.yaml"]).status.code(), Some(2));
    assert_eq!(
        folder.run(&["--overlay-out", "o.yaml"]).status.code(),
        Some(2)
    );
}

#[test]
fn names_of_a_hostile_document_are_visible() {
    let hostile = DOCUMENT.replace(
        "required: [gone]",
        "required: [\"a\\e[31m\\u202e\", \"::error::b\"]",
    );
    let hostile = hostile.replace(
        "components:",
        "  \"/a\\e[2J\\u202e/{id}\":\n    get: {responses: {'204': {description: D}}}\ncomponents:",
    );
    let folder = Folder::of(&hostile);
    let output = folder.run(&["--spec", "api.yaml", "--overlay-out", "-"]);
    let shown = shown(&output);
    assert!(output.status.success(), "{shown}");
    let is_wild = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
    assert!(!shown.contains(is_wild), "{shown:?}");
    assert!(shown.contains("to be fixed by hand"), "{shown}");
}

#[test]
fn a_document_from_standard_input_gets_the_same_overlay() {
    let folder = Folder::of(DOCUMENT);
    assert!(folder.suggest(&[]).status.success());
    let from_input = |document: &[u8]| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_openapi-crate"))
            .args(["suggest", "--spec", "-", "--overlay-out", "-"])
            .current_dir(folder.0.path())
            .env("NO_COLOR", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The program may stop reading.
        drop(child.stdin.take().unwrap().write_all(document));
        child.wait_with_output().unwrap()
    };
    let output = from_input(DOCUMENT.as_bytes());
    assert!(output.status.success(), "{}", shown(&output));
    let overlay = |text: &str| text[text.find("actions:").unwrap()..].to_owned();
    let written = folder.read("o.yaml").unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(overlay(&text), overlay(&written));
    // It is applied to a file, whose name is unknown.
    assert!(written.contains("extends: api.yaml"), "{written}");
    assert!(!text.contains("extends"), "{text}");
    for document in [&b""[..], b"\xFF\xFE\x00", b"a: 1\n"] {
        let output = from_input(document);
        assert_eq!(output.status.code(), Some(1), "{}", shown(&output));
        assert!(shown(&output).contains("<stdin>"), "{}", shown(&output));
    }
}

#[test]
fn the_package_names_one_of_several_clients() {
    let folder = Folder::of(DOCUMENT);
    folder.write("fixed.yaml", FIXED);
    folder.write(
        "codegen.toml",
        "[[client]]\ndocument = 'fixed.yaml'\noutput = 'one'\npackage = 'one'\n\
         [[client]]\ndocument = 'api.yaml'\noutput = 'two'\npackage = 'two'\n",
    );
    let run = |more: &[&str]| {
        let arguments = ["--config", "codegen.toml", "--overlay-out", "o.yaml"];
        folder.run(&[&arguments, more].concat())
    };
    for (more, message) in [
        (&[][..], "name one with `--package`: `one`, `two`"),
        (
            &["--package", "three"],
            "no client with the package `three`",
        ),
    ] {
        let output = run(more);
        assert_eq!(output.status.code(), Some(1), "{}", shown(&output));
        assert!(shown(&output).contains(message), "{}", shown(&output));
    }
    let output = run(&["--package", "one"]);
    assert!(output.status.success(), "{}", shown(&output));
    assert_eq!(folder.read("o.yaml"), None, "there is nothing to suggest");
    let output = run(&["--package", "two"]);
    assert!(output.status.success(), "{}", shown(&output));
    assert!(folder.read("o.yaml").unwrap().contains("api.yaml"));
    // A package without settings.
    let output = folder.suggest(&["--package", "two"]);
    assert_eq!(output.status.code(), Some(2), "{}", shown(&output));
}
