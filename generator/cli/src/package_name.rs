//! The names that a generated package can have.

/// Names that Cargo refuses, or that would hide what generated code and its examples refer to.
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

/// Says why `name` cannot be the name of a package, if it cannot.
///
/// Cargo takes more (letters of any script); registries do not, and a crate is named in ASCII.
pub(crate) fn check(name: &str) -> Result<(), String> {
    let starts_with_a_letter = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let has_only = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !starts_with_a_letter || !name.chars().all(has_only) {
        return Err(
            "a package name starts with an ASCII letter and goes on with letters, digits, `-` or `_`"
                .to_owned(),
        );
    }
    if name.len() > 64 {
        return Err("a package name has at most 64 characters".to_owned());
    }
    if TAKEN.contains(&name) {
        return Err(format!("`{name}` has a meaning of its own in Rust"));
    }
    Ok(())
}

/// As [`check`], for an argument of the command line.
pub(crate) fn parse(name: &str) -> Result<String, String> {
    check(name).map(|()| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_name_that_cargo_takes_is_taken() {
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
    fn a_name_that_makes_no_crate_is_refused() {
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
