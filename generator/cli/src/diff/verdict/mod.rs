//! Verdicts: the differences between two versions of an API, for rendering in several formats.

pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod table;

use openapi_crate::diff::{Bump, Change, Diff, Effect, Version};
use openapi_crate::load::SourceMap;

/// The differences between two versions, and the versions.
pub(crate) struct Verdict<'a> {
    pub(crate) diff: Diff,
    pub(crate) base: Side<'a>,
    pub(crate) new: Side<'a>,
    /// The version of the crate in the base, if any.
    pub(crate) version: Option<&'a str>,
}

/// One of the versions.
pub(crate) struct Side<'a> {
    /// The user's name for the version.
    pub(crate) label: &'a str,
    pub(crate) sources: &'a SourceMap,
}

/// A file and a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl At {
    /// Whether both are the same line. A table has no columns.
    fn is_line_of(&self, other: &Self) -> bool {
        self.file == other.file && self.line == other.line
    }
}

impl Side<'_> {
    /// The place of a node, or of its nearest ancestor in a file.
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
    /// Renders the verdict on one line.
    pub(crate) fn line(&self) -> String {
        format!(
            "API since {}: {}{}",
            self.base.label,
            self.diff.summary(),
            self.required_version()
        )
    }

    /// The places of a change: in the base and in the new version.
    fn places(&self, change: &Change) -> (Option<At>, Option<At>) {
        (
            self.base.at(change.base.as_ref()),
            self.new.at(change.new.as_ref()),
        )
    }

    /// Both places in short form.
    fn short_places(&self, change: &Change) -> String {
        match self.places(change) {
            (Some(base), Some(new)) if base.is_line_of(&new) => {
                format!("{}:{}", base.file, base.line)
            }
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

    /// The version of the crate, and the next version that the changes require.
    fn versions(&self) -> Option<(Version, Version)> {
        let version = Version::parse(self.version?)?;
        Some((version, self.diff.bump().after(version)))
    }

    /// The required version after a semicolon, or an empty string. Without the version of a crate, examples show how the
    /// number increases from 1.0 on and before.
    fn required_version(&self) -> String {
        match (self.diff.bump(), self.versions()) {
            (Bump::None, _) => String::new(),
            (_, Some((version, next))) => format!("; bump {version} to {next}"),
            (bump, None) => {
                let examples = ["1.2.3", "0.2.3"].into_iter().filter_map(Version::parse);
                let examples = examples.map(|one| format!("{} after {one}", bump.after(one)));
                let examples: Vec<String> = examples.collect();
                format!(
                    "; requires a {} version, such as {}",
                    bump.as_str(),
                    examples.join(", or ")
                )
            }
        }
    }

    /// The changes of an effect, without those of documentation only.
    fn described(&self, effect: Effect) -> impl Iterator<Item = &Change> {
        self.diff
            .of_effect(effect)
            .filter(|change| !change.is_prose())
    }

    /// The items of which only the documentation differs.
    fn documentation_only(&self) -> Vec<&str> {
        let prose = self
            .diff
            .of_effect(Effect::Documentation)
            .filter(|change| change.is_prose());
        prose.map(|change| change.item.as_str()).collect()
    }
}
