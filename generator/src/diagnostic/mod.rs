//! Diagnostics: errors and warnings, each with a stable code and a place in the documents.

mod fix;
pub(crate) mod suggestion;

use std::cell::Cell;
use std::fmt;
use std::hash::{Hash, Hasher};

use indexmap::IndexSet;

pub use self::fix::{At, Change, Edit};
pub use self::suggestion::nearest;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The document cannot be used as it is. Nothing is written.
    Error,
    /// Part of the document is invalid or not supported. The diagnostic names the fallback.
    Warning,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// The stable code of a diagnostic. Its string never changes once released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A required file cannot be read.
    UnreadableFile,
    /// A file is not valid YAML or JSON.
    InvalidSyntax,
    /// An object has the same key twice.
    DuplicateKey,
    /// The document is not an OpenAPI document.
    NotOpenapi,
    /// The OpenAPI version of the document is not supported.
    UnsupportedVersion,
    /// The document violates the OpenAPI specification.
    InvalidDocument,
    /// An object has a keyword that OpenAPI does not define for it. The keyword is ignored.
    UnknownKeyword,
    /// A `$ref` has a sibling keyword, which OpenAPI 3.0 ignores.
    IgnoredSibling,
    /// The target of a `$ref` does not exist.
    UnresolvedReference,
    /// References form a cycle without a definition in it.
    ReferenceCycle,
    /// An overlay is invalid.
    InvalidOverlay,
    /// The target of an overlay action matches nothing in the document.
    OverlayNoMatch,
    /// One of the generator's `x-rust-…` extensions is invalid.
    InvalidExtension,
    /// Valid OpenAPI that the generator does not support. A fallback is used.
    Unsupported,
    /// A schema requires a property, or uses one as a discriminator, without defining it.
    UndefinedProperty,
    /// The document describes more types or operations than a crate can have.
    DocumentTooLarge,
    /// Two operations have the same `operationId`.
    DuplicateOperationId,
    /// A path template and the path parameters of its operation do not match.
    PathParameterMismatch,
    /// A selector matches no operation.
    SelectorNoMatch,
    /// A setting is for a part of the document that the selected operations do not need.
    UnusedSetting,
}

impl Code {
    /// Every code, in the order of the enumeration.
    pub const ALL: &'static [Self] = &[
        Self::UnreadableFile,
        Self::InvalidSyntax,
        Self::DuplicateKey,
        Self::NotOpenapi,
        Self::UnsupportedVersion,
        Self::InvalidDocument,
        Self::UnknownKeyword,
        Self::IgnoredSibling,
        Self::UnresolvedReference,
        Self::ReferenceCycle,
        Self::InvalidOverlay,
        Self::OverlayNoMatch,
        Self::InvalidExtension,
        Self::Unsupported,
        Self::UndefinedProperty,
        Self::DocumentTooLarge,
        Self::DuplicateOperationId,
        Self::PathParameterMismatch,
        Self::SelectorNoMatch,
        Self::UnusedSetting,
    ];

    /// The code as a string, as in `error[unresolved-reference]`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnreadableFile => "unreadable-file",
            Self::InvalidSyntax => "invalid-syntax",
            Self::DuplicateKey => "duplicate-key",
            Self::NotOpenapi => "not-openapi",
            Self::UnsupportedVersion => "unsupported-version",
            Self::InvalidDocument => "invalid-document",
            Self::UnknownKeyword => "unknown-keyword",
            Self::IgnoredSibling => "ignored-sibling",
            Self::UnresolvedReference => "unresolved-reference",
            Self::ReferenceCycle => "reference-cycle",
            Self::InvalidOverlay => "invalid-overlay",
            Self::OverlayNoMatch => "overlay-no-match",
            Self::InvalidExtension => "invalid-extension",
            Self::Unsupported => "unsupported",
            Self::UndefinedProperty => "undefined-property",
            Self::DocumentTooLarge => "document-too-large",
            Self::DuplicateOperationId => "duplicate-operation-id",
            Self::PathParameterMismatch => "path-parameter-mismatch",
            Self::SelectorNoMatch => "selector-no-match",
            Self::UnusedSetting => "unused-setting",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The half of an object member that a place refers to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Part {
    /// The name of the member.
    Key,
    /// The value of the member, or the item of an array.
    #[default]
    Value,
}

/// A place in the documents of a run. The run's source map resolves it to a line and a column.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A whole file.
    File(String),
    /// A byte offset in a file, for a parse error.
    Offset {
        /// The file's name.
        file: String,
        /// The byte offset, counted from 0.
        offset: usize,
    },
    /// A node of one file.
    Node {
        /// The file's name.
        file: String,
        /// A JSON pointer (RFC 6901) into that file.
        pointer: String,
        /// Whether the place is the name or the value.
        part: Part,
    },
    /// A value of the settings file.
    Setting {
        /// A JSON pointer (RFC 6901), as [`SettingsFile`](crate::SettingsFile) describes it.
        pointer: String,
        /// Whether the place is the name or the value.
        part: Part,
    },
    /// A node of the resolved document, in any of its files.
    Resolved {
        /// A JSON pointer (RFC 6901) into the resolved document.
        pointer: String,
        /// Whether the place is the name or the value.
        part: Part,
    },
}

/// One diagnostic: what is wrong, where, and what to do about it.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The severity.
    pub level: Level,
    /// The stable code.
    pub code: Code,
    /// The problem, in one sentence.
    pub message: String,
    /// The place that is wrong.
    pub place: Place,
    /// A short note on the marked range, such as "did you mean `Store`?"; may be empty.
    pub label: String,
    /// The suggested fix, unless the message includes it.
    pub help: Option<String>,
    /// Related places, each with a note such as "first defined here".
    pub related: Vec<(Place, String)>,
    /// The edits that certainly fix it, all of them together; none if a person has to decide.
    ///
    /// Diagnostics that differ only in their edits are equal.
    pub fix: Vec<Edit>,
}

impl Diagnostic {
    /// Creates an error.
    pub fn error(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Level::Error, code, place, message.into())
    }

    /// Creates a warning.
    pub fn warning(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Level::Warning, code, place, message.into())
    }

    fn new(level: Level, code: Code, place: Place, message: String) -> Self {
        Self {
            level,
            code,
            message,
            place,
            label: String::new(),
            help: None,
            related: Vec::new(),
            fix: Vec::new(),
        }
    }

    /// Sets the note on the marked range.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Sets the help: what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a related place.
    #[must_use]
    pub fn related(mut self, place: Place, note: impl Into<String>) -> Self {
        self.related.push((place, note.into()));
        self
    }

    /// Adds edits that fix it.
    #[must_use]
    pub fn fix(mut self, edits: impl IntoIterator<Item = Edit>) -> Self {
        self.fix.extend(edits);
        self
    }

    /// The members that distinguish it from others: all except the edits.
    fn identity(&self) -> impl Hash + Eq {
        (
            self.level,
            self.code,
            &self.message,
            &self.place,
            &self.label,
            &self.help,
            &self.related,
        )
    }
}

impl PartialEq for Diagnostic {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for Diagnostic {}

impl Hash for Diagnostic {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}

/// The maximum number of errors listed in one run, and of warnings: a larger number is of no use, and each takes
/// memory and time to show.
const MOST_LISTED: usize = 5_000;

/// The maximum number of names compared for suggestions in one run.
const MOST_COMPARED: usize = 300_000;

/// The diagnostics of one run, in the order they are found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: IndexSet<Diagnostic>,
    errors: usize,
    /// The errors and warnings that are not listed.
    unlisted: [usize; 2],
    compared: Cell<usize>,
}

impl Diagnostics {
    /// Adds a diagnostic, or only its edits if an equal one is already there. After thousands of the same level, the others are only
    /// counted.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let error = diagnostic.level == Level::Error;
        let warnings = self.found.len() - self.errors;
        let [errors_unlisted, warnings_unlisted] = &mut self.unlisted;
        let (listed, unlisted) = if error {
            (self.errors, errors_unlisted)
        } else {
            (warnings, warnings_unlisted)
        };
        if !diagnostic.fix.is_empty()
            && let Some(known) = self.found.get(&diagnostic)
        {
            let mut known = known.clone();
            for edit in diagnostic.fix {
                if !known.fix.contains(&edit) {
                    known.fix.push(edit);
                }
            }
            self.found.replace(known);
        } else if listed >= MOST_LISTED {
            if !self.found.contains(&diagnostic) {
                *unlisted += 1;
            }
        } else if self.found.insert(diagnostic) && error {
            self.errors += 1;
        }
    }

    /// Returns whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.errors > 0 || self.unlisted[0] > 0
    }

    /// Returns "did you mean `Store`?", or an empty string.
    ///
    /// The candidates may be thousands of names of the document, and so may the misspelt ones, so the comparisons of
    /// a run are limited.
    pub(crate) fn did_you_mean<'c>(
        &self,
        name: &str,
        candidates: impl Iterator<Item = &'c str>,
    ) -> String {
        suggestion::did_you_mean(name, self.comparable(candidates))
    }

    /// The candidates that may still be compared.
    pub(crate) fn comparable<'c>(
        &self,
        candidates: impl Iterator<Item = &'c str>,
    ) -> impl Iterator<Item = &'c str> {
        candidates.take_while(|_| self.compared.replace(self.compared.get() + 1) < MOST_COMPARED)
    }

    /// Removes the diagnostics that are not kept.
    pub(crate) fn retain(&mut self, is_kept: impl Fn(&Diagnostic) -> bool) {
        self.found.retain(is_kept);
        let is_error = |diagnostic: &&Diagnostic| diagnostic.level == Level::Error;
        self.errors = self.found.iter().filter(is_error).count();
    }

    /// Returns the number of diagnostics.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Returns whether there are no diagnostics.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The place of each diagnostic.
    pub(crate) fn places(&self) -> Vec<Place> {
        self.found
            .iter()
            .map(|diagnostic| diagnostic.place.clone())
            .collect()
    }

    /// Turns each error for which `fallback` returns a string into a warning with that fallback. `fallback` also receives
    /// the index of the diagnostic.
    pub fn replace(
        &mut self,
        mut fallback: impl FnMut(usize, &Diagnostic) -> Option<&'static str>,
    ) {
        let mut index = 0;
        self.replace_after(0, |diagnostic| {
            index += 1;
            fallback(index - 1, diagnostic)
        });
    }

    /// Does the same for the diagnostics after the first `before`.
    pub(crate) fn replace_after(
        &mut self,
        before: usize,
        mut fallback: impl FnMut(&Diagnostic) -> Option<&'static str>,
    ) {
        let after = self.found.split_off(before.min(self.found.len()));
        let is_error = |diagnostic: &&Diagnostic| diagnostic.level == Level::Error;
        self.errors -= after.iter().filter(is_error).count();
        for mut diagnostic in after {
            if diagnostic.level == Level::Error
                && let Some(fallback) = fallback(&diagnostic)
            {
                diagnostic.level = Level::Warning;
                diagnostic.help = Some(match diagnostic.help {
                    Some(help) => format!("{fallback}; {help}"),
                    None => fallback.to_owned(),
                });
            }
            self.push(diagnostic);
        }
    }

    /// Returns the diagnostics in the order they were found.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> = self.found.into_iter().collect();
        let Some(last) = all.last().map(|last| last.place.clone()) else {
            return all;
        };
        let [errors, warnings] = self.unlisted;
        let more = [
            (errors, Level::Error, "errors"),
            (warnings, Level::Warning, "warnings"),
        ];
        for (count, level, what) in more.into_iter().filter(|(count, ..)| *count > 0) {
            let message = format!("{count} more {what} are not listed");
            let help = "correct the listed ones first".to_owned();
            let more = Diagnostic::new(level, Code::DocumentTooLarge, last.clone(), message);
            all.push(more.help(help));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_diagnostic_is_kept_once() {
        let mut diagnostics = Diagnostics::default();
        for _ in 0..2 {
            let place = Place::File("api.yaml".to_owned());
            diagnostics.push(Diagnostic::warning(Code::Unsupported, place, "twice"));
        }
        assert!(!diagnostics.has_errors());
        assert_eq!(diagnostics.into_vec().len(), 1);
    }

    #[test]
    fn a_repeated_diagnostic_adds_its_edits() {
        let mut diagnostics = Diagnostics::default();
        for pointer in ["/a", "/b", "/a"] {
            let edit = Edit {
                at: At::Resolved(pointer.to_owned()),
                change: Change::Remove,
            };
            let place = Place::File("api.yaml".to_owned());
            let warning = Diagnostic::warning(Code::Unsupported, place, "twice");
            diagnostics.push(warning.fix([edit]));
        }
        let all = diagnostics.into_vec();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].fix.len(), 2);
    }

    #[test]
    fn thousands_of_diagnostics_are_counted_and_not_listed() {
        let mut diagnostics = Diagnostics::default();
        let place = || Place::File("api.yaml".to_owned());
        for n in 0..MOST_LISTED + 3 {
            let warning = Diagnostic::warning(Code::Unsupported, place(), n.to_string());
            diagnostics.push(warning);
        }
        assert!(!diagnostics.has_errors());
        diagnostics.push(Diagnostic::error(Code::Unsupported, place(), "an error"));
        assert!(diagnostics.has_errors());
        let all = diagnostics.into_vec();
        assert_eq!(all.len(), MOST_LISTED + 2);
        assert_eq!(all[MOST_LISTED].message, "an error");
        assert_eq!(
            all[MOST_LISTED + 1].message,
            "3 more warnings are not listed"
        );
    }

    #[test]
    fn errors_that_are_not_listed_remain_errors() {
        let mut diagnostics = Diagnostics::default();
        for n in 0..=MOST_LISTED {
            let place = Place::File("api.yaml".to_owned());
            diagnostics.push(Diagnostic::error(Code::Unsupported, place, n.to_string()));
        }
        diagnostics.replace(|_, _| Some("left out"));
        assert!(diagnostics.has_errors());
    }

    #[test]
    fn every_code_is_listed_once_and_has_a_unique_string() {
        let strings: IndexSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(strings.len(), Code::ALL.len());
        assert!(Code::ALL.is_sorted(), "a code is missing or out of order");
    }
}
