//! Tests that all spellings of a path lead to the same files.

use std::collections::BTreeMap;

use crate::workspace::{DOCUMENT, SETTINGS, Workspace, shown};

/// An overlay, so that a run reads a second file.
const OVERLAY: &str = "overlay: 1.0.0\ninfo: {title: Hints, version: '1'}\nactions: []\n";

/// The contents of the generated files.
fn contents(workspace: &Workspace, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let tree = workspace.tree(folder).into_iter();
    tree.map(|(path, (contents, _))| (path, contents)).collect()
}

/// All spellings of a path in the workspace.
fn spellings(workspace: &Workspace, path: &str) -> Vec<String> {
    let folder = workspace.path("").canonicalize().unwrap();
    let folder = folder.to_str().unwrap().trim_end_matches('/');
    let mut spellings = vec![
        path.to_owned(),
        format!("./{path}"),
        format!(".//{}", path.replace('/', "//")),
        format!("spec/../{path}"),
        format!("missing/../{path}"),
        format!("{path}/"),
        format!("{folder}/{path}"),
        format!("{folder}/./missing/..//{path}"),
    ];
    if cfg!(windows) {
        spellings.push(path.replace('/', "\\"));
    }
    spellings
}

/// A path relative to the folder of the settings.
fn from_settings(path: &str) -> String {
    if path.starts_with('/') {
        path.to_owned()
    } else {
        format!("../{path}")
    }
}

#[test]
fn settings_have_the_same_output_in_each_spelling() {
    let workspace = Workspace::generated();
    let expected = contents(&workspace, "generated");
    for spelling in spellings(&workspace, "spec/codegen.toml") {
        let output = workspace.run(&["generate", "--check", "--config", &spelling]);
        assert!(output.status.success(), "{spelling}: {}", shown(&output));
    }
    for document in spellings(&workspace, "spec/shelf.yaml") {
        for output in spellings(&workspace, "generated") {
            let settings = SETTINGS
                .replace("../generated", &from_settings(&output))
                .replace("shelf.yaml", &from_settings(&document));
            workspace.write("spec/codegen.toml", &settings);
            let run = workspace.generate(&["--check"]);
            assert!(run.status.success(), "{settings}: {}", shown(&run));
        }
    }
    assert_eq!(contents(&workspace, "generated"), expected);
}

#[test]
fn arguments_have_the_same_output_in_each_spelling() {
    let workspace = Workspace::new();
    workspace.write("spec/hints.yaml", OVERLAY);
    let run = |spec: &str, overlay: &str, root: &str, out: &str| {
        let output = workspace.run(&[
            "generate",
            "--spec",
            spec,
            "--overlay",
            overlay,
            "--root",
            root,
            "--out",
            out,
            "--name",
            "shelf",
        ]);
        assert!(output.status.success(), "{out}: {}", shown(&output));
        let text = shown(&output);
        assert!(text.contains("\nout/api/: "), "{out}: {text}");
        assert!(text.contains("spec/shelf.yaml: "), "{spec}: {text}");
        contents(&workspace, "out/api")
    };
    let expected = run("spec/shelf.yaml", "spec/hints.yaml", "spec", "out/api");
    assert!(expected.contains_key("out/api/src/lib.rs"));
    for out in spellings(&workspace, "out/api") {
        std::fs::remove_dir_all(workspace.path("out")).unwrap();
        let found = run("spec/shelf.yaml", "spec/hints.yaml", "spec", &out);
        assert_eq!(found, expected, "{out}");
        assert!(!workspace.path("missing").exists(), "{out}");
    }
    let specs = spellings(&workspace, "spec/shelf.yaml").into_iter();
    let overlays = spellings(&workspace, "spec/hints.yaml").into_iter();
    let roots = spellings(&workspace, "spec");
    for ((spec, overlay), root) in specs.zip(overlays).zip(roots) {
        assert_eq!(run(&spec, &overlay, &root, "out/api"), expected, "{spec}");
    }
}

#[test]
fn a_diagnostic_names_a_file_in_each_spelling_alike() {
    let workspace = Workspace::new();
    workspace.write(
        "spec/shelf.yaml",
        &DOCUMENT.replace("schemas/Book'", "schemas/Bok'"),
    );
    for spec in spellings(&workspace, "spec/shelf.yaml") {
        let run = [
            "generate", "--spec", &spec, "--out", "out", "--name", "shelf",
        ];
        let text = shown(&workspace.run(&run));
        assert!(text.contains("--> spec/shelf.yaml:30:"), "{spec}: {text}");
    }
}

#[test]
fn two_clients_cannot_have_one_folder_in_two_spellings() {
    let workspace = Workspace::new();
    for spelling in spellings(&workspace, "out") {
        let spelling = from_settings(&spelling);
        let client = |package: &str, output: &str| {
            format!(
                "[[client]]\ndocument = 'shelf.yaml'\npackage = '{package}'\noutput = '{output}'\n"
            )
        };
        let settings = client("one", "../out") + &client("two", &spelling);
        workspace.write("spec/codegen.toml", &settings);
        let text = shown(&workspace.generate(&[]));
        assert!(text.contains("overlaps with `out`"), "{spelling}: {text}");
    }
}
