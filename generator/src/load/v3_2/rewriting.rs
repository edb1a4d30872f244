//! The state of the rewriting of a document, and its shared functions.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part};
use crate::load::source::SourceMap;
use crate::pointer::Pointer;

/// The state of the rewriting of a document.
pub(super) struct Rewriting<'r> {
    pub(super) sources: &'r mut SourceMap,
    pub(super) diagnostics: &'r mut Diagnostics,
}

impl Rewriting<'_> {
    /// Records that a node has moved.
    pub(super) fn moved(&mut self, from: &Pointer<'_>, to: &Pointer<'_>) {
        self.sources
            .origins
            .relocate(&from.to_string(), &to.to_string());
    }

    /// Reports a valid keyword that is not supported, with the fallback.
    pub(super) fn unsupported(
        &mut self,
        at: &Pointer<'_>,
        what: impl Into<String>,
        fallback: impl Into<String>,
    ) {
        let place = self.sources.origin(&at.to_string(), Part::Key);
        self.diagnostics
            .push(Diagnostic::warning(Code::Unsupported, place, what).help(fallback));
    }

    /// Reports a mistake in a keyword that 3.0 does not have.
    pub(super) fn wrong(
        &mut self,
        at: &Pointer<'_>,
        part: Part,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let place = self.sources.origin(&at.to_string(), part);
        self.diagnostics
            .push(Diagnostic::error(Code::InvalidDocument, place, message).help(help));
    }
}
