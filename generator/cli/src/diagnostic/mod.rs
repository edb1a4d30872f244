//! Diagnostics as the command line shows them: those of the generator with an excerpt, and those of the command line.

mod excerpt;
pub(crate) mod github;
mod human;
pub(crate) mod json;

use std::iter;
use std::ops::Range;

use openapi_crate::diagnostic::{self, Level, Place};
use openapi_crate::load::SourceMap;

use self::excerpt::Excerpt;

/// A diagnostic with everything that is shown.
pub(crate) struct Diagnostic {
    /// The severity.
    pub(crate) level: Level,
    /// The stable code.
    pub(crate) code: &'static str,
    /// The problem.
    pub(crate) message: String,
    /// The suggested fix.
    pub(crate) help: Option<String>,
    /// The place with the note on the marked range, followed by the related places, each with its note.
    pub(crate) places: Vec<(Shown, String)>,
}

/// A place in a file, with an excerpt.
pub(crate) struct Shown {
    /// The name of the file.
    pub(crate) file: String,
    /// The excerpt; `None` for a whole file.
    pub(crate) excerpt: Option<Excerpt>,
}

impl Diagnostic {
    /// Creates an error of the command line.
    pub(crate) fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            level: Level::Error,
            code,
            message: message.into(),
            help: None,
            places: Vec::new(),
        }
    }

    /// Creates a diagnostic from one of the generator.
    pub(crate) fn of(diagnostic: &diagnostic::Diagnostic, sources: &SourceMap) -> Self {
        let shown = |place: &Place| {
            let location = sources.locate(place);
            let position = (location.line, location.column);
            let excerpt = location.range.and_then(|range| {
                Excerpt::of(
                    sources.text(&location.file)?,
                    &location.line_range,
                    range,
                    position,
                )
            });
            Shown {
                file: location.file,
                excerpt,
            }
        };
        let place = (shown(&diagnostic.place), diagnostic.label.clone());
        let related = diagnostic
            .related
            .iter()
            .map(|(place, remark)| (shown(place), remark.clone()));
        Self {
            level: diagnostic.level,
            code: diagnostic.code.as_str(),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            places: iter::once(place).chain(related).collect(),
        }
    }

    /// Sets the place to a whole file.
    pub(crate) fn file(mut self, file: impl Into<String>) -> Self {
        self.places.push((
            Shown {
                file: file.into(),
                excerpt: None,
            },
            String::new(),
        ));
        self
    }

    /// Sets the place to a range of bytes in a file.
    pub(crate) fn range(
        mut self,
        file: impl Into<String>,
        text: &str,
        range: Range<usize>,
    ) -> Self {
        let excerpt = Excerpt::in_text(text, range);
        self.places.push((
            Shown {
                file: file.into(),
                excerpt,
            },
            String::new(),
        ));
        self
    }

    /// Sets the help.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Appends a remark in parentheses to the message, to identify one of several inputs.
    pub(crate) fn remark(mut self, remark: &str) -> Self {
        self.message.push_str(&format!(" ({remark})"));
        self
    }
}
