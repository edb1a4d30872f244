//! The `Cargo.toml` of a new crate.

use std::collections::BTreeSet;

use crate::model::types::{CustomType, Type};
use crate::model::{Api, visible};
use crate::target::{Feature, Runtime, Target};

/// The features and dependencies of every generated crate. A test compares them with the manifest of the runtime.
const FEATURES_AND_DEPENDENCIES: &str = r#"
[features]
default = ["reqwest", "rustls"]
# The default transport.
reqwest = ["dep:reqwest"]
# HTTPS with rustls.
rustls = ["reqwest", "reqwest/rustls"]
# HTTPS with the TLS of the operating system, which takes precedence over rustls.
native-tls = ["reqwest", "reqwest/native-tls"]
# `Body::from_file`.
fs = ["tokio/fs"]
# Compressed responses.
gzip = ["reqwest", "reqwest/gzip", "dep:flate2"]
# A span for each call.
tracing = ["dep:tracing"]
# The module `testing`: a double of the API, for tests.
testing = []

[dependencies]
base64 = "0.23"
bytes = "1.9"
flate2 = { version = "1.0.35", optional = true }
futures-core = { version = "0.3.31", default-features = false }
futures-util = { version = "0.3.31", default-features = false, features = ["alloc"] }
http = "1.2"
http-body = "1.0.1"
http-body-util = "0.1.2"
jiff = { version = "1", default-features = false, features = ["std"] }
percent-encoding = "2.3.1"
serde = "1.0.225"
serde_json = { version = "1.0.145", features = ["float_roundtrip"] }
serde_path_to_error = "0.1.17"
tokio = { version = "1.50", default-features = false, features = ["rt", "time"] }
tower-layer = "0.3.3"
tower-service = "0.3.3"
tracing = { version = "0.1.41", default-features = false, optional = true }
"#;

/// The dependencies of every generated crate on some targets.
const DEPENDENCIES_OF_TARGETS: &str = r#"
# WASI has no sockets that `reqwest` can use.
[target.'cfg(not(target_os = "wasi"))'.dependencies]
reqwest = { version = "0.13", default-features = false, features = ["http2"], optional = true }

# Browsers and other hosts with JavaScript.
[target.'cfg(all(target_family = "wasm", target_os = "unknown"))'.dependencies]
gloo-timers = { version = "0.4", default-features = false, features = ["futures"] }
jiff = { version = "1", default-features = false, features = ["js", "std"] }
js-sys = "0.3.91"
reqwest = { version = "0.13", default-features = false, features = ["http2", "stream"], optional = true }
tokio = { version = "1.50", default-features = false, features = ["sync"] }
wasm-bindgen-futures = "0.4.64"
web-time = "1.1"
"#;

/// The dependency for APIs with UUIDs.
const UUID: &str = r#"uuid = { version = "1.16", default-features = false, features = ["serde"] }
"#;

/// The dependency for the example of a token source.
const EXAMPLES: &str = r#"
[dev-dependencies]
# The example of a token source.
tokio = { version = "1.50", default-features = false, features = ["sync"] }
"#;

/// The features of a crate whose runtime is a dependency.
const FEATURES_OF_DEPENDENCY: &str = r#"
[features]
default = ["reqwest", "rustls"]
# The default transport.
reqwest = ["openapi-crate-runtime/reqwest"]
# HTTPS with rustls.
rustls = ["reqwest", "openapi-crate-runtime/rustls"]
# HTTPS with the TLS of the operating system, which takes precedence over rustls.
native-tls = ["reqwest", "openapi-crate-runtime/native-tls"]
# `Body::from_file`.
fs = ["openapi-crate-runtime/fs"]
# Compressed responses.
gzip = ["reqwest", "openapi-crate-runtime/gzip"]
# A span for each call.
tracing = ["openapi-crate-runtime/tracing"]
# The module `testing`: a double of the API, for tests.
testing = ["openapi-crate-runtime/testing"]
"#;

/// The dependency for the examples that read streams, which an embedded runtime also needs.
const STREAMS: &str = r#"
[dev-dependencies]
# The examples that read streams.
futures-util = { version = "0.3.31", default-features = false, features = ["alloc"] }
"#;

const METADATA: &str = "
# Documentation on docs.rs.
[package.metadata.docs.rs]
all-features = true
";

const WORKSPACE: &str = "
# A separate workspace, so that the crate builds in any folder. Remove this to add the crate to another workspace.
[workspace]
";

/// A manifest that builds outside any workspace.
pub(super) fn manifest(api: &Api, target: &Target) -> String {
    let metadata = &target.metadata;
    let version = metadata.version.as_deref().unwrap_or("0.1.0");
    let mut text = format!(
        "[package]\nname = \"{}\"\nversion = {}\nedition = \"2024\"\nrust-version = \"1.88\"\n",
        api.package,
        basic_string(version)
    );
    let title = api.docs.summary.as_ref();
    let of_document = title.map(|title| visible(&format!("Client for {title}")).into_owned());
    for (key, value) in [
        (
            "description",
            metadata.description.as_ref().or(of_document.as_ref()),
        ),
        ("license", metadata.license.as_ref()),
        ("repository", metadata.repository.as_ref()),
    ] {
        if let Some(value) = value {
            text.push_str(&format!("{key} = {}\n", basic_string(value)));
        }
    }
    let mut credentials = api.credentials.iter();
    let has_source = credentials.any(|credential| credential.source_setter.is_some());
    match target.runtime {
        Runtime::Embedded => {
            text.push_str(FEATURES_AND_DEPENDENCIES);
            text.push_str(&of_types(api));
            text.push_str(DEPENDENCIES_OF_TARGETS);
            if has_source {
                text.push_str(EXAMPLES);
            }
        }
        Runtime::Crate => {
            text.push_str(FEATURES_OF_DEPENDENCY);
            text.push_str(&format!("\n[dependencies]\n{}", runtime(api, &[])));
            text.push_str(STREAMS);
            if has_source {
                text.push_str(EXAMPLES.trim_start_matches("\n[dev-dependencies]\n"));
            }
        }
    }
    text.push_str(METADATA);
    text.push_str(WORKSPACE);
    text
}

/// The dependencies of the crate around a module.
pub(super) fn dependencies(api: &Api, target: &Target) -> String {
    let enabled = |feature: Feature| target.has(feature);
    if target.runtime == Runtime::Crate {
        let features: Vec<Feature> = Feature::ALL
            .iter()
            .copied()
            .filter(|one| enabled(*one))
            .collect();
        return format!("[dependencies]\n{}", runtime(api, &features));
    }
    let (_, all) = FEATURES_AND_DEPENDENCIES
        .split_once("\n\n")
        .unwrap_or_default();
    let mut text = String::new();
    for line in all.lines() {
        push_enabled(&mut text, line, target);
    }
    text.push_str(&of_types(api));
    for line in DEPENDENCIES_OF_TARGETS.lines() {
        push_enabled(&mut text, line, target);
    }
    text
}

/// The dependencies that only some types need.
fn of_types(api: &Api) -> String {
    let mut lines: Vec<&str> = api
        .custom_types()
        .iter()
        .filter_map(CustomType::known)
        .map(|known| known.dependency)
        .chain(api.uses(&Type::Uuid).then_some(UUID))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    lines.concat()
}

/// Adds a line of the dependencies of a module. An optional dependency is one of a feature: it is required if the
/// feature is enabled, and otherwise left out.
fn push_enabled(text: &mut String, line: &str, target: &Target) {
    let enabled = |feature: Feature| target.has(feature);
    let name = line.split(' ').next().unwrap_or_default();
    let is_left_out = [
        ("flate2", Feature::Gzip),
        ("reqwest", Feature::Reqwest),
        ("tracing", Feature::Tracing),
    ];
    if is_left_out
        .iter()
        .any(|(dependency, feature)| *dependency == name && !enabled(*feature))
    {
        return;
    }
    let mut line = line.replace(", optional = true", "");
    if !line.contains("features") {
        line = line.replace("{ version = ", "").replace(" }", "");
    }
    if name == "tokio" && enabled(Feature::Fs) {
        line = line.replace("[\"rt\"", "[\"fs\", \"rt\"");
    }
    if name == "reqwest" {
        let features = [Feature::Gzip, Feature::NativeTls, Feature::Rustls];
        let added = features.into_iter().filter(|feature| enabled(*feature));
        let added: String = added.map(|feature| format!(", \"{feature}\"")).collect();
        line = line.replace("\"http2\"", &format!("\"http2\"{added}"));
    }
    text.push_str(&line);
    text.push('\n');
}

/// The dependency on the runtime with these features.
fn runtime(api: &Api, features: &[Feature]) -> String {
    let uuid = api.uses(&Type::Uuid).then_some("uuid");
    let custom: BTreeSet<&str> = api
        .custom_types()
        .iter()
        .filter_map(CustomType::known)
        .filter(|known| !known.dependency.is_empty())
        .map(|known| known.package)
        .collect();
    let features = features.iter().map(|feature| feature.as_str());
    let features: Vec<String> = ["client"]
        .into_iter()
        .chain(features)
        .chain(custom)
        .chain(uuid)
        .map(basic_string)
        .collect();
    format!(
        "openapi-crate-runtime = {{ version = \"{}\", default-features = false, features = [{}] }}\n",
        env!("CARGO_PKG_VERSION"),
        features.join(", ")
    )
}

/// A TOML basic string.
fn basic_string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
