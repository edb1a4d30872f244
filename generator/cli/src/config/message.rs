//! The messages of the parser of settings, reworded.

use openapi_crate::diagnostic::nearest;

/// The message and the help for a setting that is missing.
pub(super) fn missing(name: &str) -> (String, String) {
    (
        format!("the setting `{name}` is missing"),
        "add it; paths are relative to the folder of this file".to_owned(),
    )
}

/// Rewords the parser's message, which says "field" and "sequence", and adds what to do.
pub(super) fn reword(message: &str) -> (String, String) {
    let quoted = || message.split('`').nth(1).unwrap_or_default();
    let (what, help) = if message.starts_with("missing field") {
        missing(quoted())
    } else if message.starts_with("unknown field") {
        (
            format!("unknown setting `{}`", quoted()),
            known_names(quoted(), message),
        )
    } else if message.starts_with("unknown variant") {
        (
            format!("`{}` is not a value of this setting", quoted()),
            known_names(quoted(), message),
        )
    } else if message.starts_with("duplicate key") {
        (
            "the setting is defined twice".to_owned(),
            "remove one of the two".to_owned(),
        )
    } else if message.starts_with("invalid type") && message.ends_with("a sequence") {
        (
            "the setting must be an array of strings".to_owned(),
            "write it in brackets: `[\"name\"]`".to_owned(),
        )
    } else if message.ends_with("expected a map") || message.ends_with("struct Credential") {
        (
            "the setting must be a table".to_owned(),
            "write it as `credentials.SCHEME.variable = \"NAME\"`".to_owned(),
        )
    } else if message.starts_with("invalid type") {
        (
            "the setting must be a string".to_owned(),
            "put it in quotes".to_owned(),
        )
    } else {
        (
            format!("invalid TOML: {message}"),
            "write a setting as `name = \"value\"`".to_owned(),
        )
    };
    (what, help)
}

/// The help for an unknown name, from the parser's message, which lists the known names.
fn known_names(name: &str, message: &str) -> String {
    let known = message
        .split_once(", expected ")
        .map_or("", |(_, known)| known);
    let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
    match (nearest(name, known.iter().copied()), known.as_slice()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, [only]) => format!("use `{only}`"),
        (None, known) => format!("use one of `{}`", known.join("`, `")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_has_a_suggestion_or_the_known_names() {
        for (message, expected) in [
            (
                "unknown field `feature`, expected one of `types`, `features`",
                "did you mean `features`?",
            ),
            (
                "unknown field `wibble`, expected one of `types`, `features`",
                "use one of `types`, `features`",
            ),
            (
                "unknown field `value`, expected `variable`",
                "use `variable`",
            ),
            (
                "unknown variant `fulls`, expected `short` or `full`",
                "did you mean `full`?",
            ),
            (
                "unknown variant `x`, expected `short` or `full`",
                "use one of `short`, `full`",
            ),
        ] {
            assert_eq!(reword(message).1, expected, "{message}");
        }
    }
}
