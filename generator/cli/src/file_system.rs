//! Links, folders and replaced files, which only the command line handles.

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use openapi_crate::file_system::{join, normalized};

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
