//! Tests of the compile error for a type of the user's that lacks a trait.

use std::path::Path;
use std::process::Command;

/// The source of the trait.
const SOURCE: &str = include_str!("../../src/json/custom.rs");

/// Compiles a type that replaces one of the document, and returns the errors. `name` is that of a temporary folder.
fn errors(name: &str, money: &str) -> String {
    let (_, code) = SOURCE.split_once("use super::mismatch::Mismatch;").unwrap();
    let (code, _) = code.split_once("/// Decodes a string").unwrap();
    let source = format!(
        "#![allow(unused)]\nuse std::fmt;\n{code}\n\
         pub trait Serialize {{}}\npub trait DeserializeOwned {{}}\n\
         {money}\nconst _: () = is_custom_type::<Money>();\n"
    );
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("money.rs");
    std::fs::write(&path, source).unwrap();
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args([
            "--edition=2024",
            "--crate-type=lib",
            "--emit=metadata",
            "--out-dir",
        ])
        .arg(&folder)
        .arg(path)
        .output()
        .unwrap();
    String::from_utf8(output.stderr).unwrap()
}

const SERDE: &str = "impl Serialize for Money {}\nimpl DeserializeOwned for Money {}";

#[test]
fn the_message_names_the_type_the_traits_and_the_setting() {
    for (money, missing) in [
        (
            format!("#[derive(Clone, Debug)] pub struct Money;\n{SERDE}"),
            "PartialEq",
        ),
        (
            "#[derive(Clone, Debug, PartialEq)] pub struct Money;\nimpl Serialize for Money {}"
                .to_owned(),
            "DeserializeOwned",
        ),
    ] {
        let errors = errors(missing, &money);
        for line in [
            "error[E0277]: `Money` cannot replace a type of the OpenAPI document",
            "this type must implement `Clone`, `Debug`, `PartialEq`, and `Serialize` and `Deserialize` of serde",
            "the settings `types` or an overlay's `x-rust-type` name it",
            &format!("the trait `{missing}` is not implemented for `Money`"),
        ] {
            assert!(errors.contains(line), "{line}\n{errors}");
        }
    }
}

#[test]
fn a_type_with_the_traits_compiles() {
    let errors = errors(
        "none",
        &format!("#[derive(Clone, Debug, PartialEq)] pub struct Money;\n{SERDE}"),
    );
    assert_eq!(errors, "");
}
