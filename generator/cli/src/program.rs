//! The program that the commands belong to: its name, and the settings that it reads where no argument names others.

use std::env;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::file_system::with_slashes;

/// A program with these commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Its name in help and messages.
    pub name: &'static str,
    /// The name of its command that generates a crate.
    pub generate: &'static str,
    /// The settings for commands whose arguments name neither a document nor settings; none if those must.
    pub settings: Option<DefaultSettings>,
}

/// The settings that a program reads by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultSettings {
    /// The file's name, relative to the folder of the workspace, with `/` between the parts.
    pub file: &'static str,
    /// The folder of the workspace; if `None`, the current folder or the nearest one above it that has the file.
    pub folder: Option<PathBuf>,
}

/// The program `openapi-crate`.
impl Default for Program {
    fn default() -> Self {
        Self {
            name: "openapi-crate",
            generate: "generate",
            settings: None,
        }
    }
}

/// A settings file.
pub(crate) struct SettingsFile {
    /// The folder that names are relative to, in the settings' own name and in diagnostics.
    pub(crate) folder: PathBuf,
    /// The file's name in that folder, with `/` between the parts.
    pub(crate) name: String,
}

impl Program {
    /// The settings file that the user named, or else the default one.
    pub(crate) fn settings_file(&self, given: Option<&str>) -> Result<SettingsFile, Diagnostic> {
        match (given, &self.settings) {
            (Some(given), _) => Ok(SettingsFile {
                folder: PathBuf::new(),
                name: with_slashes(given),
            }),
            (None, Some(settings)) => Ok(SettingsFile {
                folder: settings.find_folder()?,
                name: settings.file.to_owned(),
            }),
            // The arguments of each command ask for one or the other.
            (None, None) => Err(Diagnostic::error(
                "unreadable-file",
                "neither a document nor settings are named",
            )
            .help("name them: `--spec FILE` or `--config FILE`")),
        }
    }
}

impl DefaultSettings {
    fn find_folder(&self) -> Result<PathBuf, Diagnostic> {
        if let Some(folder) = &self.folder {
            return Ok(folder.clone());
        }
        let current = env::current_dir().unwrap_or_default();
        let found = current
            .ancestors()
            .find(|folder| folder.join(self.file).is_file());
        found.map(Path::to_owned).ok_or_else(|| {
            let message = format!("neither this folder nor any above it has `{}`", self.file);
            Diagnostic::error("unreadable-file", message).help(
                "run this inside the workspace, or name everything: `--spec FILE --out FOLDER --name PACKAGE`",
            )
        })
    }
}
