//! The differences between the folder of a generated crate and a new output.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::Path;

use openapi_crate::file_system::{FileSystem, join};
use openapi_crate::{Layout, Metadata, Output};

use toml_edit::TomlError;

use super::existing::{MANIFEST, is_generated, is_other_client, read, read_manifest};
use super::metadata::{self, Ignored};
use super::workspace::{Workspace, without_workspace};
use super::{manifest, obstacles, package};
use crate::diagnostic::Diagnostic;
use crate::file_system::reason;
use crate::reporter::count;

/// The readme. It is only written with a new manifest.
const README: &str = "README.md";

/// The changes that make the folder match the output.
#[allow(
    clippy::struct_field_names,
    reason = "the changes of files are its main part"
)]
pub(super) struct Changes<'a> {
    /// The changes, sorted by path.
    pub(super) changes: Vec<Change<'a>>,
    /// The number of up-to-date files.
    pub(super) unchanged: usize,
    /// The dependencies that are added to the existing manifest.
    pub(super) dependencies: Vec<String>,
    /// The features that are added to the existing manifest.
    pub(super) features: Vec<String>,
    /// The settings that are added to the existing manifest.
    pub(super) settings: Vec<&'static str>,
    /// The settings that the existing manifest has with different values.
    pub(super) ignored: Vec<Ignored>,
    /// The workspace around a new crate.
    pub(super) workspace: Option<Workspace>,
}

/// The form of the output, which decides the files that it has.
#[derive(Clone, Copy)]
pub(super) struct Form<'a> {
    /// The folder of the crate or module.
    pub(super) folder: &'a str,
    pub(super) layout: Layout,
    /// The name of the crate.
    pub(super) package: &'a str,
    /// The settings for the manifest.
    pub(super) metadata: &'a Metadata,
}

/// The change of one file.
pub(super) struct Change<'a> {
    /// The path relative to the crate's folder, separated by `/`.
    pub(super) path: String,
    /// The old contents; `None` for a new file.
    pub(super) old: Option<Vec<u8>>,
    /// The new contents; `None` for a removed file.
    pub(super) new: Option<Cow<'a, str>>,
}

impl Change<'_> {
    /// Whether only the line endings differ, as after a checkout on Windows that converts them.
    pub(super) fn is_of_line_endings(&self) -> bool {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => {
                std::str::from_utf8(old).is_ok_and(|old| old.replace("\r\n", "\n") == *new)
            }
            _ => false,
        }
    }
}

impl<'a> Changes<'a> {
    /// Renders the counts, such as `2 files changed, 1 added`.
    pub(super) fn counted(&self, [differing, missing, superfluous]: [&str; 3]) -> String {
        let counts = [
            (self.replaced(), differing),
            (self.added(), missing),
            (self.removed(), superfluous),
        ];
        let mut parts = Vec::new();
        for (n, what) in counts.into_iter().filter(|(n, _)| *n > 0) {
            let n = if parts.is_empty() {
                count(n, "file")
            } else {
                n.to_string()
            };
            parts.push(format!("{n} {what}"));
        }
        parts.join(", ")
    }

    /// Compares the folder of a crate or module with `output`. Returns an error for every obstacle, one of
    /// which is an existing crate with a different name than that of `form`.
    pub(super) fn between(
        files: &FileSystem,
        form: Form<'_>,
        output: &'a Output,
    ) -> Result<Self, Vec<Diagnostic>> {
        let crate_folder = form.folder;
        let is_crate = form.layout == Layout::Crate;
        obstacles::check(files, crate_folder, output, is_crate.then_some(MANIFEST))?;
        let mut found = Self {
            changes: Vec::new(),
            unchanged: 0,
            dependencies: Vec::new(),
            features: Vec::new(),
            settings: Vec::new(),
            ignored: Vec::new(),
            workspace: None,
        };
        let mut diagnostics = Vec::new();
        for file in &output.files {
            match read(files, &format!("{crate_folder}/{}", file.path)) {
                Err(diagnostic) => diagnostics.push(diagnostic),
                Ok(old) => found.compare(&file.path, old, &file.contents),
            }
        }
        let folder = files.path(crate_folder);
        let owned = if is_crate { "src" } else { "" };
        found
            .find_leftovers(&folder, owned, output)
            .map_err(|error| {
                let name = join(crate_folder, owned);
                let message = format!("`{name}` cannot be read: {}", reason(&error));
                vec![
                    Diagnostic::error("unwritable-output", message)
                        .file(name)
                        .help("make the folder readable, or choose a different one"),
                ]
            })?;
        if is_crate {
            let name = format!("{crate_folder}/{MANIFEST}");
            if let Err(diagnostic) = found.manifest(files, (&name, form), output) {
                diagnostics.push(diagnostic);
            }
        }
        found.changes.sort_by(|a, b| a.path.cmp(&b.path));
        if diagnostics.is_empty() {
            Ok(found)
        } else {
            Err(diagnostics)
        }
    }

    /// Whether the folder has none of the output yet.
    pub(super) fn is_first(&self) -> bool {
        self.unchanged == 0 && self.changes.iter().all(|change| change.old.is_none())
    }

    /// The number of files of which only the line endings differ.
    pub(super) fn of_line_endings(&self) -> usize {
        let changes = self.changes.iter();
        changes.filter(|change| change.is_of_line_endings()).count()
    }

    /// The number of replaced files.
    pub(super) fn replaced(&self) -> usize {
        self.changes
            .iter()
            .filter(|change| change.old.is_some() && change.new.is_some())
            .count()
    }

    /// The number of new files.
    pub(super) fn added(&self) -> usize {
        self.changes
            .iter()
            .filter(|change| change.old.is_none())
            .count()
    }

    /// The number of removed files.
    pub(super) fn removed(&self) -> usize {
        self.changes
            .iter()
            .filter(|change| change.new.is_none())
            .count()
    }

    /// Compares the manifest, which is named `name` in diagnostics. A new crate also gets a readme.
    fn manifest(
        &mut self,
        files: &FileSystem,
        (name, form): (&str, Form<'_>),
        output: &'a Output,
    ) -> Result<(), Diagnostic> {
        let needed = &output.manifest;
        let path = &files.path(name);
        let Some(old) = read_manifest(path, name)? else {
            self.new_manifest(files, form.folder, output);
            return Ok(());
        };
        let is_used = |feature: &str| {
            let condition = format!("feature = \"{feature}\"");
            let mut files = output.files.iter();
            files.any(|file| file.contents.contains(&condition))
        };
        let wrong = |error: TomlError| {
            // Its first line; the others list what the parser expects.
            let why = error.message().lines().next().unwrap_or_default();
            let message = format!("`{name}` is not valid TOML: {why}");
            Diagnostic::error("unwritable-output", message)
                .range(name, &old, error.span().unwrap_or_default())
                .help("correct the file")
        };
        let of_settings = metadata::complete(&old, form.metadata).map_err(wrong)?;
        let of_code = manifest::complete(&of_settings.contents, needed, is_used).map_err(wrong)?;
        if let Some(different) = package::mismatch(name, &old, form.package) {
            return Err(different);
        }
        self.settings = of_settings.added;
        self.ignored = of_settings.ignored;
        let new = match of_code {
            Some(completed) => {
                self.dependencies = completed.added;
                self.features = completed.features;
                completed.contents
            }
            None if self.settings.is_empty() => return Ok(()),
            None => of_settings.contents,
        };
        self.changes.push(Change {
            path: MANIFEST.to_owned(),
            old: Some(old.into_bytes()),
            new: Some(new.into()),
        });
        Ok(())
    }

    /// Adds the manifest and the readme of a new crate.
    fn new_manifest(&mut self, files: &FileSystem, folder: &str, output: &'a Output) {
        let needed = &output.manifest;
        let workspace = Workspace::around(files, folder);
        let new = match &workspace {
            Some(workspace) if workspace.is_member => without_workspace(needed).into(),
            _ => needed.into(),
        };
        self.workspace = workspace;
        self.changes.push(Change {
            path: MANIFEST.to_owned(),
            old: None,
            new: Some(new),
        });
        let readme = files.path(&format!("{folder}/{README}"));
        if fs::symlink_metadata(readme).is_err() {
            self.changes.push(Change {
                path: README.to_owned(),
                old: None,
                new: Some(output.readme.as_str().into()),
            });
        }
    }

    fn compare(&mut self, path: &str, old: Option<Vec<u8>>, new: &'a str) {
        if old.as_deref() == Some(new.as_bytes()) {
            self.unchanged += 1;
        } else {
            self.changes.push(Change {
                path: path.to_owned(),
                old,
                new: Some(new.into()),
            });
        }
    }

    /// Finds the generated files that the output no longer has. Files that are not generated, and those of a different
    /// client, are kept.
    fn find_leftovers(
        &mut self,
        crate_folder: &Path,
        folder: &str,
        output: &Output,
    ) -> io::Result<()> {
        let entries = match fs::read_dir(crate_folder.join(folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            // The names of generated files are UTF-8.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let path = if folder.is_empty() {
                name
            } else {
                format!("{folder}/{name}")
            };
            let kind = entry.file_type()?;
            if kind.is_dir() {
                if is_other_client(&entry.path(), &path) {
                    continue;
                }
                self.find_leftovers(crate_folder, &path, output)?;
            } else if kind.is_file() && !output.files.iter().any(|file| file.path == path) {
                let old = fs::read(entry.path())?;
                if is_generated(&old) {
                    self.changes.push(Change {
                        path,
                        old: Some(old),
                        new: None,
                    });
                }
            }
        }
        Ok(())
    }
}
