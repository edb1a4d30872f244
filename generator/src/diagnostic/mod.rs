//! Diagnostics: errors and warnings, each with a stable code and its place in the documents.

pub(crate) mod suggestion;

use std::fmt;

use indexmap::IndexSet;

/// Whether a run with this diagnostic can still write anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The document cannot be used as it is; nothing is written.
    Error,
    /// Something is supported less well than the document says; the message names the fallback.
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

/// What a diagnostic is about; the string of a code never changes once released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A file that the run needs cannot be read.
    UnreadableFile,
    /// A file is not YAML or JSON.
    InvalidSyntax,
    /// One object has the same name twice.
    DuplicateKey,
    /// The document is not an OpenAPI document.
    NotOpenapi,
    /// The document is of an OpenAPI version that is not handled.
    UnsupportedVersion,
    /// A value is not what OpenAPI says it must be.
    InvalidDocument,
    /// A keyword that OpenAPI does not have at that place; it is not read.
    UnknownKeyword,
    /// A keyword beside a `$ref`, where OpenAPI 3.0 reads nothing but the reference.
    IgnoredSibling,
    /// A `$ref` points to nothing.
    UnresolvedReference,
    /// References lead back to where they started without a schema in between.
    ReferenceCycle,
    /// An overlay document is wrong in itself.
    InvalidOverlay,
    /// An overlay action matches nothing in the document.
    OverlayNoMatch,
    /// One of our own `x-rust-…` extensions is wrong.
    InvalidExtension,
    /// Valid OpenAPI that the generator does not support; a fallback is taken.
    Unsupported,
    /// A schema requires a property, or tells its kinds apart by one, that it does not describe.
    UndefinedProperty,
    /// The document describes more than a crate can have.
    DocumentTooLarge,
    /// Two operations have the same `operationId`.
    DuplicateOperationId,
    /// A path template and the parameters of its operation do not agree.
    PathParameterMismatch,
    /// A selector of a run names no operation of the document.
    SelectorNoMatch,
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
    ];

    /// The stable spelling, as in `error[unresolved-reference]`.
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
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which half of an object member a place means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Part {
    /// The name of the member.
    Key,
    /// The value of the member, or the element of an array.
    #[default]
    Value,
}

/// A place in the documents of a run; the source map of the run turns it into a line and a column.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A file as a whole, by its name.
    File(String),
    /// A byte offset in a file: what a parser reports of a file that has no structure yet.
    Offset {
        /// The file's name.
        file: String,
        /// Counted from 0.
        offset: usize,
    },
    /// A node of one file.
    Node {
        /// The file's name.
        file: String,
        /// A JSON pointer (RFC 6901) into that file.
        pointer: String,
        /// Its name or its value.
        part: Part,
    },
    /// A node of the resolved document, wherever it came from.
    Resolved {
        /// A JSON pointer (RFC 6901) into the resolved document.
        pointer: String,
        /// Its name or its value.
        part: Part,
    },
}

/// One diagnostic: what is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Error or warning.
    pub level: Level,
    /// The stable code.
    pub code: Code,
    /// One sentence: what is wrong.
    pub message: String,
    /// Where.
    pub place: Place,
    /// A short remark on the marked range, such as "did you mean `Store`?"; may be empty.
    pub label: String,
    /// What to do, where the message does not say it already.
    pub help: Option<String>,
    /// Other places that explain this one, such as "first defined here".
    pub related: Vec<(Place, String)>,
}

impl Diagnostic {
    /// A diagnostic that lets nothing be written.
    pub fn error(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Level::Error, code, place, message.into())
    }

    /// A diagnostic that names the fallback taken.
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
        }
    }

    /// Adds a remark on the marked range.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a place that explains this one.
    #[must_use]
    pub fn related(mut self, place: Place, remark: impl Into<String>) -> Self {
        self.related.push((place, remark.into()));
        self
    }
}

/// The diagnostics of one run, as they are found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: IndexSet<Diagnostic>,
    errors: usize,
}

impl Diagnostics {
    /// Keeps a diagnostic; the same diagnostic about the same place is kept once.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let error = diagnostic.level == Level::Error;
        if self.found.insert(diagnostic) && error {
            self.errors += 1;
        }
    }

    /// Whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Where they are.
    pub(crate) fn places(&self) -> Vec<Place> {
        self.found
            .iter()
            .map(|diagnostic| diagnostic.place.clone())
            .collect()
    }

    /// Makes a warning, with that fallback, of each error for which `fallback` knows one; it is told which one it is.
    pub fn replace(
        &mut self,
        mut fallback: impl FnMut(usize, &Diagnostic) -> Option<&'static str>,
    ) {
        let all = std::mem::take(self);
        for (index, mut diagnostic) in all.found.into_iter().enumerate() {
            if diagnostic.level == Level::Error
                && let Some(fallback) = fallback(index, &diagnostic)
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

    /// All of them, in the order they were found.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.found.into_iter().collect()
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
    fn every_code_is_listed_once_under_a_spelling_of_its_own() {
        let spellings: IndexSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(spellings.len(), Code::ALL.len());
        assert!(Code::ALL.is_sorted(), "a code is missing or out of order");
    }
}
