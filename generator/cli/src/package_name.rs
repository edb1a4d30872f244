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
    Ok(())
}

/// Like [`check`], for a command line argument.
pub(crate) fn parse(name: &str) -> Result<String, String> {
    check(name).map(|()| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::check;

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
