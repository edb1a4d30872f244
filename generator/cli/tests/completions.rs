//! Tests of the completions, which run the script in bash.

#![cfg(all(unix, feature = "completions"))]
#![allow(missing_docs, reason = "test names are self-explanatory")]

use std::process::Command;

/// The proposals of bash after these words, the last of which is incomplete.
fn completed(words: &[&str]) -> Vec<String> {
    let program = env!("CARGO_BIN_EXE_openapi-crate");
    let script = r#"
        source <("$0" completions bash)
        compopt() { :; }
        COMP_WORDS=(openapi-crate "$@")
        COMP_CWORD=$#
        _openapi__crate openapi-crate "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let mut bash = Command::new("bash");
    let output = bash.args(["-c", script, program]).args(words).output();
    let output = output.expect("these tests need bash");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn commands_options_and_values_are_completed() {
    for (words, expected) in [
        (&["gen"][..], &["generate"][..]),
        (&["generate", "--sp"], &["--spec"]),
        (&["generate", "--layout", ""], &["crate", "module"]),
        (&["generate", "--runtime", "e"], &["embedded"]),
        (&["generate", "--message-format", "j"], &["json"]),
        (&["diff", "--fail"], &["--fail-on"]),
        (&["completions", "f"], &["fish"]),
        (&["explain", "unres"], &["unresolved-reference"]),
        (&["explain", "al"], &["all"]),
        (&["man", "sug"], &["suggest"]),
        (&["man", "m"], &["man"]),
    ] {
        assert_eq!(completed(words), expected, "{words:?}");
    }
}

#[test]
fn a_command_that_only_the_program_runs_is_not_completed() {
    assert_eq!(completed(&["corp"]), ["corpus"]);
}

/// `clap_complete` leaves these out for fish.
#[test]
fn values_without_an_option_are_in_the_script_for_fish() {
    let program = env!("CARGO_BIN_EXE_openapi-crate");
    let output = Command::new(program).args(["completions", "fish"]).output();
    let script = String::from_utf8(output.unwrap().stdout).unwrap();
    for (command, value) in [
        ("explain", "unresolved-reference"),
        ("man", "generate"),
        ("completions", "zsh"),
    ] {
        let condition = format!("-n \"__fish_openapi_crate_using_subcommand {command}\" -f -a");
        let mut lines = script.lines().filter(|line| line.contains(&condition));
        let found = lines.any(|line| line.contains(value));
        assert!(found, "{command} {value}");
    }
}
