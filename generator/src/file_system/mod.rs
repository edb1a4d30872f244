//! The file system: files by names relative to a folder, with errors worded the same on every system.

mod name;
pub mod regular_file;
pub mod root;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

pub use self::name::{is_url, join, normalized, relative};
use crate::input::Files;

/// The file system, with names relative to a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSystem {
    folder: PathBuf,
}

impl FileSystem {
    /// Creates a file system for names relative to `folder`. Absolute names are also allowed.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// The path of a file or folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Files for FileSystem {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let path = self.path(name);
        if name::is_url(name) {
            return Err(regular_file::refusal("it is a URL, not a file"));
        }
        // The user named the file, which may be a pipe from a different program.
        File::open(&path)
            .and_then(regular_file::read)
            .map_err(|error| reword(&path, error))
    }

    fn read_in(&self, folder: &str, name: &str) -> io::Result<Vec<u8>> {
        let folder = if folder.is_empty() { "." } else { folder };
        let (folder, path) = (self.path(folder), self.path(name));
        regular_file::read_in(&folder, &path).map_err(|error| reword(&path, error))
    }
}

/// Rewords the two most common errors, whose messages differ between operating systems.
pub fn reword(path: &Path, error: io::Error) -> io::Error {
    // Windows reports that access is denied for a directory.
    if path.is_dir() {
        io::Error::new(io::ErrorKind::IsADirectory, "it is a folder, not a file")
    } else if error.kind() == io::ErrorKind::NotFound {
        io::Error::new(io::ErrorKind::NotFound, "no such file")
    } else {
        error
    }
}
