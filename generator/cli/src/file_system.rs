//! Links, folders, and files to write, which only the command line handles.

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use openapi_crate::file_system::{is_url, join, normalized};

/// Whether a path is a link, which may lead to anything.
pub(crate) fn is_link(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink())
}

/// Converts a path relative to the working directory to a name relative to `folder`.
pub(crate) fn name_in(folder: &Path, path: &str) -> String {
    let here = env::current_dir().unwrap_or_default();
    let canonical = |path: &Path| path.canonicalize().unwrap_or_else(|_| PathBuf::from(path));
    if folder.as_os_str().is_empty() || canonical(&here) == canonical(folder) {
        return normalized(path);
    }
    let absolute = here.join(normalized(path));
    absolute
        .to_str()
        .map_or_else(|| normalized(path), |absolute| join("", absolute))
}

/// Parses the name of a folder to write, as an argument.
pub(crate) fn folder_to_write(name: &str) -> Result<String, String> {
    check_to_write(name, "folder").map(|()| name.to_owned())
}

/// Parses the name of a file to write, as an argument.
pub(crate) fn file_to_write(name: &str) -> Result<String, String> {
    check_to_write(name, "file").map(|()| name.to_owned())
}

/// Checks the name of a `folder` or `file` to write, which a URL would name by accident.
pub(crate) fn check_to_write(name: &str, what: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err(format!("the {what} has no name"));
    }
    if name.chars().all(std::path::is_separator) {
        return Err(format!(
            "`{name}` is the root of the file system; name a {what} in it"
        ));
    }
    if is_url(name) {
        return Err(format!(
            "`{name}` is a URL, not a {what}; write a path on this machine"
        ));
    }
    Ok(())
}

/// The reason of an error, worded alike on every system.
pub(crate) fn reason(error: &io::Error) -> String {
    let is_of_system = error.get_ref().is_none();
    match error.kind() {
        io::ErrorKind::NotFound if is_of_system => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::QuotaExceeded => "the quota of the disk is used up".to_owned(),
        io::ErrorKind::IsADirectory if is_of_system => "it is a folder, not a file".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder".to_owned(),
        io::ErrorKind::InvalidFilename => "a name in the path is too long".to_owned(),
        io::ErrorKind::FileTooLarge => {
            "the file is larger than the limit of this process".to_owned()
        }
        // The message for a temporary file contains its path, which is meaningless to the user.
        _ => error
            .to_string()
            .split(" at path \"")
            .next()
            .unwrap_or_default()
            .to_owned(),
    }
}

/// Replaces a file, or the link at its path.
pub(crate) fn replace(path: &Path, contents: &str) -> io::Result<()> {
    if is_link(path) {
        std::fs::remove_file(path)?;
    }
    std::fs::write(path, contents)
}

/// A folder and those around it that its name has, such as `build` and `build/api`. The folders above an absolute path
/// are the system's, on some of which `/tmp` is a link.
pub(crate) fn own_folders(folder: &str) -> impl Iterator<Item = String> {
    let around = if Path::new(folder).is_absolute() {
        ""
    } else {
        folder
    };
    let around = around.match_indices('/').map(|(end, _)| &around[..end]);
    around
        .chain([folder])
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_below_the_root_can_be_written() {
        for (name, message) in [
            ("", "the folder has no name"),
            ("/", "is the root of the file system"),
            ("//", "is the root of the file system"),
            ("https://a.example/b", "is a URL, not a folder"),
            ("file:///tmp/b", "is a URL, not a folder"),
        ] {
            let error = folder_to_write(name).unwrap_err();
            assert!(error.contains(message), "{error}");
        }
        for name in ["a", "/a", "../a", "a//b/", "C:\\a", "a:b", "."] {
            assert_eq!(folder_to_write(name), Ok(name.to_owned()));
        }
    }

    #[test]
    fn reasons_have_no_numbers_of_the_system() {
        for kind in [
            io::ErrorKind::NotFound,
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::IsADirectory,
            io::ErrorKind::NotADirectory,
            io::ErrorKind::StorageFull,
            io::ErrorKind::InvalidFilename,
        ] {
            let shown = reason(&io::Error::from(kind));
            assert!(
                shown.is_ascii() && !shown.starts_with(char::is_uppercase),
                "{shown}"
            );
        }
        #[cfg(unix)]
        {
            // ENOENT, EACCES, ENOTDIR, EISDIR
            for number in [2, 13, 20, 21] {
                let shown = reason(&io::Error::from_raw_os_error(number));
                assert!(!shown.contains("os error"), "{shown}");
            }
        }
        let other = io::Error::new(io::ErrorKind::NotFound, "no such file in the archive");
        assert_eq!(reason(&other), "no such file in the archive");
    }
}
