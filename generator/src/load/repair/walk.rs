//! The state of a repair, and how it reports each fix.

use serde_json::Value;

use crate::diagnostic::{At, Change, Code, Diagnostic, Diagnostics, Edit, Part, Place};
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

    /// Warns about a repair that `edits` write into the document.
    pub(super) fn warn_with_fix(
        &mut self,
        at: &Pointer<'_>,
        part: Part,
        message: impl Into<String>,
        help: impl Into<String>,
        edits: impl IntoIterator<Item = Edit>,
    ) {
        let place = self.place(at, part);
        let warning = Diagnostic::warning(Code::InvalidDocument, place, message).help(help);
        self.diagnostics.push(warning.fix(edits));
    }

    /// The edit that sets members of the object at `at`, or removes those without a value.
    pub(super) fn set<const N: usize>(
        &self,
        at: &Pointer<'_>,
        members: [(&'static str, Option<Value>); N],
    ) -> Edit {
        self.edit(at, Change::Set(members.into()))
    }

    /// The edit that replaces a node.
    pub(super) fn replace(&self, at: &Pointer<'_>, value: Value) -> Edit {
        self.edit(at, Change::Replace(value))
    }

    /// The edit that removes a node.
    pub(super) fn remove(&self, at: &Pointer<'_>) -> Edit {
        self.edit(at, Change::Remove)
    }

    /// An edit of a node, which may be moved later.
    fn edit(&self, at: &Pointer<'_>, change: Change) -> Edit {
        // An overlay is not fixed by an overlay.
        let address = self.file.is_none().then(|| at.to_string());
        let address = address.and_then(|pointer| self.sources.address(&pointer));
        Edit {
            at: At::Main(address),
            change,
        }
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
        let edit = self.replace(at, Value::String(text.clone()));
        self.diagnostics.push(
            Diagnostic::warning(Code::InvalidDocument, place, message)
                .help(help)
                .fix([edit]),
        );
        *value = Value::String(text);
    }
}
