//! The file system: files by names relative to a folder, with errors worded the same on every system.

pub mod regular_file;
pub mod root;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

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

/// Converts a path to a name with `/` on any system, as the generator and diagnostics use.
pub fn with_slashes(path: &str) -> String {
    let path = if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    };
    // `out/` and `out` are the same folder; `/` is not an empty name.
    if path.len() > 1 {
        path.trim_end_matches('/').to_owned()
    } else {
        path
    }
}

/// Joins a name to the folder it is relative to, and resolves `.` and `..` lexically: `spec` and `../generated` become
/// `generated`.
pub fn join(folder: &str, name: &str) -> String {
    if Path::new(name).is_absolute() {
        return name.to_owned();
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(name.split('/')) {
        match (part, parts.last()) {
            ("" | ".", _) => {}
            ("..", Some(&last)) if last != ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    match (folder.starts_with('/'), parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn a_name_is_shown_without_dot_segments() {
        assert_eq!(join("spec", "kv-store.yaml"), "spec/kv-store.yaml");
        assert_eq!(join("spec", "../generated/"), "generated");
        assert_eq!(join("spec", "./a/./b.yaml"), "spec/a/b.yaml");
        assert_eq!(join("spec", "../../other/x.yaml"), "../other/x.yaml");
        assert_eq!(join("spec", ".."), ".");
        assert_eq!(join("", "./x.yaml"), "x.yaml");
        assert_eq!(join("/home/me/spec", "../x.yaml"), "/home/me/x.yaml");
    }

    #[test]
    fn an_absolute_name_ignores_the_folder() {
        let absolute = std::env::temp_dir().join("a.yaml");
        let absolute = absolute.to_str().unwrap();
        assert_eq!(join("spec", absolute), absolute);
    }
}
