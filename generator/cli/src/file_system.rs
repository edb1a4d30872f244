//! Reads files by names relative to a folder, with errors worded the same on every system.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use openapi_crate::Files;

/// The file system, with names relative to a folder.
pub(crate) struct FileSystem {
    folder: PathBuf,
}

impl FileSystem {
    /// Creates a file system for names relative to `folder`. Absolute names are also allowed.
    pub(crate) fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// The path of a file or folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Files for FileSystem {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let path = self.path(name);
        fs::read(&path).map_err(|error| reword(&path, error))
    }

    fn read_in(&self, folder: &str, name: &str) -> io::Result<Vec<u8>> {
        let folder = if folder.is_empty() { "." } else { folder };
        let (folder, path) = (self.path(folder), self.path(name));
        read_regular(&folder, &path).map_err(|error| reword(&path, error))
    }
}

/// The maximum size of a file that a document refers to, in bytes.
const LARGEST: u64 = 64 << 20;

/// Reads a regular file in a folder or below, after links are resolved, up to [`LARGEST`].
fn read_regular(folder: &Path, path: &Path) -> io::Result<Vec<u8>> {
    let refuse = |why: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    let (folder, path) = (folder.canonicalize()?, path.canonicalize()?);
    if !path.starts_with(&folder) {
        return refuse("it is a link to a file outside the document's folder");
    }
    // Opening a pipe would wait for a writer.
    if !fs::metadata(&path)?.is_file() {
        return refuse("it is not a regular file");
    }
    let file = fs::File::open(&path)?;
    // The file may have been replaced since.
    if !file.metadata()?.is_file() {
        return refuse("it is not a regular file");
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return refuse("it is larger than 64 MB");
    }
    Ok(bytes)
}

/// Rewords the two most common errors, whose messages differ between operating systems.
pub(crate) fn reword(path: &Path, error: io::Error) -> io::Error {
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
pub(crate) fn with_slashes(path: &str) -> String {
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
    use super::{join, read_regular};

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

    #[cfg(unix)]
    #[test]
    fn only_regular_files_in_the_folder_are_read() {
        use std::fs;
        use std::os::unix::fs::symlink;
        use std::os::unix::net::UnixListener;

        let root = tempfile::TempDir::new().unwrap();
        let folder = root.path().join("spec");
        fs::create_dir(&folder).unwrap();
        fs::write(root.path().join("secret.yaml"), "a").unwrap();
        fs::write(folder.join("part.yaml"), "b").unwrap();
        symlink("part.yaml", folder.join("inside.yaml")).unwrap();
        symlink("../secret.yaml", folder.join("outside.yaml")).unwrap();
        symlink("..", folder.join("up")).unwrap();
        let _socket = UnixListener::bind(folder.join("socket")).unwrap();
        let large = fs::File::create(folder.join("large.yaml")).unwrap();
        large.set_len(super::LARGEST + 1).unwrap();
        let read = |name: &str| read_regular(&folder, &folder.join(name));
        for name in ["part.yaml", "inside.yaml"] {
            assert_eq!(read(name).unwrap(), b"b", "{name}");
        }
        for name in [
            "outside.yaml",
            "up/secret.yaml",
            "socket",
            ".",
            "large.yaml",
            "missing",
        ] {
            assert!(read(name).is_err(), "{name}");
        }
        let status = std::process::Command::new("mkfifo")
            .arg(folder.join("pipe"))
            .status();
        if status.is_ok_and(|status| status.success()) {
            assert!(read("pipe").is_err());
        }
        assert_eq!(
            read_regular(root.path(), &folder.join("up/secret.yaml")).unwrap(),
            b"a"
        );
    }

    #[test]
    fn an_absolute_name_ignores_the_folder() {
        let absolute = std::env::temp_dir().join("a.yaml");
        let absolute = absolute.to_str().unwrap();
        assert_eq!(join("spec", absolute), absolute);
    }
}
