//! The crate root: its documentation, lints, modules and re-exports.

use super::comment::{self, Comment};
use super::example::Example;
use super::file::{Head, Module, SourceFile};
use crate::model::name::unraw;
use crate::model::{Api, Group, code_span};

/// The re-exports from the runtime.
const EXPORTS: &[&str] = &[
    "ApiError",
    "ArgumentError",
    "Body",
    "BodyError",
    "BoxError",
    "ByteStream",
    "Client",
    "ClientBuilder",
    "ConfigError",
    "ConnectionError",
    "DecodeError",
    "Error",
    "Event",
    "Events",
    "Failures",
    "Items",
    "JsonLines",
    "LimitError",
    "NdJson",
    "Page",
    "Pages",
    "Part",
    "RateLimit",
    "Response",
    "RetryPolicy",
    "Secret",
    "TimeoutError",
    "TokenError",
    "TokenSource",
];

/// The crate's lints. rustfmt must not change the files: `codegen --check` compares bytes.
const ATTRIBUTES: &[&str] = &[
    "#![cfg_attr(rustfmt, rustfmt_skip)]",
    "#![forbid(unsafe_code)]",
    "#![deny(missing_docs)]",
    r#"#![allow(clippy::all, clippy::pedantic, reason = "names and signatures follow the OpenAPI document")]"#,
    r#"#![allow(
        confusable_idents, mixed_script_confusables, non_camel_case_types, non_snake_case,
        non_upper_case_globals, uncommon_codepoints,
        reason = "names follow the OpenAPI document"
    )]"#,
    r#"#![allow(deprecated, reason = "deprecated items are still generated")]"#,
];

/// The lints of the runtime, of which an API uses only a part.
const RUNTIME_LINTS: &str = r#"#[allow(dead_code, unreachable_pub, unused_imports, reason = "an API uses a part of the runtime")]"#;

/// The file.
pub(super) fn file(api: &Api) -> SourceFile<'_> {
    let mut names: Vec<String> = api
        .groups
        .iter()
        .map(|group| group.module.clone())
        .collect();
    names.extend((!api.servers.is_empty()).then(|| "servers".to_owned()));
    names.push("types".to_owned());
    names.sort();
    let mut modules = vec![Module::private("client")];
    modules.extend(names.into_iter().map(|name| Module {
        is_public: true,
        // The compiler finds no file with a non-ASCII name without a path (E0754).
        path: (!name.is_ascii()).then(|| format!("{name}.rs")),
        ..Module::private(&name)
    }));
    modules.push(Module {
        attribute: Some(RUNTIME_LINTS),
        ..Module::private("runtime")
    });
    SourceFile {
        path: "src/lib.rs".to_owned(),
        head: Head {
            comment: comment(api),
            attributes: ATTRIBUTES.to_vec(),
            modules,
            uses: Vec::new(),
            exports: EXPORTS.to_vec(),
            uses_parent: false,
        },
        units: Vec::new(),
    }
}

/// The description of the API, a first program, and a list of the operations.
fn comment(api: &Api) -> Comment {
    let first = api.groups.iter().find_map(|group| {
        let operation = group.operations.first()?;
        Example::with_client(api, group, operation)
    });
    let mut operations = "# Operations".to_owned();
    for group in &api.groups {
        operations.push_str(&list(group));
    }
    Comment::from(comment::text(&api.docs, &api.package))
        .with_example("Getting started", first)
        .with_text(operations)
}

/// The operations of a group: a list and not a table, as rustdoc does not wrap the cells of long names.
fn list(group: &Group) -> String {
    let path = format!("{}::{}", unraw(&group.module), group.type_name);
    let with_colon = |sentence: String| {
        if sentence.is_empty() {
            sentence
        } else {
            format!(": {sentence}")
        }
    };
    let mut list = format!(
        "\n\n[`Client::{}`]{}\n",
        unraw(&group.module),
        with_colon(comment::first_sentence(&group.docs))
    );
    for operation in &group.operations {
        let name = unraw(&operation.name);
        list.push_str(&format!(
            "\n- [`{name}`]({path}::{name}) ({}){}",
            code_span(&format!(
                "{} {}",
                operation.method.as_str(),
                operation.path.template
            )),
            with_colon(comment::first_sentence(&operation.docs))
        ));
    }
    list
}
