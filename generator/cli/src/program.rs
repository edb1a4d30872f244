//! The program that runs the commands: its name and its default settings.

use std::env;
use std::path::{Path, PathBuf};

use openapi_crate::file_system::normalized;

use crate::diagnostic::Diagnostic;

/// A program that runs the commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The name in help and messages.
    pub name: &'static str,
    /// The name of the command that generates a crate.
    pub generate: &'static str,
    /// The settings for commands whose arguments name neither a document nor settings; `None` if they are required.
    pub settings: Option<DefaultSettings>,
}

/// The settings that a program reads by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultSettings {
    /// The file's name relative to the folder of the workspace, separated by `/`.
    pub file: &'static str,
    /// The folder of the workspace; if `None`, the current folder or its nearest ancestor that contains the file.
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
    /// The folder that the name of the settings and the names in diagnostics are relative to.
    pub(crate) folder: PathBuf,
    /// The file's name in that folder, separated by `/`.
    pub(crate) name: String,
}

impl Program {
    /// Returns the settings file that the user named, or the default one.
    pub(crate) fn settings_file(&self, given: Option<&str>) -> Result<SettingsFile, Diagnostic> {
        match (given, &self.settings) {
            (Some(given), _) => Ok(SettingsFile {
                folder: PathBuf::new(),
                name: normalized(given),
            }),
            (None, Some(settings)) => Ok(SettingsFile {
                folder: settings.find_folder()?,
                name: settings.file.to_owned(),
            }),
            // The arguments of each command require one or the other.
            (None, None) => Err(Diagnostic::error(
                "unreadable-file",
                "no document and no settings are given",
            )
            .help("add `--spec FILE` or `--config FILE`")),
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
            let message = format!("`{}` is not in this folder or any parent folder", self.file);
            Diagnostic::error("unreadable-file", message).help(
                "run this inside the workspace, or add `--spec FILE --out FOLDER --name PACKAGE`",
            )
        })
    }
}
