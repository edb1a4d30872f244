//! The `Cargo.toml` of a new crate.

use crate::model::types::Type;
use crate::model::{Api, visible};

/// The features and dependencies of every generated crate. A test compares them with the manifest of the runtime.
const FEATURES_AND_DEPENDENCIES: &str = r#"
[features]
default = ["reqwest"]
# The default transport.
reqwest = ["dep:reqwest"]
# `Body::from_file`.
fs = ["tokio/fs"]
# Compressed responses.
gzip = ["reqwest", "reqwest/gzip", "dep:flate2"]
# A span for each call.
tracing = ["dep:tracing"]

[dependencies]
base64 = "0.23"
bytes = "1"
flate2 = { version = "1", optional = true }
futures-core = { version = "0.3", default-features = false }
futures-util = { version = "0.3", default-features = false, features = ["alloc"] }
http = "1"
http-body = "1"
http-body-util = "0.1"
jiff = { version = "1", default-features = false, features = ["std"] }
percent-encoding = "2"
reqwest = { version = "0.13", default-features = false, features = ["http2", "rustls"], optional = true }
serde = "1"
serde_json = { version = "1", features = ["float_roundtrip"] }
serde_path_to_error = "0.1"
tokio = { version = "1", default-features = false, features = ["rt", "time"] }
tower-service = "0.3"
tracing = { version = "0.1", default-features = false, optional = true }
"#;

/// The dependency for APIs with UUIDs.
const UUID: &str = r#"uuid = { version = "1", default-features = false, features = ["serde"] }
"#;

/// The dependency for the example of a token source.
const EXAMPLES: &str = r#"
[dev-dependencies]
# The example of a token source.
tokio = { version = "1", default-features = false, features = ["sync"] }
"#;

const WORKSPACE: &str = "
# A separate workspace, so that the crate builds in any folder. Remove this to add the crate to another workspace.
[workspace]
";

/// A manifest that builds outside any workspace.
pub(super) fn manifest(api: &Api) -> String {
    let mut text = format!(
        "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"1.88\"\n",
        api.package
    );
    if let Some(title) = &api.docs.summary {
        text.push_str(&format!(
            "description = {}\n",
            basic_string(&visible(&format!("Client for {title}")))
        ));
    }
    text.push_str(FEATURES_AND_DEPENDENCIES);
    if api.uses(&Type::Uuid) {
        text.push_str(UUID);
    }
    let mut credentials = api.credentials.iter();
    if credentials.any(|credential| credential.source_setter.is_some()) {
        text.push_str(EXAMPLES);
    }
    text.push_str(WORKSPACE);
    text
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
