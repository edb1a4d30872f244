//! Tests of adding features to a manifest.

use crate::generate::manifest::complete;

const NEEDED: &str = "\
[features]
default = [\"reqwest\", \"rustls\"]
# The default transport.
reqwest = [\"dep:reqwest\"]
# HTTPS with rustls.
rustls = [\"reqwest\", \"reqwest/rustls\"]
# Files.
fs = [\"tokio/fs\"]
# Compressed responses.
gzip = [\"reqwest\", \"reqwest/gzip\", \"dep:flate2\"]
# The module `testing`.
testing = []

[dependencies]
flate2 = { version = \"1\", optional = true }
tokio = \"1\"
[target.'cfg(not(target_os = \"wasi\"))'.dependencies]
reqwest = { version = \"0.13\", optional = true }
[target.'cfg(web)'.dependencies]
reqwest = { version = \"0.13\", features = [\"stream\"], optional = true }
";

/// The rest of a manifest that has all dependencies.
const DEPENDENCIES: &str = "\n[dependencies]\nflate2 = { version = \"1\", optional = true }\n\
        reqwest = { version = \"0.13\", optional = true }\ntokio = \"1\"\n";

/// Code does not refer to the default features.
fn is_named(feature: &str) -> bool {
    feature != "default"
}

/// Completes a manifest of a package with these features and dependencies.
fn completed(features: &str, dependencies: &str) -> Option<(String, Vec<String>, Vec<String>)> {
    let manifest = format!("[package]\nname = \"a\"\n\n{features}{dependencies}");
    let completed = complete(&manifest, NEEDED, is_named).unwrap()?;
    let again = complete(&completed.contents, NEEDED, is_named).unwrap();
    assert!(again.is_none(), "{}", again.unwrap().contents);
    let contents = completed.contents.split_once("\n\n").unwrap().1.to_owned();
    Some((contents, completed.features, completed.added))
}

const ALL: &str = "[features]\ndefault = []\nreqwest = [\"dep:reqwest\"]\nrustls = [\"reqwest\", \"reqwest/rustls\"]\n\
        fs = [\"tokio/fs\"]\ngzip = [\"reqwest\", \"reqwest/gzip\", \"dep:flate2\"]\n";

const WITH_TESTING: &str = "# The module `testing`.\ntesting = []\n";

#[test]
fn a_missing_feature_is_added_with_its_comment() {
    let (contents, features, dependencies) = completed(ALL, DEPENDENCIES).unwrap();
    // The section of the target belongs to the other rule.
    let expected = format!("{ALL}{WITH_TESTING}{DEPENDENCIES}");
    assert!(contents.starts_with(&expected), "{contents}");
    assert_eq!(features, ["testing"]);
    assert!(dependencies.is_empty(), "{dependencies:?}");
}

#[test]
fn a_feature_that_the_code_does_not_name_is_not_added() {
    let manifest = format!("[package]\nname = \"a\"\n\n{ALL}{DEPENDENCIES}");
    assert!(
        complete(&manifest, NEEDED, |name| name != "testing")
            .unwrap()
            .is_none()
    );
    let other = manifest.replace("fs = [\"tokio/fs\"]\n", "");
    let completed = complete(&other, NEEDED, |name| name == "testing")
        .unwrap()
        .unwrap();
    assert_eq!(completed.features, ["testing"]);
}

/// The manifest of `cargo new`, with which a client would have no transport.
#[test]
fn a_manifest_without_features_gets_all_with_their_dependencies() {
    let (contents, features, dependencies) = completed("", "[dependencies]\n").unwrap();
    assert_eq!(
        features,
        ["default", "reqwest", "rustls", "fs", "gzip", "testing"]
    );
    assert_eq!(dependencies, ["flate2", "tokio", "reqwest"]);
    let (needed, _) = NEEDED.split_once("\n\n").unwrap();
    assert!(contents.contains(needed), "{contents}");
    assert!(
        contents.contains("reqwest = { version = \"0.13\", optional = true }"),
        "{contents}"
    );
    assert!(
        contents.contains("features = [\"stream\"], optional = true"),
        "{contents}"
    );
}

#[test]
fn the_features_of_other_code_are_kept() {
    let (contents, features, dependencies) = completed(
        "[features]\nmine = [] # why\n",
        "\n[dependencies]\ntokio = \"1\"\n",
    )
    .unwrap();
    assert!(
        contents.starts_with("[features]\nmine = [] # why\n# The default transport.\nreqwest = "),
        "{contents}"
    );
    assert!(!contents.contains("default ="), "{contents}");
    assert_eq!(features, ["reqwest", "rustls", "fs", "gzip", "testing"]);
    assert_eq!(dependencies, ["flate2", "reqwest"]);
}

#[test]
fn an_existing_feature_gets_the_entries_without_which_it_does_not_compile() {
    let all = format!("{ALL}testing = []\n");
    for (old, new, added, expected) in [
        (
            ", \"dep:flate2\"",
            "",
            "gzip (flate2)",
            "\"reqwest/gzip\", \"flate2\"]",
        ),
        (
            "[\"tokio/fs\"]",
            "[]",
            "fs (tokio/fs)",
            "fs = [\"tokio/fs\"]",
        ),
        (
            "[\"dep:reqwest\"]",
            "[]",
            "reqwest (dep:reqwest)",
            "reqwest = [\"dep:reqwest\"]",
        ),
    ] {
        let mut features = all.replace(old, new);
        // Any feature of the dependency enables it.
        if added.starts_with("reqwest") {
            features = features
                .replace("\"reqwest/rustls\"", "")
                .replace("\"reqwest/gzip\", ", "");
        }
        let (contents, found, _) = completed(&features, DEPENDENCIES).unwrap();
        assert!(found.iter().any(|one| one == added), "{found:?}");
        assert!(contents.contains(expected), "{contents}");
    }
}

#[test]
fn the_choices_of_a_user_are_kept() {
    let all = format!("{ALL}testing = []\n");
    let kept = |features: &str, dependencies: &str| {
        let found = completed(features, dependencies).map(|(_, features, _)| features);
        assert!(
            found.is_none_or(|found| found.is_empty()),
            "{features}{dependencies}"
        );
    };
    kept(&all, DEPENDENCIES);
    for (old, new) in [
        ("reqwest/rustls", "reqwest/rustls-no-provider"),
        ("\"reqwest\", ", ""),
        ("tokio/fs", "tokio?/fs"),
        ("\"dep:flate2\"", "\"flate2/zlib-rs\""),
    ] {
        kept(&all.replace(old, new), DEPENDENCIES);
    }
    let fs = all.replace("\"tokio/fs\"", "");
    for tokio in [
        "{ version = \"1\", features = [\"fs\"] }",
        "{ workspace = true }",
    ] {
        kept(
            &fs,
            &DEPENDENCIES.replace("tokio = \"1\"", &format!("tokio = {tokio}")),
        );
    }
    // An optional dependency is also a feature, unless another has `dep:`.
    kept(
        &all.replace("reqwest = [\"dep:reqwest\"]\n", "")
            .replace("dep:", ""),
        DEPENDENCIES,
    );
    let lint = "\n[lints.rust]\nunexpected_cfgs = { level = \"warn\", check-cfg = ['cfg(feature, values(\"testing\"))'] }\n";
    kept(ALL, &format!("{DEPENDENCIES}{lint}"));
}

#[test]
fn a_feature_names_the_dependencies_of_the_manifest() {
    let dependencies = "\n[dependencies]\nflate2 = \"1\"\ntokio = \"1\"\nreqwest = { version = \"0.13\", optional = true }\n";
    let (contents, ..) = completed("[features]\nmine = [\"reqwest\"]\n", dependencies).unwrap();
    // The user's features need the implicit one.
    assert!(!contents.contains("reqwest = [\""), "{contents}");
    // A dependency that is not optional cannot be enabled.
    assert!(
        contents.contains("gzip = [\"reqwest\", \"reqwest/gzip\"]\n"),
        "{contents}"
    );
}

/// From an embedded runtime to a dependency.
#[test]
fn the_features_of_another_runtime_are_enabled() {
    let needed = "[features]\nreqwest = [\"openapi-crate-runtime/reqwest\"]\nfs = [\"openapi-crate-runtime/fs\"]\n\
            testing = [\"openapi-crate-runtime/testing\"]\n\n[dependencies]\nopenapi-crate-runtime = \"1\"\n";
    let manifest = format!("[package]\nname = \"a\"\n\n{ALL}testing = []\n{DEPENDENCIES}");
    let completed = complete(&manifest, needed, |_| false).unwrap().unwrap();
    for line in [
        "reqwest = [\"dep:reqwest\", \"openapi-crate-runtime/reqwest\"]",
        "fs = [\"tokio/fs\", \"openapi-crate-runtime/fs\"]",
        "testing = [\"openapi-crate-runtime/testing\"]",
    ] {
        assert!(completed.contents.contains(line), "{}", completed.contents);
    }
    for inline in ["features.testing = []\n", "features = { testing = [] }\n"] {
        let manifest = format!(
            "{inline}[package]\nname = \"a\"\n\n[dependencies]\nopenapi-crate-runtime.workspace = true\n"
        );
        let completed = complete(&manifest, needed, |_| true).unwrap().unwrap();
        assert_eq!(
            completed.features,
            ["reqwest", "fs", "testing (openapi-crate-runtime/testing)"]
        );
        let contents = &completed.contents;
        assert!(
            complete(contents, needed, |_| true).unwrap().is_none(),
            "{contents}"
        );
    }
}

/// Cargo refuses a manifest whose features name a dependency that it does not have.
#[test]
fn a_dependency_that_an_existing_feature_names_is_added() {
    let all = format!("{ALL}testing = []\n");
    for (lacking, entry) in [
        ("flate2", "\"dep:flate2\""),
        ("flate2", "\"flate2\""),
        ("flate2", "\"flate2?/zlib-rs\", \"dep:flate2\""),
        ("reqwest", "\"dep:flate2\""),
    ] {
        let features = all.replace("\"dep:flate2\"", entry);
        let kept: Vec<&str> = DEPENDENCIES
            .lines()
            .filter(|line| !line.starts_with(lacking))
            .collect();
        let dependencies = format!("{}\n", kept.join("\n"));
        let (contents, _, added) = completed(&features, &dependencies).unwrap();
        assert_eq!(added, [lacking], "{entry}");
        assert!(contents.contains(&format!("{lacking} = {{")), "{contents}");
    }
    // The user's own.
    let mine = "mine = [\"dep:unknown\", \"other\"]\nother = []\n";
    assert_eq!(completed(&format!("{all}{mine}"), DEPENDENCIES), None);
}
