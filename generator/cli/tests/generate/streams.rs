//! Tests of standard output and of arguments that no file has.

use std::process::Stdio;

use crate::workspace::{Workspace, shown};

/// Commands that write their result to standard output.
const COMMANDS: [&[&str]; 6] = [
    &["explain", "all"],
    &["completions", "bash"],
    &["man", "generate"],
    &[
        "diff",
        "spec/shelf.yaml",
        "spec/shelf.yaml",
        "--format",
        "json",
    ],
    &["generate", "--help"],
    &["generate", "--config", "spec/codegen.toml"],
];

/// A device whose writes fail as on a full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_result_that_is_lost_is_a_failure() {
    let workspace = Workspace::generated();
    for arguments in COMMANDS {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let mut command = workspace.command(arguments);
        let output = command.stdout(full).output().unwrap();
        let text = shown(&output);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {text}");
        assert!(
            text.ends_with("error: standard output cannot be written: the disk is full\n"),
            "{arguments:?}: {text}"
        );
    }
}

#[test]
fn a_reader_that_stops_is_no_failure() {
    let workspace = Workspace::generated();
    for arguments in COMMANDS {
        let mut command = workspace.command(arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{arguments:?}: {}",
            shown(&output)
        );
        assert!(
            output.stderr.is_empty(),
            "{arguments:?}: {}",
            shown(&output)
        );
    }
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_not_utf_8_is_named() {
    use std::os::unix::ffi::OsStrExt as _;

    let workspace = Workspace::new();
    let mut command = workspace.command(&["generate", "--out", "out", "--name", "a", "--spec"]);
    let output = command
        .arg(std::ffi::OsStr::from_bytes(b"p\xff\x1b.yaml"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let text = shown(&output);
    assert!(
        text.contains("the argument `p\u{fffd}\\u{1b}.yaml` is not UTF-8: rename the file"),
        "{text}"
    );
}

#[test]
fn a_crate_is_not_written_to_standard_output() {
    let workspace = Workspace::new();
    let run = [
        "generate",
        "--spec",
        "spec/shelf.yaml",
        "--name",
        "a",
        "--out",
        "-",
    ];
    let output = workspace.run(&run);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        shown(&output).contains("a crate has several files"),
        "{}",
        shown(&output)
    );
    assert!(!workspace.path("-").exists());
}

#[test]
fn a_url_in_place_of_a_file_is_named_with_what_to_do() {
    let workspace = Workspace::new();
    for (url, help) in [
        (
            "https://shelf.example/api.yaml",
            "download the document, and name the file",
        ),
        (
            "file:///home/me/api.yaml",
            "name the file by its path, without `file://`",
        ),
    ] {
        let output = workspace.run(&["generate", "--spec", url, "--name", "a", "--out", "out"]);
        assert_eq!(output.status.code(), Some(1));
        let text = shown(&output);
        assert!(
            text.contains(&format!("`{url}` cannot be read: it is a URL, not a file")),
            "{text}"
        );
        assert!(text.contains(help), "{text}");
    }
}

#[test]
fn a_url_in_place_of_an_output_is_refused() {
    let workspace = Workspace::new();
    let url = "https://shelf.example/out";
    let spec = "spec/shelf.yaml";
    for (arguments, what) in [
        (
            &["generate", "--spec", spec, "--name", "a", "--out", url][..],
            "folder",
        ),
        (&["suggest", "--spec", spec, "--overlay-out", url], "file"),
        (&["corpus", "spec", "--out", url], "folder"),
        (&["corpus", "spec", "--json", url], "file"),
    ] {
        let output = workspace.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let message = format!("`{url}` is a URL, not a {what}; write a path on this machine");
        assert!(shown(&output).contains(&message), "{}", shown(&output));
    }
    let settings = format!("document = \"shelf.yaml\"\noutput = \"{url}\"\npackage = \"a\"\n");
    workspace.write("spec/url.toml", &settings);
    let output = workspace.run(&["generate", "--config", "spec/url.toml"]);
    assert_eq!(output.status.code(), Some(1));
    let text = shown(&output);
    assert!(text.contains("spec/url.toml:2:10"), "{text}");
    assert!(text.contains("is a URL, not a folder"), "{text}");
    assert!(!workspace.path("https:").exists());
    assert!(!workspace.path("spec/https:").exists());
}

/// Each error says what to do, and has no number of the system.
#[test]
fn a_path_that_cannot_be_written_is_explained() {
    let workspace = Workspace::new();
    let long = "x".repeat(300);
    let spec = "spec/shelf.yaml";
    workspace.write(
        "odd/shelf.json",
        r#"{"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {"/{a}": {
            "parameters": [{"name": "a", "in": "path", "schema": {"type": "string"}}],
            "get": {"operationId": "b", "responses": {"204": {"description": "C"}}}}}}"#,
    );
    let suggest = ["suggest", "--spec", "odd/shelf.json", "--overlay-out"];
    for (arguments, message) in [
        (
            &["generate", "--spec", spec, "--name", "a", "--out", &long][..],
            "a name in the path is too long",
        ),
        (
            &[&suggest[..], &["none/overlay.yaml"]].concat(),
            "`none/overlay.yaml` cannot be written: no such file or folder",
        ),
        (
            &["corpus", "odd", "--json", "none/report.json"],
            "`none/report.json` cannot be written: no such file or folder",
        ),
        (
            &["corpus", "odd", "--out", spec],
            "a part of the path is a file, not a folder",
        ),
        (
            &["generate", "--config", "spec"],
            "`spec` cannot be read: it is a folder, not a file",
        ),
    ] {
        let output = workspace.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let text = shown(&output);
        assert!(text.contains(message), "{text}");
        assert!(text.contains("help: "), "{text}");
        assert!(!text.contains("os error"), "{text}");
        assert!(output.stdout.is_empty(), "{text}");
    }
}

#[test]
fn a_url_is_no_base() {
    let workspace = Workspace::new();
    let url = "https://shelf.example/old.yaml";
    let output = workspace.run(&["diff", "--spec", "spec/shelf.yaml", "--base", url]);
    assert_eq!(output.status.code(), Some(1));
    let text = shown(&output);
    assert!(
        text.contains(&format!("`{url}` is a URL, not a file")),
        "{text}"
    );
}
