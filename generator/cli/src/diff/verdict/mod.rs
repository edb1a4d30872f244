//! The differences between two versions of an API, to be rendered in one of several formats.

pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod table;

use openapi_crate::diff::{Bump, Change, Diff, Effect, Version};
use openapi_crate::load::SourceMap;

/// The differences between two versions, and where these come from.
pub(crate) struct Verdict<'a> {
    pub(crate) diff: Diff,
    pub(crate) base: Side<'a>,
    pub(crate) new: Side<'a>,
    /// The version of the crate in the base, where there is a crate.
    pub(crate) version: Option<&'a str>,
}

/// One of the versions.
pub(crate) struct Side<'a> {
    /// What the user calls it.
    pub(crate) label: &'a str,
    pub(crate) sources: &'a SourceMap,
}

/// A place as a person finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Side<'_> {
    /// Where the node of that pointer is, or the nearest node above it.
    fn at(&self, pointer: Option<&String>) -> Option<At> {
        let location = self.sources.locate_nearest(pointer?);
        Some(At {
            file: location.file,
            line: location.line,
            column: location.column,
        })
    }
}

impl Verdict<'_> {
    /// Everything in one line.
    pub(crate) fn line(&self) -> String {
        format!(
            "API since {}: {}{}",
            self.base.label,
            self.diff.summary(),
            self.version_in_words()
        )
    }

    /// The places of a change: in the base and in the new version.
    fn places(&self, change: &Change) -> (Option<At>, Option<At>) {
        (
            self.base.at(change.base.as_ref()),
            self.new.at(change.new.as_ref()),
        )
    }

    /// Both places in a few characters.
    fn places_in_words(&self, change: &Change) -> String {
        match self.places(change) {
            (Some(base), Some(new)) if base == new => format!("{}:{}", base.file, base.line),
            (Some(base), Some(new)) if base.file == new.file => {
                format!("{}:{} -> {}", base.file, base.line, new.line)
            }
            (Some(base), Some(new)) => {
                format!("{}:{} -> {}:{}", base.file, base.line, new.file, new.line)
            }
            (Some(base), None) => format!("{}:{} -> removed", base.file, base.line),
            (None, Some(new)) => format!("new -> {}:{}", new.file, new.line),
            (None, None) => String::new(),
        }
    }

    /// The version of the crate before, and the one that these changes ask for.
    fn versions(&self) -> Option<(Version, Version)> {
        let version = Version::parse(self.version?)?;
        Some((version, self.diff.bump().after(version)))
    }

    /// What to do about the version, behind a semicolon; nothing where there is nothing to do.
    fn version_in_words(&self) -> String {
        match (self.diff.bump(), self.versions()) {
            (Bump::None, _) => String::new(),
            (_, Some((version, next))) => format!("; the version after {version} is {next}"),
            (bump, None) => format!("; a {} version", bump.as_str()),
        }
    }

    /// The changes of an effect that have words of their own.
    fn told(&self, effect: Effect) -> impl Iterator<Item = &Change> {
        self.diff
            .of_effect(effect)
            .filter(|change| !change.is_prose())
    }

    /// The items of which only the documentation differs.
    fn documented_otherwise(&self) -> Vec<&str> {
        let prose = self
            .diff
            .of_effect(Effect::Documentation)
            .filter(|change| change.is_prose());
        prose.map(|change| change.item.as_str()).collect()
    }
}
