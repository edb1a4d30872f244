//! Tests of the command `explain`, which run the binary.

mod output;

use std::process::{Command, Output};

use self::output::shown;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_openapi-crate"))
        .args(arguments)
        .env_remove("COLUMNS")
        .output()
        .unwrap()
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
fn a_code_is_explained() {
    assert_shown!(run(&["explain", "unresolved-reference"]));
}

#[test]
fn an_unknown_code_is_a_usage_error() {
    let output = run(&["explain", "unresolved-refrence"]);
    assert_eq!(output.status.code(), Some(2));
    assert_shown!(output);
}

#[test]
fn help_of_explain() {
    assert_shown!(run(&["explain", "--help"]));
}

#[test]
fn the_code_is_required() {
    assert_eq!(run(&["explain"]).status.code(), Some(2));
}
