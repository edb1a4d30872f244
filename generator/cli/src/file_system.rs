//! The files that the generator reads: names relative to a folder, and the errors of those that cannot be read.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use openapi_crate::Files;

/// The file system, with names relative to a folder.
pub(crate) struct FileSystem {
    folder: PathBuf,
}

impl FileSystem {
    /// Reads files below `folder`, or anywhere where a name says so.
    pub(crate) fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// Where the file or folder of that name is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Files for FileSystem {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let path = self.path(name);
        fs::read(&path).map_err(|error| in_plain_words(&path, error))
    }
}

/// What an operating system says of the two usual mistakes differs between systems; this does not.
pub(crate) fn in_plain_words(path: &Path, error: io::Error) -> io::Error {
    // Windows denies access where others say that it is a directory.
    if path.is_dir() {
        io::Error::new(io::ErrorKind::IsADirectory, "it is a folder, not a file")
    } else if error.kind() == io::ErrorKind::NotFound {
        io::Error::new(io::ErrorKind::NotFound, "there is no such file")
    } else {
        error
    }
}

/// A name as the generator has it and diagnostics show it, on any system.
pub(crate) fn with_slashes(path: &str) -> String {
    let path = if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    };
    // `out/` and `out` are one folder; `/` is not the empty name.
    if path.len() > 1 {
        path.trim_end_matches('/').to_owned()
    } else {
        path
    }
}

/// Joins a name to the folder it is relative to, and takes `.` and `..` out where that needs no look at the disk:
/// `spec` and `../generated` are `generated`.
pub(crate) fn join(folder: &str, name: &str) -> String {
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
    fn an_absolute_name_is_relative_to_nothing() {
        let absolute = std::env::temp_dir().join("a.yaml");
        let absolute = absolute.to_str().unwrap();
        assert_eq!(join("spec", absolute), absolute);
    }
}
