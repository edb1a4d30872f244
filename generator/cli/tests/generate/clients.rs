//! Tests of settings with several clients, and of the forms of generated code.

use std::io::Write as _;
use std::process::Stdio;

use crate::workspace::{DOCUMENT, Workspace, shown};

/// Settings with two clients of the same document.
const TWO: &str = "\
runtime = \"crate\"
license = \"MIT\"

[[client]]
document = \"shelf.yaml\"
output = \"../one\"
package = \"one\"

[[client]]
document = \"shelf.yaml\"
output = \"../two/src/shelf\"
package = \"two\"
layout = \"module\"
";

fn with_settings(settings: &str) -> Workspace {
    let workspace = Workspace::new();
    workspace.write("spec/codegen.toml", settings);
    workspace
}

fn error(settings: &str) -> String {
    let workspace = with_settings(settings);
    let output = workspace.generate(&[]);
    assert_eq!(output.status.code(), Some(1), "{}", shown(&output));
    shown(&output)
}

#[test]
fn each_client_has_its_output_and_the_shared_settings() {
    let workspace = with_settings(TWO);
    let output = workspace.generate(&[]);
    assert!(output.status.success(), "{}", shown(&output));
    let manifest = workspace.read("one/Cargo.toml");
    assert!(manifest.contains("license = \"MIT\"\n"), "{manifest}");
    assert!(
        manifest.contains("\nopenapi-crate-runtime = { version = "),
        "{manifest}"
    );
    assert!(workspace.read("one/README.md").starts_with("# one\n"));
    assert!(workspace.path("one/src/lib.rs").exists());
    let module = workspace.read("two/src/shelf/mod.rs");
    assert!(
        module.contains("use openapi_crate_runtime as runtime;"),
        "{module}"
    );
    assert!(
        !module.contains("//!") && !module.contains("#!["),
        "{module}"
    );
    assert!(!workspace.path("two/src/shelf/Cargo.toml").exists());
    let text = shown(&output);
    assert!(text.contains("openapi-crate-runtime = {"), "{text}");
    assert!(workspace.generate(&["--check"]).status.success());
}

#[test]
fn all_clients_are_checked() {
    let workspace = with_settings(TWO);
    assert!(workspace.generate(&[]).status.success());
    let stale = workspace.read("two/src/shelf/types.rs") + "\n";
    workspace.write("two/src/shelf/types.rs", &stale);
    workspace.write("one/src/types.rs", &stale);
    let output = workspace.generate(&["--check"]);
    assert_eq!(output.status.code(), Some(1));
    let text = shown(&output);
    for stale in ["`one` is out of date", "`two/src/shelf` is out of date"] {
        assert!(text.contains(stale), "{text}");
    }
}

#[test]
fn nothing_is_written_if_one_client_fails() {
    let workspace = with_settings(&TWO.replace(
        "\"shelf.yaml\"\noutput = \"../two",
        "\"lost.yaml\"\noutput = \"../two",
    ));
    let output = workspace.generate(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!workspace.path("one").exists());
    // Also if a folder cannot be written.
    let workspace = with_settings(TWO);
    workspace.write("two/src/shelf/types.rs", "// by hand\n");
    assert_eq!(workspace.generate(&[]).status.code(), Some(1));
    assert!(!workspace.path("one").exists());
}

#[test]
fn left_over_files_of_a_module_are_removed_and_others_kept() {
    let workspace = with_settings(TWO);
    assert!(workspace.generate(&[]).status.success());
    let generated = workspace.read("two/src/shelf/types.rs");
    workspace.write("two/src/shelf/old/gone.rs", &generated);
    workspace.write("two/src/shelf/mine.rs", "// by hand\n");
    assert!(workspace.generate(&[]).status.success());
    assert!(!workspace.path("two/src/shelf/old").exists());
    assert!(workspace.path("two/src/shelf/mine.rs").exists());
}

#[test]
fn clients_that_would_overwrite_each_other_are_refused() {
    for (old, new, message) in [
        (
            "package = \"two\"",
            "package = \"one\"",
            "two clients have the package `one`",
        ),
        ("../two/src/shelf", "../one", "overlaps with `one`"),
        (
            "../two/src/shelf",
            "../one/src/shelf",
            "overlaps with `one`",
        ),
        (
            "../two/src/shelf",
            "./../two/../one/src",
            "overlaps with `one`",
        ),
    ] {
        let shown = error(&TWO.replace(old, new));
        assert!(shown.contains(message), "{new}: {shown}");
    }
}

#[test]
fn invalid_settings_are_refused_with_the_valid_ones() {
    for (line, message) in [
        (
            "layout = 'folder'",
            "unknown layout `folder`: use `crate` or `module`",
        ),
        (
            "runtime = 'shared'",
            "unknown runtime `shared`: use `embedded` or `crate`",
        ),
        (
            "layout = 'module'\nfeatures = ['tls']",
            "unknown feature `tls`",
        ),
        ("features = ['gzip']", "`features` is only for"),
        ("version = '1'", "`1` is not a version"),
        ("version = '1.0.0\"\\n'", "is not a version"),
        ("[[client]]\npackage = 'a'", "must be in each `[[client]]`"),
        ("output = 'twice'", "the setting is defined twice"),
    ] {
        let settings = format!(
            "document = 'shelf.yaml'\noutput = '../generated'\npackage = 'shelf-client'\n{line}\n"
        );
        let shown = error(&settings);
        assert!(shown.contains(message), "{line}: {shown}");
    }
    for (settings, message) in [
        (
            "[[client]]\npackage = 'a'\noutput = '../a'\n",
            "the setting `document` is missing",
        ),
        (
            "[[client]]\npackage = 'a'\noutput = '../a'\ndocument = 'b'\n[[client.client]]\n",
            "a client must not contain clients",
        ),
        ("client = 3\n", "invalid-config"),
        (
            "document = 'a'\noutput = 'b'\npackage = 'http'\n",
            "generated crates depend on `http`: choose a different name, such as `http-client`",
        ),
    ] {
        let shown = error(settings);
        assert!(shown.contains(message), "{settings}: {shown}");
    }
}

#[test]
fn diff_compares_the_named_client() {
    let workspace = with_settings(TWO);
    let output = workspace.run(&[
        "diff",
        "--config",
        "spec/codegen.toml",
        "--base",
        "spec/shelf.yaml",
    ]);
    assert_eq!(output.status.code(), Some(1));
    let text = shown(&output);
    assert!(
        text.contains("name one with `--package`: `one`, `two`"),
        "{text}"
    );
    let one = workspace.run(&[
        "diff",
        "--config",
        "spec/codegen.toml",
        "--base",
        "spec/shelf.yaml",
        "--package",
        "two",
    ]);
    assert!(one.status.success(), "{}", shown(&one));
}

#[test]
fn diff_reads_one_document_from_standard_input() {
    let changed = DOCUMENT.replace(
        "title:\n          description",
        "name:\n          description",
    );
    let (_, output) = with_input(changed.as_bytes(), &["diff", "spec/shelf.yaml", "-"]);
    let text = shown(&output);
    assert!(text.contains("spec/shelf.yaml -> <stdin>"), "{text}");
    let (_, output) = with_input(b"", &["diff", "-", "-"]);
    assert_eq!(output.status.code(), Some(1));
    let text = shown(&output);
    assert!(text.contains("only one of the two documents"), "{text}");
}

/// A run with a document on standard input.
fn with_input(document: &[u8], arguments: &[&str]) -> (Workspace, std::process::Output) {
    let workspace = Workspace::new();
    let mut child = workspace
        .command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may stop reading.
    drop(child.stdin.take().unwrap().write_all(document));
    let output = child.wait_with_output().unwrap();
    (workspace, output)
}

const FROM_INPUT: [&str; 7] = ["generate", "--spec", "-", "--out", "new", "--name", "new"];

#[test]
fn a_document_is_read_from_standard_input() {
    let (workspace, output) = with_input(DOCUMENT.as_bytes(), &FROM_INPUT);
    assert!(output.status.success(), "{}", shown(&output));
    assert!(shown(&output).contains("<stdin>: 1 operation, 1 type"));
    assert!(workspace.path("new/src/lib.rs").exists());
}

#[test]
fn references_from_standard_input_are_relative_to_the_working_directory() {
    let document = DOCUMENT.replace(
        "'#/components/schemas/Book'",
        "spec/shelf.yaml#/components/schemas/Book",
    );
    let (_, output) = with_input(document.as_bytes(), &FROM_INPUT);
    assert!(output.status.success(), "{}", shown(&output));
    let with_root = [&FROM_INPUT[..], &["--root", "."]].concat();
    let (_, output) = with_input(document.as_bytes(), &with_root);
    assert!(output.status.success(), "{}", shown(&output));
}

/// The same overlay as for the file that standard input comes from.
#[test]
fn an_overlay_is_for_standard_input_too() {
    let overlay = "overlay: 1.0.0\ninfo: { title: A, version: '1' }\nextends: shelf.yaml\nactions:\n  \
        - { target: $.info, update: { title: Books } }\n";
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("overlay.yaml");
    std::fs::write(&file, overlay).unwrap();
    let overlay = ["--overlay", file.to_str().unwrap(), "--deny-warnings"];
    let arguments = [&FROM_INPUT[..], &overlay].concat();
    let (_, output) = with_input(DOCUMENT.as_bytes(), &arguments);
    assert!(output.status.success(), "{}", shown(&output));
}

#[test]
fn diagnostics_name_standard_input() {
    for document in [&b"openapi: [\n"[..], b"", b"\xFF\xFE\x00", b"a: 1\n"] {
        let (workspace, output) = with_input(document, &FROM_INPUT);
        assert_eq!(output.status.code(), Some(1), "{}", shown(&output));
        assert!(shown(&output).contains("<stdin>"), "{}", shown(&output));
        assert!(!workspace.path("new").exists());
    }
}

#[test]
fn standard_input_has_the_maximum_size_of_a_file() {
    let (_, output) = with_input(&vec![b' '; (64 << 20) + 1], &FROM_INPUT);
    assert_eq!(output.status.code(), Some(1));
    let text = shown(&output);
    assert!(text.contains("it is larger than 64 MB"), "{text}");
}

/// A run that writes a module into the crate `two`.
const MODULE: [&str; 9] = [
    "generate",
    "--spec",
    "spec/shelf.yaml",
    "--out",
    "two/src/shelf",
    "--name",
    "shelf",
    "--layout",
    "module",
];

#[test]
fn a_module_names_the_dependencies_that_the_crate_around_it_lacks() {
    let workspace = Workspace::new();
    workspace.write(
        "two/Cargo.toml",
        "[package]\nname = \"two\"\n[dependencies]\nserde = \"1\"\n",
    );
    let text = shown(&workspace.run(&MODULE));
    assert!(
        text.contains("  add its dependencies to two/Cargo.toml:\n    [dependencies]\n"),
        "{text}"
    );
    assert!(
        text.contains("\n    tower-service = ") && !text.contains("\n    serde = "),
        "{text}"
    );
    // They are named until the crate has them.
    let text = shown(&workspace.run(&MODULE));
    assert!(
        text.contains("two/Cargo.toml lacks dependencies of this module; add:\n"),
        "{text}"
    );
    let lines = text
        .lines()
        .skip_while(|line| !line.starts_with("    [dependencies]"));
    let lines = lines.take_while(|line| line.starts_with("    "));
    let lines: String = lines.map(|line| format!("{}\n", line.trim())).collect();
    let complete = lines.replacen('\n', "\nserde = \"1\"\n", 1);
    workspace.write(
        "two/Cargo.toml",
        &format!("[package]\nname = \"two\"\n{complete}"),
    );
    let text = shown(&workspace.run(&MODULE));
    assert!(!text.contains("lacks"), "{text}");
    // One that became necessary.
    let title = "          description: As on its cover.\n";
    workspace.edit_document(title, &format!("{title}          format: uuid\n"));
    let text = shown(&workspace.run(&MODULE));
    assert!(
        text.contains("lacks dependencies of this module; add:\n    [dependencies]\n    uuid = "),
        "{text}"
    );
}

#[test]
fn a_crate_with_a_different_name_is_refused() {
    let workspace = Workspace::generated();
    let manifest = "[package]\nname = \"shelf\"\nversion = \"0.1.0\"\n";
    workspace.write("generated/Cargo.toml", manifest);
    let before = workspace.tree("");
    for arguments in [&[][..], &["--check"]] {
        let output = workspace.generate(arguments);
        let text = shown(&output);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains("--> generated/Cargo.toml:2:8\n"), "{text}");
        assert!(
            text.contains(
                "generate the package `shelf`, or change the name in this file to `shelf-client`"
            ),
            "{text}"
        );
    }
    assert_eq!(workspace.tree(""), before);
    workspace.write(
        "generated/Cargo.toml",
        &manifest.replace("shelf", "shelf-client"),
    );
    assert!(workspace.generate(&[]).status.success());
}

/// Cargo refuses a second dependency on a package, so the generated code has the name that there is.
#[test]
fn a_module_knows_the_manifest_around_it() {
    let workspace = Workspace::new();
    workspace.write(
        "two/Cargo.toml",
        "[package]\nname = \"two\"\nedition = \"2021\"\n[dependencies]\n\
         rt = { package = \"openapi-crate-runtime\", version = \"0.2\" }\njson = { package = \"serde_json\", version = \"1\" }\n",
    );
    let text = shown(&workspace.run(&MODULE));
    for expected in [
        "  Cargo.toml has the edition 2021, but an embedded runtime needs 2024",
        "  Cargo.toml has the package `serde_json` under the name `json`",
    ] {
        assert!(text.contains(expected), "{text}");
    }
    assert!(!text.contains("serde_json = "), "{text}");
    let shared = [&MODULE[..], &["--runtime", "crate"]].concat();
    let text = shown(&workspace.run(&shared));
    assert!(!text.contains("the edition"), "{text}");
    let code = workspace.read("two/src/shelf/mod.rs");
    assert!(code.contains("use rt as runtime;"), "{code}");
}

#[test]
fn the_folder_of_a_workspace_is_refused() {
    let workspace = Workspace::generated();
    workspace.write("generated/Cargo.toml", "[workspace]\nmembers = []\n");
    let before = workspace.tree("");
    for arguments in [&[][..], &["--check"]] {
        let output = workspace.generate(arguments);
        let text = shown(&output);
        assert_eq!(output.status.code(), Some(1), "{text}");
        let message = "`generated/Cargo.toml` is a workspace without a package";
        assert!(text.contains(message), "{text}");
        assert!(text.contains("such as `generated/shelf-client`"), "{text}");
    }
    assert_eq!(workspace.tree(""), before);
}

/// Each is generated by its own command.
#[test]
fn a_client_in_the_folder_of_another_is_kept() {
    let workspace = Workspace::new();
    let generate = |out: &str, form: &[&str]| {
        let document = ["generate", "--spec", "spec/shelf.yaml", "--name", "shelf"];
        let output = workspace.run(&[&document[..], &["--out", out], form].concat());
        assert!(output.status.success(), "{}", shown(&output));
    };
    let module = ["--layout", "module"];
    for (out, form) in [
        ("around", &[][..]),
        ("around/src/api", &module),
        (
            "around/src/api/inner",
            &["--layout", "module", "--runtime", "crate"],
        ),
        ("around/src/vendored", &[]),
    ] {
        generate(out, form);
    }
    let before = workspace.tree("around");
    generate("around", &[]);
    generate("around/src/api", &module);
    assert_eq!(workspace.tree("around"), before);
    // The folder of a crate, whose code is in `src`.
    generate("around", &module);
    for (path, file) in before {
        assert_eq!(workspace.tree("around").get(&path), Some(&file), "{path}");
    }
    // A runtime is part of a client.
    generate(
        "around/src/api",
        &["--layout", "module", "--runtime", "crate"],
    );
    assert!(!workspace.path("around/src/api/runtime").exists());
    assert!(workspace.path("around/src/api/inner/mod.rs").exists());
}

#[test]
fn the_next_step_declares_a_module_of_any_folder() {
    let workspace = Workspace::new();
    for (out, declaration) in [
        ("src/api", "`pub mod api;`"),
        (
            "src/my-api",
            "`#[path = \"my-api/mod.rs\"] pub mod shelf_client;`",
        ),
        ("type", "`#[path = \"type/mod.rs\"] pub mod shelf_client;`"),
    ] {
        let spec = ["generate", "--spec", "spec/shelf.yaml", "--out", out];
        let form = ["--name", "shelf-client", "--layout", "module"];
        let output = workspace.run(&[spec.as_slice(), &form].concat());
        assert!(shown(&output).contains(declaration), "{}", shown(&output));
    }
    let mut command = workspace.command(&["generate", "--spec", "../spec/shelf.yaml"]);
    command.args(["--out", ".", "--name", "a", "--layout", "module"]);
    std::fs::create_dir(workspace.path("here")).unwrap();
    let output = command.current_dir(workspace.path("here")).output();
    let output = output.unwrap();
    assert!(
        shown(&output).contains("`pub mod here;`"),
        "{}",
        shown(&output)
    );
}
