//! The commands for an installed program.

#![allow(missing_docs, reason = "the names of tests describe them")]
#![cfg(all(feature = "completions", feature = "man"))]

use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_openapi-crate"))
        .args(arguments)
        .output()
        .expect("the program can be started")
}

fn shown(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("it is UTF-8")
}

#[test]
fn the_version_is_that_of_the_package() {
    let expected = concat!("openapi-crate ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(shown(&["--version"]), expected);
}

#[test]
fn each_shell_has_completions_for_all_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = shown(&["completions", shell]);
        for word in ["generate", "diff", "explain", "corpus", "deny-warnings"] {
            assert!(script.contains(word), "{shell} {word}");
        }
    }
    assert_eq!(run(&["completions", "cmd"]).status.code(), Some(2));
}

#[test]
fn the_manual_has_a_page_for_the_program_and_for_each_command() {
    let page = shown(&["man"]);
    assert!(page.contains(".TH openapi-crate 1"), "{page}");
    assert!(page.contains("generate"), "{page}");
    let page = shown(&["man", "generate"]);
    assert!(page.contains(".TH openapi-crate-generate 1"), "{page}");
    assert!(page.contains("deny\\-warnings"), "{page}");
    assert_eq!(run(&["man", "nonsense"]).status.code(), Some(2));
}

#[test]
fn the_help_of_each_command_has_examples() {
    for command in [
        "generate",
        "diff",
        "explain",
        "corpus",
        "completions",
        "man",
    ] {
        let help = shown(&[command, "--help"]);
        let example = format!("\nExamples:\n  openapi-crate {command} ");
        assert!(help.contains(&example), "{help}");
    }
}
