//! Validates the names of generated packages.

/// Names that Cargo refuses, or that would shadow names in generated code and its examples.
const TAKEN: &[&str] = &[
    "Self",
    "_",
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "proc-macro",
    "proc_macro",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

/// The dependencies of generated crates. The compiler cannot tell a package of the same name from its dependency in
/// examples and tests.
const DEPENDENCIES: &[&str] = &[
    "base64",
    "bytes",
    "flate2",
    "futures-core",
    "futures-util",
    "gloo-timers",
    "http",
    "http-body",
    "http-body-util",
    "jiff",
    "openapi-crate-runtime",
    "percent-encoding",
    "reqwest",
    "serde",
    "serde_json",
    "serde_path_to_error",
    "tokio",
    "tower-layer",
    "tower-service",
    "tracing",
    "uuid",
    "wasm-bindgen-futures",
    "web-time",
];

/// Checks a package name. The error says why it is invalid.
///
/// Only ASCII is allowed: Cargo accepts letters of any script, but registries do not.
pub(crate) fn check(name: &str) -> Result<(), String> {
    let starts_with_a_letter = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let has_only = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !starts_with_a_letter || !name.chars().all(has_only) {
        return Err(
            "a package name must start with an ASCII letter, followed by letters, digits, `-` or `_`"
                .to_owned(),
        );
    }
    if name.len() > 64 {
        return Err("a package name must have at most 64 characters".to_owned());
    }
    if TAKEN.contains(&name) {
        return Err(format!("`{name}` is a reserved name in Rust"));
    }
    let in_code = |name: &str| name.replace('-', "_");
    let is_same = |dependency: &&str| in_code(dependency) == in_code(name);
    if let Some(dependency) = DEPENDENCIES.iter().find(|one| is_same(one)) {
        return Err(format!(
            "generated crates depend on `{dependency}`: choose a different name, such as `{name}-client`"
        ));
    }
    Ok(())
}

/// Like [`check`], for a command line argument.
pub(crate) fn parse(name: &str) -> Result<String, String> {
    check(name).map(|()| name.to_owned())
}

#[cfg(test)]
mod tests {
    use openapi_crate::{Files, Input, Runtime, Target, generate};
    use toml::Table;

    use super::check;

    struct Document;

    impl Files for Document {
        fn read(&self, _: &str) -> std::io::Result<Vec<u8>> {
            let document = "openapi: 3.0.3\ninfo: { title: A, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    \
                A: { type: object, properties: { id: { type: string, format: uuid } } }\n";
            Ok(document.into())
        }

        fn read_in(&self, _: &str, name: &str) -> std::io::Result<Vec<u8>> {
            self.read(name)
        }
    }

    /// The names of the dependencies in a table and in those of its targets.
    fn dependencies(manifest: &Table) -> Vec<String> {
        let mut found = Vec::new();
        for (key, value) in manifest {
            let Some(table) = value.as_table() else {
                continue;
            };
            if key.ends_with("dependencies") {
                found.extend(table.keys().cloned());
            } else if key == "target" {
                found.extend(
                    table
                        .values()
                        .filter_map(toml::Value::as_table)
                        .flat_map(dependencies),
                );
            }
        }
        found
    }

    #[test]
    fn the_name_of_a_dependency_is_refused() {
        for runtime in [Runtime::Embedded, Runtime::Crate] {
            let input = Input {
                document: "a.yaml".to_owned(),
                package: "a".to_owned(),
                target: Target {
                    runtime,
                    ..Target::default()
                },
                ..Input::default()
            };
            let manifest = generate(&input, &Document).output.unwrap().manifest;
            let names = dependencies(&manifest.parse().unwrap());
            assert!(!names.is_empty());
            for name in names {
                assert!(check(&name).is_err(), "{name}");
            }
        }
        assert!(check("serde-json").is_err());
        assert_eq!(check("http-client"), Ok(()));
    }

    #[test]
    fn a_valid_name_is_accepted() {
        for name in [
            "fastly-kv-store",
            "a",
            "Api2",
            "with_underscore",
            &"x".repeat(64),
        ] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn an_invalid_name_is_refused() {
        for name in [
            "",
            "2nd",
            "-a",
            "_",
            "a b",
            "a/b",
            "a.b",
            "größe",
            "async",
            "std",
            "test",
            &"x".repeat(65),
        ] {
            assert!(check(name).is_err(), "{name}");
        }
    }
}
