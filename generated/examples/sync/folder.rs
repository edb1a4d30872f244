//! The files of a folder, without following symbolic links.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use fastly_kv_store::BoxError;

use super::name;

/// An entry of a folder, except for the folders in it.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The path below the folder, with slashes. Not exact for a path that is not UTF-8.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    File,
    /// A file that an interrupted run has left.
    Temporary,
    /// Not copied, for this reason.
    Ignored(&'static str),
    /// Cannot be copied.
    Failed(BoxError),
}

/// Reads a folder and all folders below it. The entries are sorted by their names.
pub(crate) async fn read(root: &Path) -> Result<Vec<Entry>, BoxError> {
    let root = root.to_owned();
    tokio::task::spawn_blocking(move || read_all(&root)).await?
}

fn read_all(root: &Path) -> Result<Vec<Entry>, BoxError> {
    let in_root = |error| format!("{}: {error}", root.display());
    let mut found = Vec::new();
    // A list in place of a recursion, which deep folders would make too deep.
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if prefix.is_empty() => return Err(in_root(error).into()),
            Err(error) => {
                let name = prefix.trim_end_matches('/').to_owned();
                let kind = Kind::Failed(error.into());
                found.push(Entry {
                    name,
                    path: folder,
                    kind,
                });
                continue;
            }
        };
        for entry in entries {
            let entry = entry.map_err(in_root)?;
            let path = entry.path();
            let (part, is_utf8) = match entry.file_name().into_string() {
                Ok(part) => (part, true),
                Err(part) => (part.to_string_lossy().into_owned(), false),
            };
            let name = format!("{prefix}{part}");
            let kind = match entry.file_type() {
                Err(error) => Kind::Failed(error.into()),
                Ok(kind) if kind.is_symlink() => Kind::Ignored("a symbolic link"),
                Ok(_) if !is_utf8 => {
                    Kind::Failed("a name that is not UTF-8 cannot be a key".into())
                }
                Ok(kind) if kind.is_dir() => {
                    folders.push((path, format!("{name}/")));
                    continue;
                }
                Ok(kind) if !kind.is_file() => Kind::Ignored("not a file"),
                Ok(_) if name::is_temporary(&name) => Kind::Temporary,
                Ok(_) => Kind::File,
            };
            found.push(Entry { name, path, kind });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The state of a file, by which a change is noticed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) size: u64,
    modified: Option<SystemTime>,
}

/// Returns the state of a file.
pub(crate) async fn stamp(path: &Path) -> io::Result<Stamp> {
    let metadata = tokio::fs::symlink_metadata(path).await?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is no longer a file"));
    }
    let (size, modified) = (metadata.len(), metadata.modified().ok());
    Ok(Stamp { size, modified })
}

/// Returns the path of a name that has been checked, and the state of the file if it exists.
///
/// Returns an error if a part of the path is a link, which could lead out of the folder, or a file in place of a
/// folder.
pub(crate) async fn locate(root: &Path, name: &str) -> io::Result<(PathBuf, Option<Metadata>)> {
    let mut path = root.to_owned();
    let mut parts = name.split('/').peekable();
    let mut found = None;
    while let Some(part) = parts.next() {
        path.push(part);
        found = match tokio::fs::symlink_metadata(&path).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            found => Some(found?),
        };
        let Some(found) = &found else {
            path.extend(parts);
            return Ok((path, None));
        };
        let is_last = parts.peek().is_none();
        let expected = if is_last {
            found.is_file()
        } else {
            found.is_dir()
        };
        if !expected {
            let expected = if is_last { "file" } else { "folder" };
            return Err(io::Error::other(format!(
                "{} is not a {expected}",
                path.display()
            )));
        }
    }
    Ok((path, found))
}
