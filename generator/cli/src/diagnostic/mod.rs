//! A diagnostic as the command line shows it: one of the generator's with the text it is about, or one of its own.

mod excerpt;
pub(crate) mod github;
mod human;
pub(crate) mod json;

use std::iter;
use std::ops::Range;

use openapi_crate::diagnostic::{self, Level, Place};
use openapi_crate::load::SourceMap;

use self::excerpt::Excerpt;

/// A diagnostic with all that is shown of it.
pub(crate) struct Diagnostic {
    /// Error or warning.
    pub(crate) level: Level,
    /// The stable code.
    pub(crate) code: &'static str,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: Option<String>,
    /// What it is about, with a remark on the marked range, and then what explains it, each with its own title.
    pub(crate) places: Vec<(Shown, String)>,
}

/// A place in a file, with the text there.
pub(crate) struct Shown {
    /// The name of the file.
    pub(crate) file: String,
    /// A part of it; `None` where the file as a whole is meant.
    pub(crate) excerpt: Option<Excerpt>,
}

impl Diagnostic {
    /// An error of the command line itself.
    pub(crate) fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            level: Level::Error,
            code,
            message: message.into(),
            help: None,
            places: Vec::new(),
        }
    }

    /// A diagnostic of the generator.
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

    /// Says which file is meant, as a whole.
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

    /// Says which bytes of a file's text are meant.
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

    /// Adds what to do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds to the message which of several inputs it is about.
    pub(crate) fn remark(mut self, remark: &str) -> Self {
        self.message.push_str(&format!(" ({remark})"));
        self
    }
}
