//! What the repair of a tree works on, and how it says what it mends.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};
use crate::load::source::SourceMap;
use crate::load::wording::found;
use crate::pointer::Pointer;

/// One walk over a tree that mends what it can.
pub(super) struct Mending<'m> {
    /// The file that is mended; `None` for the resolved document.
    pub(super) file: Option<&'m str>,
    pub(super) sources: &'m SourceMap,
    pub(super) diagnostics: &'m mut Diagnostics,
}

impl Mending<'_> {
    /// Says what is wrong and what is taken instead, and how to correct the document.
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

    /// Makes a string of a number or a flag, as it is written in the file.
    pub(super) fn take_as_string(&mut self, value: &mut Value, at: &Pointer<'_>) {
        let place = self.place(at, Part::Value);
        let text = self
            .sources
            .verbatim(&place)
            .map_or_else(|| value.to_string(), str::to_owned);
        let message = format!(
            "{} must be a text; {} is taken as the text `{text}`",
            at.subject(),
            found(value)
        );
        let help = format!("write it in quotes: \"{text}\"");
        self.diagnostics
            .push(Diagnostic::warning(Code::InvalidDocument, place, message).help(help));
        *value = Value::String(text);
    }
}
