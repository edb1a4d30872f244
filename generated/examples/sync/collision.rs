//! Names that would share a file: those that differ only in what the folder's file system ignores, and a file that is
//! also a folder.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use tempfile::NamedTempFile;
use unicode_normalization::UnicodeNormalization;

use super::name;

/// The differences between two names that a file system ignores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ignores {
    /// Upper and lower case, as on Windows and macOS.
    pub(crate) case: bool,
    /// The Unicode normalization, as on macOS: `é` is one character, or `e` and an accent.
    pub(crate) form: bool,
}

impl Ignores {
    /// Returns the differences that file systems of this operating system usually ignore.
    pub(crate) const fn usual() -> Self {
        Self {
            case: cfg!(any(windows, target_vendor = "apple")),
            form: cfg!(target_vendor = "apple"),
        }
    }

    /// Returns the differences that the file system of a folder ignores. Both, if that cannot be determined.
    pub(crate) fn of(folder: &Path) -> Self {
        Self::probe(folder).unwrap_or(Self {
            case: true,
            form: true,
        })
    }

    /// Creates a file for a moment, and looks for it under different names.
    fn probe(folder: &Path) -> Option<Self> {
        let (start, end) = name::TEMPORARY;
        let mut builder = tempfile::Builder::new();
        let prefix = format!("{start}\u{e9}");
        let builder = builder.prefix(&prefix).suffix(end);
        let file: NamedTempFile = builder.tempfile_in(folder).ok()?;
        let name = file.path().file_name()?.to_str()?;
        let exists = |name: String| folder.join(name).symlink_metadata().is_ok();
        Some(Self {
            case: exists(name.to_uppercase()),
            form: exists(name.nfd().collect()),
        })
    }

    /// Returns a name that is the same for all names that the file system may treat as this one.
    pub(crate) fn fold(self, name: &str) -> Cow<'_, str> {
        let is_plain = !self.case && !self.form;
        if is_plain || !self.case && name.is_ascii() {
            return Cow::Borrowed(name);
        }
        let mut folded = Cow::Borrowed(name);
        if self.case {
            // `ß` and `SS` are both `ss`.
            folded = folded.to_uppercase().to_lowercase().into();
        }
        if self.form {
            folded = folded.nfd().collect::<String>().into();
        }
        folded
    }
}

/// A file, or a folder of files.
struct Found<'a> {
    spelling: &'a str,
    other_spelling: Option<&'a str>,
    is_file: bool,
    /// A file below it.
    inner: Option<&'a str>,
}

/// Returns the names that must not be written, each with the reason.
///
/// All names with several spellings are in it, because each would replace a file of the others. Of a file and a folder,
/// it is the file.
pub(crate) fn collisions<'a>(
    names: impl Iterator<Item = &'a str> + Clone,
    ignores: Ignores,
) -> BTreeMap<&'a str, String> {
    let mut all: HashMap<Cow<'a, str>, Found<'a>> = HashMap::new();
    for name in names.clone() {
        for path in paths(name) {
            let found = all.entry(ignores.fold(path)).or_insert(Found {
                spelling: path,
                other_spelling: None,
                is_file: false,
                inner: None,
            });
            if found.spelling != path {
                found.other_spelling.get_or_insert(path);
            }
            if path == name {
                found.is_file = true;
            } else {
                found.inner.get_or_insert(name);
            }
        }
    }
    all.retain(|_, found| found.other_spelling.is_some() || found.is_file && found.inner.is_some());
    let mut collisions = BTreeMap::new();
    if all.is_empty() {
        return collisions;
    }
    for name in names {
        for path in paths(name) {
            let Some(found) = all.get(&ignores.fold(path)) else {
                continue;
            };
            let reason = match (found.other_spelling, found.inner) {
                (Some(other), _) => {
                    let other = if path == other { found.spelling } else { other };
                    format!(
                        "`{path}` and `{other}` are the same name for the file system of the folder"
                    )
                }
                (None, Some(inner)) if path == name => {
                    format!("`{path}` is also the folder of `{inner}`")
                }
                (None, _) => continue,
            };
            collisions.insert(name, reason);
            break;
        }
    }
    collisions
}

/// Returns the folders of a name, and the name.
fn paths(name: &str) -> impl Iterator<Item = &str> {
    let folders = name
        .match_indices('/')
        .filter_map(|(end, _)| name.get(..end));
    folders.chain([name])
}
