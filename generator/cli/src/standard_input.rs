//! A document from standard input.

use std::io;

use openapi_crate::Files;
use openapi_crate::file_system::{FileSystem, regular_file};

use crate::diagnostic::Diagnostic;

/// The argument that stands for standard input.
pub(crate) const ARGUMENT: &str = "-";

/// The name of the document in diagnostics. Its relative references are relative to the working directory.
pub(crate) const NAME: &str = "<stdin>";

/// The files of a run, one of which may be standard input.
pub(crate) struct Documents {
    files: FileSystem,
    /// The name of the document from standard input, and its contents.
    input: Option<(String, Vec<u8>)>,
}

/// The source of documents. If one is standard input, reads it.
pub(crate) fn documents(
    files: FileSystem,
    is_standard_input: bool,
    document: &str,
) -> Result<Documents, Diagnostic> {
    if !is_standard_input {
        return Ok(Documents::of_files(files));
    }
    Documents::with_standard_input(files, document).map_err(|error| {
        let message = format!("standard input cannot be read: {error}");
        Diagnostic::error("unreadable-file", message).file(document)
    })
}

impl Documents {
    /// The files of the file system.
    pub(crate) fn of_files(files: FileSystem) -> Self {
        Self { files, input: None }
    }

    /// Reads standard input to its end, as the document of this name. It has the maximum size of a file.
    fn with_standard_input(files: FileSystem, name: &str) -> io::Result<Self> {
        let contents = regular_file::read(io::stdin().lock())?;
        Ok(Self {
            files,
            input: Some((name.to_owned(), contents)),
        })
    }
}

impl Files for Documents {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        match &self.input {
            Some((input, contents)) if input == name => Ok(contents.clone()),
            _ => self.files.read(name),
        }
    }

    fn read_in(&self, folder: &str, name: &str) -> io::Result<Vec<u8>> {
        match &self.input {
            Some((input, contents)) if input == name => Ok(contents.clone()),
            _ => self.files.read_in(folder, name),
        }
    }
}
