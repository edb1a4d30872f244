//! The file that the overlay is written to.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use openapi_crate::file_system::{FileSystem, normalized};
use openapi_crate::{Files as _, Input};

use super::Suggest;
use crate::diagnostic::Diagnostic;
use crate::file_system::{reason, replace};
use crate::reporter;

/// The name of standard output.
const STANDARD_OUTPUT: &str = "-";

/// The effect of a run on the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// The overlay was written to it, or to standard output.
    Written,
    /// The file had the overlay already.
    Unchanged,
}

/// The file that the overlay is written to.
pub(super) struct Destination<'d> {
    name: &'d str,
    force: bool,
    /// The files of the run, which are never replaced.
    inputs: Vec<PathBuf>,
}

impl<'d> Destination<'d> {
    pub(super) fn new(arguments: &'d Suggest, files: &FileSystem, input: &Input) -> Self {
        let names = input.overlays.iter().chain([&input.document]);
        Self {
            name: &arguments.overlay_out,
            force: arguments.force,
            inputs: names
                .filter_map(|name| files.path(name).canonicalize().ok())
                .collect(),
        }
    }

    /// Returns an error if the file can never be written.
    pub(super) fn check(&self) -> Result<(), Diagnostic> {
        if self.name == STANDARD_OUTPUT {
            return Ok(());
        }
        let path = Path::new(self.name);
        let is_input = path
            .canonicalize()
            .is_ok_and(|path| self.inputs.contains(&path));
        if is_input {
            let message = format!("`{}` is an input of this run", self.name);
            return Err(self
                .error(message)
                .help("choose a different file with `--overlay-out`"));
        }
        match fs::symlink_metadata(path) {
            Ok(found) if !found.is_file() => {
                let message = format!("`{}` exists and is not a regular file", self.name);
                Err(self
                    .error(message)
                    .help("choose a different file, or `-` for standard output"))
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(self.unwritable(&error)),
            _ => Ok(()),
        }
    }

    /// Writes the overlay, unless the file has different contents and may not be replaced.
    pub(super) fn write(&self, overlay: &str) -> Result<Written, Diagnostic> {
        if self.name == STANDARD_OUTPUT {
            reporter::file(overlay);
            return Ok(Written::Written);
        }
        self.check()?;
        let path = Path::new(self.name);
        if path.exists() {
            let known = FileSystem::new("")
                .read(&normalized(self.name))
                .map_err(|error| self.unwritable(&error))?;
            if known == overlay.as_bytes() {
                return Ok(Written::Unchanged);
            }
            if !self.force {
                let message = format!("`{}` exists and has different contents", self.name);
                return Err(self.error(message).help(
                    "add `--force` to replace it, or apply it with `--overlay` and write to a different file",
                ));
            }
        }
        replace(path, overlay).map_err(|error| self.unwritable(&error))?;
        Ok(Written::Written)
    }

    fn unwritable(&self, error: &io::Error) -> Diagnostic {
        let message = format!("`{}` cannot be written: {}", self.name, reason(error));
        self.error(message)
            .help("name a file in an existing folder")
    }

    fn error(&self, message: String) -> Diagnostic {
        Diagnostic::error("unwritable-output", message).file(self.name)
    }
}
