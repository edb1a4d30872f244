//! The syntax of licence expressions (SPDX 2.3, annex D), which registries check.

/// Parses a licence expression, such as `MIT OR Apache-2.0`.
///
/// The names of licences are not checked, since their list grows.
pub(crate) fn parse(text: &str) -> Result<String, String> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    match expression(&tokens) {
        Some([]) => Ok(text.to_owned()),
        _ => Err(format!(
            "`{text}` is not a licence expression such as `MIT` or `MIT OR Apache-2.0`"
        )),
    }
}

/// The tokens after an expression; `None` if the first ones are none.
fn expression<'t>(tokens: &'t [&'t str]) -> Option<&'t [&'t str]> {
    let mut rest = operand(tokens)?;
    while let ["AND" | "OR", after @ ..] = rest {
        rest = operand(after)?;
    }
    Some(rest)
}

/// The tokens after a licence, with an exception, or after an expression in parentheses.
fn operand<'t>(tokens: &'t [&'t str]) -> Option<&'t [&'t str]> {
    match tokens {
        ["(", inner @ ..] => match expression(inner)? {
            [")", rest @ ..] => Some(rest),
            _ => None,
        },
        [license, "WITH", exception, rest @ ..] if is_id(license) && is_id(exception) => Some(rest),
        [license, rest @ ..] if is_id(license.strip_suffix('+').unwrap_or(license)) => Some(rest),
        _ => None,
    }
}

fn is_id(token: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':');
    token.starts_with(|c: char| c.is_ascii_alphanumeric())
        && token.chars().all(is_plain)
        && !["AND", "OR", "WITH"].contains(&token.to_ascii_uppercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn expressions_are_accepted_and_other_text_is_not() {
        for text in [
            "MIT",
            "MIT OR Apache-2.0",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "GPL-2.0+",
            "Apache-2.0 WITH LLVM-exception OR MIT",
            "LicenseRef-Proprietary",
        ] {
            assert_eq!(parse(text).as_deref(), Ok(text));
        }
        for text in [
            "",
            " ",
            "MIT License",
            "MIT or Apache-2.0",
            "MIT OR",
            "OR MIT",
            "(MIT",
            "MIT)",
            "MIT, Apache-2.0",
            "MIT/Apache-2.0",
            "MIT WITH",
            "MIT\"\nname = \"x",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn deep_parentheses_end() {
        assert!(parse(&"(".repeat(1_000)).is_err());
    }
}
