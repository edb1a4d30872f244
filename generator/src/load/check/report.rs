//! What a check works on, and how it reports what it finds.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level, Part, Place};
use crate::load::specification::Object;
use crate::load::version::Version;
use crate::pointer::Pointer;

/// One walk over a tree that reports every mistake in it.
pub(super) struct Check<'c> {
    /// The file that is checked; `None` for the resolved document.
    pub(super) file: Option<&'c str>,
    /// What the author wrote the document for; the tree itself is in the words of 3.0.
    pub(super) version: Version,
    pub(super) diagnostics: &'c mut Diagnostics,
    /// How many keywords around this place are advisory: mistakes below them are warnings.
    pub(super) advisory: usize,
    /// The pointers of the advisory members that are wrong.
    pub(super) wrong: Vec<String>,
}

impl Check<'_> {
    /// Reports a mistake: an error, or a warning where nothing depends on it.
    pub(super) fn mistake(
        &mut self,
        message: String,
        place: Place,
        label: String,
        help: Option<String>,
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
        });
    }

    /// Reports a keyword that an object must have and does not.
    pub(super) fn missing(&mut self, object: Object, name: &str, at: &Pointer<'_>) {
        let message = format!("`{name}` is missing: {} must have it", object.name());
        let help = Some(format!("add `{name}`"));
        self.mistake(message, self.place(at, Part::Key), String::new(), help);
    }

    pub(super) fn place(&self, at: &Pointer<'_>, part: Part) -> Place {
        at.place_in(self.file, part)
    }
}
