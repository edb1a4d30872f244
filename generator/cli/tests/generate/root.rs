//! Tests of `--root` and the setting `root`: the folder whose files a document may refer to.

use crate::workspace::{DOCUMENT, SETTINGS, Workspace, shown};

/// A workspace whose document refers to `../common.yaml`.
fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write(
        "common.yaml",
        "Title: {type: string, description: On the spine.}\n",
    );
    let document = DOCUMENT.replace(
        "          description: As on its cover.\n          type: string\n",
        "          $ref: '../common.yaml#/Title'\n",
    );
    workspace.write("spec/shelf.yaml", &document);
    workspace
}

/// Asserts that the crate of a folder has the common type.
fn assert_generated(workspace: &Workspace, folder: &str) {
    let types = workspace.read(&format!("{folder}/src/types.rs"));
    assert!(types.contains("On the spine."), "{types}");
}

#[test]
fn a_file_outside_the_root_is_refused() {
    let workspace = workspace();
    for root in [&[][..], &["--root", "spec"]] {
        let arguments = [
            "generate",
            "--spec",
            "spec/shelf.yaml",
            "--out",
            "new",
            "--name",
            "shelf",
        ];
        let output = workspace.run(&[&arguments[..], root].concat());
        assert_eq!(output.status.code(), Some(1));
        let shown = shown(&output);
        assert!(shown.contains("spec/shelf.yaml:39:17"), "{shown}");
        assert!(shown.contains("with `--root`, or `root`"), "{shown}");
        assert!(!workspace.path("new").exists());
    }
}

/// The name of the root need not be a part of the document's.
#[test]
fn an_option_names_the_root() {
    let workspace = workspace();
    let here = workspace.path("").to_str().unwrap().to_owned();
    let absolute = workspace.path("spec/shelf.yaml");
    let absolute = absolute.to_str().unwrap();
    for (folder, spec, root) in [
        ("", "spec/shelf.yaml", "."),
        ("", "./spec/shelf.yaml", "./"),
        ("", "spec/shelf.yaml", here.as_str()),
        ("", absolute, "."),
        ("spec", "shelf.yaml", ".."),
        ("spec", "../spec/shelf.yaml", "../"),
        ("generated", "../spec/shelf.yaml", ".."),
    ] {
        let mut command = workspace.command(&["generate", "--spec", spec, "--root", root]);
        let out = workspace.path("new");
        command.args(["--name", "shelf", "--out"]).arg(&out);
        let output = command
            .current_dir(workspace.path(folder))
            .output()
            .unwrap();
        assert!(output.status.success(), "{root} {}", shown(&output));
        assert_generated(&workspace, "new");
        std::fs::remove_dir_all(out).unwrap();
    }
}

#[test]
fn a_setting_names_the_root() {
    for root in ["..", "../", "./.."] {
        let workspace = workspace();
        let settings = format!("root = '{root}'\n{SETTINGS}");
        workspace.write("spec/codegen.toml", &settings);
        let output = workspace.generate(&[]);
        assert!(output.status.success(), "{}", shown(&output));
        assert_generated(&workspace, "generated");
    }
}

#[test]
fn a_root_that_does_not_contain_the_document_is_an_error() {
    let workspace = workspace();
    workspace.write("other/a.yaml", "");
    workspace.write(
        "spec/codegen.toml",
        &format!("root = '../other'\n{SETTINGS}"),
    );
    let output = workspace.generate(&[]);
    assert_eq!(output.status.code(), Some(1));
    let shown = shown(&output);
    assert!(
        shown.contains("`other` does not contain the document `spec/shelf.yaml`"),
        "{shown}"
    );
}
