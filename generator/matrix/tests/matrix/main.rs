//! Every kind of schema in every position: a client sends it, and a server decodes it by the RFCs.
#![allow(
    clippy::clone_on_copy,
    reason = "the tests of all kinds have the same statements"
)]

mod check;
mod decode;
mod expected;
mod server;
mod values;

use std::collections::BTreeMap;

use openapi_crate_matrix::{Client, types};
use serde_json::{Value, json};

use check::{check, is_refused, json_of};

include!(concat!(env!("OUT_DIR"), "/cells.rs"));

/// The combinations with a warning. All others are sent and read as they are.
#[test]
fn the_combinations_with_a_warning_are_known() {
    let mut kinds: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for (cell, message) in WARNINGS {
        let (position, kind) = cell.split_once(' ').unwrap();
        kinds.entry((message, position)).or_default().push(kind);
    }
    let mut lines = Vec::new();
    let mut last = "";
    for ((message, position), mut kinds) in kinds {
        if message != last {
            lines.push(message.to_owned());
            last = message;
        }
        kinds.sort_unstable();
        lines.push(format!("  {position}: {}", kinds.join(", ")));
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("warnings", lines.join("\n"));
    });
}

#[test]
fn a_combination_that_cannot_be_sent_has_a_warning() {
    let silent: Vec<String> = CELLS
        .iter()
        .filter(|(position, kind)| is_refused(position, kind))
        .map(|(position, kind)| format!("{position} {kind}"))
        .filter(|cell| WARNINGS.iter().all(|(warned, _)| warned != cell))
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
}
