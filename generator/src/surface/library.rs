//! The crate root: its documentation, lints, modules and re-exports.

use super::comment::Comment;
use super::double;
use super::file::{Crates, Head, Module, SourceFile};
use super::front_page;
use crate::model::Api;
use crate::model::types::{CustomType, Type};
use crate::target::{Feature, Layout, Runtime, Target};

/// The re-exports from the runtime.
const EXPORTS: &[&str] = &[
    "ApiError",
    "ArgumentError",
    "AttemptReport",
    "Body",
    "BodyError",
    "BoxError",
    "ByteStream",
    "CallOptions",
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
    "Request",
    "Response",
    "RetryPolicy",
    "Secret",
    "TimeoutError",
    "TokenError",
    "TokenSource",
    "TransportBody",
    "TransportService",
];

/// The re-exports from `http`. Their documentation is that of `http`.
const HTTP: &[&str] = &["HeaderMap", "Method", "StatusCode"];

/// The crates whose types and traits appear in the signatures of every generated crate, of any API: an API that no
/// longer has timestamps keeps the re-export of `jiff`.
const CRATES: &[&str] = &[
    "bytes",
    "futures_core",
    "http",
    "http_body",
    "jiff",
    "serde_json",
    "tower_layer",
    "tower_service",
];

/// The targets on which a client can use that of `reqwest`.
const REQWEST_TARGETS: &str = r#"any(not(target_family = "wasm"), target_os = "unknown")"#;

/// The crate's lints. rustfmt must not change the files: `codegen --check` compares bytes.
const ATTRIBUTES: &[&str] = &[
    "#![cfg_attr(rustfmt, rustfmt_skip)]",
    // docs.rs shows which feature an item needs, without the targets, which the documentation describes.
    "#![cfg_attr(docsrs, feature(doc_cfg))]",
    r#"#![cfg_attr(docsrs, doc(auto_cfg(hide(target_family = "wasm", target_os = "unknown"))))]"#,
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

/// The lints of a part of a module. The crate around it has its own lints, and uses a part of the module.
const MODULE_LINTS: &str = r#"#[allow(
    warnings, clippy::all, clippy::pedantic, dead_code, deprecated, missing_docs, nonstandard_style,
    unreachable_pub, unused,
    reason = "names and signatures follow the OpenAPI document"
)]"#;

/// The lint of the re-exports of a module.
const EXPORT_LINTS: &str = "#[allow(unused_imports, unreachable_pub)]";

/// The version of the generator, which that of the runtime must fit.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The names that the client's module defines if the runtime is a dependency.
const OWN: &[&str] = &["Client", "ClientBuilder"];

/// The file.
pub(super) fn file<'a>(api: &Api, target: &Target) -> SourceFile<'a> {
    let mut names: Vec<String> = api
        .groups
        .iter()
        .map(|group| group.module.clone())
        .collect();
    names.extend((!api.servers.is_empty()).then(|| "servers".to_owned()));
    names.push("types".to_owned());
    let mut modules = vec![Module::private("client")];
    modules.extend(names.into_iter().map(|name| Module {
        is_public: true,
        // The compiler finds no file with a non-ASCII name without a path (E0754).
        path: (!name.is_ascii()).then(|| format!("{name}.rs")),
        ..Module::private(&name)
    }));
    let is_module = target.layout == Layout::Module;
    let is_dependency = target.runtime == Runtime::Crate;
    if double::is_generated(target) {
        modules.push(Module {
            is_public: true,
            attribute: Some(r#"#[cfg(feature = "testing")]"#),
            ..Module::private("testing")
        });
    }
    if !is_dependency {
        modules.push(Module {
            attribute: Some(RUNTIME_LINTS),
            ..Module::private("runtime")
        });
    }
    if is_module {
        for module in &mut modules {
            module.attribute = Some(MODULE_LINTS);
        }
    }
    let mut statements = Vec::new();
    if is_dependency {
        let name = &target.runtime_name;
        statements.push(format!("use {name} as runtime;"));
        statements.push(format!("{name}::require_version!({VERSION:?});"));
    }
    statements.extend(reqwest(target));
    SourceFile {
        path: if is_module { "mod.rs" } else { "src/lib.rs" }.to_owned(),
        head: Head {
            // An included file cannot have the comments and attributes of a module.
            comment: if is_module {
                Comment::default()
            } else {
                front_page::comment(api)
            },
            attributes: if is_module {
                Vec::new()
            } else {
                [&front_page::LINKS, ATTRIBUTES].concat()
            },
            modules,
            exports: exports(target),
            export_attribute: is_module.then_some(EXPORT_LINTS),
            crates: crates(api, target),
            statements,
            ..Head::default()
        },
        units: Vec::new(),
    }
}

/// The re-exports.
fn exports(target: &Target) -> Vec<(&'static str, Vec<&'static str>)> {
    // A crate around a module may have a dependency of the same name.
    let (client, runtime) = match (target.layout, target.runtime) {
        (Layout::Crate, Runtime::Embedded) => return vec![("runtime", EXPORTS.to_vec())],
        (_, Runtime::Embedded) => return vec![("self::runtime", EXPORTS.to_vec())],
        (_, Runtime::Crate) => ("self::client", "self::runtime"),
    };
    let others = EXPORTS.iter().filter(|name| !OWN.contains(name));
    vec![(client, OWN.to_vec()), (runtime, others.copied().collect())]
}

/// The crates whose types appear in signatures.
fn crates(api: &Api, target: &Target) -> Crates {
    let mut names = CRATES.to_vec();
    names.extend(api.uses(&Type::Uuid).then_some("uuid"));
    let custom = api.custom_types();
    let known = custom.iter().filter_map(CustomType::known);
    names.extend(
        known
            .filter(|known| !known.dependency.is_empty())
            .map(|known| known.package),
    );
    names.sort_unstable();
    names.dedup();
    let module = match (target.layout, target.runtime) {
        (Layout::Crate, Runtime::Embedded) => "",
        (Layout::Module, Runtime::Embedded) => "::",
        (_, Runtime::Crate) => "self::runtime::",
    };
    Crates {
        module,
        names,
        items: vec![("http", HTTP.to_vec())],
    }
}

/// The re-export of `reqwest`, whose client `ClientBuilder::http_client` accepts.
fn reqwest(target: &Target) -> Option<String> {
    let attribute = match target.layout {
        Layout::Crate => "",
        Layout::Module => EXPORT_LINTS,
    };
    match (target.runtime, target.layout) {
        (Runtime::Crate, _) => Some(format!(
            "{name}::with_http_client! {{ #[doc(no_inline)] {attribute} pub use {name}::reqwest; }}",
            name = target.runtime_name,
        )),
        (Runtime::Embedded, Layout::Crate) => Some(format!(
            "#[cfg(all(feature = \"reqwest\", {REQWEST_TARGETS}))] #[doc(no_inline)] pub use reqwest;"
        )),
        (Runtime::Embedded, Layout::Module) => target.has(Feature::Reqwest).then(|| {
            format!("#[cfg({REQWEST_TARGETS})] #[doc(no_inline)] {attribute} pub use ::reqwest;")
        }),
    }
}
