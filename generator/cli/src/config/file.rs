//! The settings file in diagnostics, and the messages of its parser.

use std::ops::Range;
use std::str::FromStr;

use crate::diagnostic::Diagnostic;

/// The settings file, for diagnostics.
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl File<'_> {
    pub(super) fn wrong(&self, range: Range<usize>, message: &str) -> Diagnostic {
        Diagnostic::error("invalid-config", message).range(self.name, self.text, range)
    }

    pub(super) fn parsed<T: FromStr<Err = String>>(
        &self,
        text: &toml::Spanned<String>,
    ) -> Result<T, Diagnostic> {
        let parsed = text.get_ref().parse();
        parsed.map_err(|why: String| self.wrong(text.span(), &why))
    }

    /// The text of a setting that passes a check.
    pub(super) fn checked(
        &self,
        text: Option<&toml::Spanned<String>>,
        check: impl FnOnce(&str) -> Result<(), String>,
    ) -> Result<Option<String>, Diagnostic> {
        let Some(text) = text else {
            return Ok(None);
        };
        check(text.get_ref()).map_err(|why| self.wrong(text.span(), &why))?;
        Ok(Some(text.get_ref().clone()))
    }

    pub(super) fn all_parsed<T: FromStr<Err = String>>(
        &self,
        texts: Option<&Vec<toml::Spanned<String>>>,
    ) -> Result<Vec<T>, Diagnostic> {
        texts
            .into_iter()
            .flatten()
            .map(|text| self.parsed(text))
            .collect()
    }
}

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
        let known = message
            .split_once("expected one of ")
            .map_or("", |(_, known)| known);
        (
            format!("unknown setting `{}`", quoted()),
            format!("use one of {known}"),
        )
    } else if let Some((_, known)) = message.split_once(", expected ")
        && message.starts_with("unknown variant")
    {
        (
            format!("`{}` is not a value of this setting", quoted()),
            format!("use one of {}", known.replace(" or ", ", ")),
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
