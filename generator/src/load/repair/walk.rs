//! The state of a repair, and how it reports each fix.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};
use crate::load::source::SourceMap;
use crate::load::wording::found;
use crate::pointer::Pointer;

/// One walk over a tree that repairs what it can.
pub(super) struct Repair<'m> {
    /// The file being repaired; `None` for the resolved document.
    pub(super) file: Option<&'m str>,
    /// Whether the document is OpenAPI 3.2.
    pub(super) newest: bool,
    pub(super) sources: &'m SourceMap,
    pub(super) diagnostics: &'m mut Diagnostics,
}

impl Repair<'_> {
    /// Warns about a repair, with the help for correcting the document.
    pub(super) fn warn(
        &mut self,
        at: &Pointer<'_>,
        part: Part,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let place = self.place(at, part);
        self.diagnostics
            .push(Diagnostic::warning(Code::InvalidDocument, place, message).help(help));
    }

    pub(super) fn place(&self, at: &Pointer<'_>, part: Part) -> Place {
        at.place_in(self.file, part)
    }

    /// Converts a number or a boolean to a string, as it is written in the file.
    pub(super) fn take_as_string(&mut self, value: &mut Value, at: &Pointer<'_>) {
        let place = self.place(at, Part::Value);
        let text = self
            .sources
            .verbatim(&place)
            .map_or_else(|| value.to_string(), str::to_owned);
        let message = format!(
            "{} must be a string, found {}; using the string `{text}`",
            at.subject(),
            found(value)
        );
        let help = format!("put the value in quotes: \"{text}\"");
        self.diagnostics
            .push(Diagnostic::warning(Code::InvalidDocument, place, message).help(help));
        *value = Value::String(text);
    }
}
