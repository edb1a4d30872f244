//! The state of a check, and how it reports mistakes.

use serde_json::Value;

use crate::diagnostic::{At, Change, Code, Diagnostic, Diagnostics, Edit, Level, Part, Place};
use crate::load::source::SourceMap;
use crate::load::specification::{Field, Object};
use crate::load::version::Version;
use crate::pointer::Pointer;

/// One walk over a tree that reports every mistake in it.
pub(super) struct Check<'c> {
    /// The file being checked; `None` for the resolved document.
    pub(super) file: Option<&'c str>,
    /// The version of the original document; the tree itself is OpenAPI 3.0.
    pub(super) version: Version,
    /// The whole tree.
    pub(super) root: &'c Value,
    /// The origins of the nodes; `None` for an overlay.
    pub(super) sources: Option<&'c SourceMap>,
    pub(super) diagnostics: &'c mut Diagnostics,
    /// The number of advisory keywords that enclose the current node: mistakes below them are warnings.
    pub(super) advisory: usize,
    /// The pointers of the invalid advisory members.
    pub(super) wrong: Vec<String>,
}

impl Check<'_> {
    /// Reports a mistake: an error, or a warning if nothing depends on it.
    pub(super) fn mistake(
        &mut self,
        message: String,
        place: Place,
        label: String,
        help: Option<String>,
    ) {
        self.mistake_with_fix(message, place, label, help, None);
    }

    /// Does the same, with an edit that fixes the mistake.
    pub(super) fn mistake_with_fix(
        &mut self,
        message: String,
        place: Place,
        label: String,
        help: Option<String>,
        fix: Option<Edit>,
    ) {
        let (level, help) = if self.advisory > 0 {
            (
                Level::Warning,
                help.or_else(|| Some("this part of the document is left out".to_owned())),
            )
        } else {
            (Level::Error, help)
        };
        let code = if self.file.is_some() {
            Code::InvalidOverlay
        } else {
            Code::InvalidDocument
        };
        self.diagnostics.push(Diagnostic {
            level,
            code,
            message,
            place,
            label,
            help,
            related: Vec::new(),
            fix: fix.into_iter().collect(),
        });
    }

    /// Whether the version of the document has a keyword.
    pub(super) fn has(&self, field: &Field) -> bool {
        !field.newest || self.version >= Version::V3_2
    }

    /// Reports a missing keyword.
    pub(super) fn missing(&mut self, object: Object, name: &str, at: &Pointer<'_>) {
        let message = format!("{} must have `{name}`", object.name());
        let help = Some(format!("add `{name}`"));
        self.mistake(message, self.place(at, Part::Key), String::new(), help);
    }

    /// An edit of a node, which may be moved later.
    pub(super) fn edit(&self, at: &Pointer<'_>, change: Change) -> Edit {
        Edit {
            at: At::Main(
                self.sources
                    .and_then(|sources| sources.address(&at.to_string())),
            ),
            change,
        }
    }

    pub(super) fn place(&self, at: &Pointer<'_>, part: Part) -> Place {
        at.place_in(self.file, part)
    }
}
