//! Diagnostics: errors and warnings, each with a stable code and a place in the documents.

pub(crate) mod suggestion;

use std::fmt;

use indexmap::IndexSet;

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
    /// A node of the resolved document, in any of its files.
    Resolved {
        /// A JSON pointer (RFC 6901) into the resolved document.
        pointer: String,
        /// Whether the place is the name or the value.
        part: Part,
    },
}

/// One diagnostic: what is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
}

/// The diagnostics of one run, in the order they are found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: IndexSet<Diagnostic>,
    errors: usize,
}

impl Diagnostics {
    /// Adds a diagnostic, unless an equal one is already there.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let error = diagnostic.level == Level::Error;
        if self.found.insert(diagnostic) && error {
            self.errors += 1;
        }
    }

    /// Returns whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
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

    /// Returns the diagnostics in the order they were found.
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
    fn every_code_is_listed_once_and_has_a_unique_string() {
        let strings: IndexSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(strings.len(), Code::ALL.len());
        assert!(Code::ALL.is_sorted(), "a code is missing or out of order");
    }
}
