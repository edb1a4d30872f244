//! Tests that nothing in a document reaches a terminal, a runner or a comment as more than text.
//!
//! Random strings are put into every position of a document, and into file names and arguments.

mod assertions;
mod document;

use std::fs;
use std::process::{Command, Output};

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser};
use serde_json::{Value, json};
use tempfile::TempDir;

use self::assertions::{assert_annotations, assert_inert, assert_visible};
use self::document::{document, hostile};

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn write(&self, name: &str, document: &Value) {
        fs::write(self.0.path().join(name), document.to_string()).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_openapi-crate"))
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .output()
            .unwrap()
    }
}

/// A few cases, since each runs the binary several times; more with `PROPTEST_CASES`.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let given = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig {
        cases: if given { default.cases } else { 12 },
        failure_persistence: None,
        ..default
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn diagnostics_are_text(strings in prop::collection::vec(hostile(), 7..30)) {
        let folder = Folder::new();
        folder.write("a.json", &document(&strings, false));
        for format in ["human", "json", "github"] {
            let output = folder.run(&["generate", "--spec", "a.json", "--out", "new", "--name", "a", "--message-format", format]);
            assert_visible(&output.stderr, &[]);
            match format {
                "github" => assert_annotations(&output.stdout),
                _ => assert_visible(&output.stdout, &[]),
            }
            if format == "json" {
                for line in std::str::from_utf8(&output.stdout).unwrap().lines() {
                    serde_json::from_str::<Value>(line).unwrap();
                }
            }
        }
    }

    #[test]
    fn results_are_text(strings in prop::collection::vec(hostile(), 7..30), others in prop::collection::vec(hostile(), 7..30)) {
        let folder = Folder::new();
        folder.write("a.json", &document(&strings, true));
        folder.write("b.json", &document(&others, true));
        let generate = ["generate", "--spec", "a.json", "--out", "new", "--name", "a"];
        for arguments in [&generate[..], &[&generate[..], &["--check"]].concat()] {
            let output = folder.run(arguments);
            // A patch keeps the tabs of its files.
            assert_visible(&output.stdout, &['\t']);
            assert_visible(&output.stderr, &[]);
        }
        for format in ["table", "json", "markdown"] {
            let output = folder.run(&["diff", "a.json", "b.json", "--format", format]);
            assert_visible(&output.stdout, &[]);
            assert_visible(&output.stderr, &[]);
            match format {
                "markdown" => assert_inert(&output.stdout),
                "json" if output.status.success() => {
                    serde_json::from_slice::<Value>(&output.stdout).unwrap();
                }
                _ => {}
            }
        }
    }

    #[test]
    fn arguments_are_text(argument in hostile().prop_filter("an argument has no NUL", |text| !text.contains('\0'))) {
        let folder = Folder::new();
        let long = format!("--{argument}");
        folder.write("b.json", &json!({"openapi": "3.0.3"}));
        let wrong: [&[&str]; 13] = [
            &["generate", "--spec", "b.json", "--out", "new", "--name", "a", "--root", &argument],
            &["generate", "--spec", "b.json", "--out", "new", "--name", "a", "--overlay", &argument],
            &["generate", "--spec", "b.json", "--out", "new", "--name", "a", "--include", &argument],
            &["diff", "--spec", "b.json", "--base", &argument],
            &["diff", "b.json", "b.json", "--root", &argument, "--base-root", &argument],
            &["corpus", &argument],
            &[&argument],
            &["generate", &long],
            &["generate", "--spec", &argument, "--out", "new", "--name", "a"],
            &["generate", "--spec", "a.json", "--out", "new", "--name", &argument],
            &["generate", "--config", &argument],
            &["diff", &argument, "b.json"],
            &["explain", &argument],
        ];
        for arguments in wrong {
            let output = folder.run(arguments);
            assert_visible(&output.stderr, &[]);
            assert_visible(&output.stdout, &[]);
        }
    }
}

/// A verdict on an enum value with everything that is live in Markdown.
#[test]
fn a_value_is_one_code_span_of_a_verdict() {
    let folder = Folder::new();
    let value = "`@me` #1 | \\| <b> [a](https://evil.example)\n::error::";
    let level = |value: &str| {
        json!({
            "openapi": "3.0.3",
            "info": {"title": "Shelf", "version": "1"},
            "servers": [{"url": "https://shelf.example"}],
            "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {
                "description": "D",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Level"}}},
            }}}}},
            "components": {"schemas": {"Level": {"type": "string", "enum": ["low", value]}}},
        })
    };
    folder.write("a.json", &level("high"));
    folder.write("b.json", &level(value));
    // Added, and removed.
    for [base, new] in [["a.json", "b.json"], ["b.json", "a.json"]] {
        let output = folder.run(&["diff", base, new, "--format", "markdown"]);
        assert_inert(&output.stdout);
        let text = String::from_utf8(output.stdout).unwrap();
        let spans: Vec<String> = Parser::new_ext(&text, Options::ENABLE_TABLES)
            .filter_map(|event| match event {
                Event::Code(code) => Some(code.to_string()),
                _ => None,
            })
            .collect();
        let shown = r"`@me` #1 | \\u{7c} <b> [a](https://evil.example)\n::error::";
        assert!(spans.iter().any(|span| span == shown), "{spans:?}\n{text}");
        assert_visible(&folder.run(&["diff", base, new]).stdout, &[]);
    }
}

/// The excerpt of a YAML document shows the source line itself.
#[test]
fn an_excerpt_is_text() {
    let folder = Folder::new();
    let text = "openapi: 3.0.3\ninfo:\n  title: \u{202e}[broken \u{9b}31m \u{2028} ##[error]x\n  \"a\u{1b}[2J\n";
    fs::write(folder.0.path().join("a.yaml"), text).unwrap();
    let output = folder.run(&[
        "generate", "--spec", "a.yaml", "--out", "new", "--name", "a",
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert_visible(&output.stderr, &[]);
}

/// Files and folders can have names that a runner would execute.
#[cfg(unix)]
#[test]
fn file_names_are_text() {
    let folder = Folder::new();
    let name = "::error::\u{1b}[2J\n::warning::x`@me`.json";
    folder.write(name, &json!({"openapi": "3.0.3"}));
    for arguments in [
        &["generate", "--spec", name, "--out", "new", "--name", "a"][..],
        &["diff", name, name],
        &["corpus", ".", "--out", "out"],
    ] {
        let output = folder.run(arguments);
        assert_visible(&output.stdout, &[]);
        assert_visible(&output.stderr, &[]);
        assert!(
            [output.stdout, output.stderr]
                .concat()
                .windows(7)
                .any(|shown| shown == b"\\u{1b}[")
        );
    }
}

/// Errors repeat settings, with the line that they are in.
#[test]
fn settings_are_text() {
    let hostile = r"\u001b[2J\n::error::\u202e##[error]x\u0085";
    let fine = "document = 'b.json'\noutput = 'out'\npackage = 'a'\n";
    for settings in [
        format!("{fine}\"{hostile}\" = 1\n"),
        format!("{fine}credentials.\"{hostile}\".variable = 'A'\n"),
        format!("{fine}root = \"{hostile}\"\n"),
        format!("{fine}overlays = [\"{hostile}\"]\n"),
        format!("{fine}include = [\"tag:{hostile}\"]\n"),
        format!("{fine}include = [\"{hostile}\"]\n"),
        format!("{fine}x = \u{1b}[2J\u{202e}##[error]\n  ::error::x\n"),
        format!("document = \"{hostile}\"\noutput = 'out'\npackage = 'a'\n"),
        format!("document = 'b.json'\noutput = 'b.json/{hostile}'\npackage = 'a'\n"),
        format!("document = 'b.json'\noutput = 'out'\npackage = \"{hostile}\"\n"),
    ] {
        let folder = Folder::new();
        folder.write(
            "b.json",
            &json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "servers": [{"url": "https://a.example"}], "paths": {}}),
        );
        fs::write(folder.0.path().join("codegen.toml"), &settings).unwrap();
        for command in ["generate", "diff"] {
            for format in [&[][..], &["--message-format", "github"]] {
                let format = if command == "generate" { format } else { &[] };
                let output = folder.run(&[&[command, "--config", "codegen.toml"], format].concat());
                assert_visible(&output.stderr, &[]);
                if format.is_empty() {
                    assert_visible(&output.stdout, &[]);
                } else {
                    assert_annotations(&output.stdout);
                }
            }
        }
    }
}

/// A sequence for a style, such as for hidden text, is shown where colours are not.
#[test]
fn styles_are_only_those_of_the_program() {
    let folder = Folder::new();
    folder.write("\u{1b}[8m.json", &json!({"openapi": "\u{1b}[8m"}));
    for arguments in [
        &["\u{1b}[8m"][..],
        &["generate", "--\u{1b}[8m"],
        &["explain", "\u{1b}[8m"],
        &["diff", "\u{1b}[8m", "b.json"],
        &[
            "generate",
            "--spec",
            "\u{1b}[8m.json",
            "--out",
            "new",
            "--name",
            "a",
        ],
        &["corpus", ".", "--out", "out"],
    ] {
        let output = folder.run(arguments);
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(text.contains("\\u{1b}[8m"), "{arguments:?}: {text}");
    }
}
