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
