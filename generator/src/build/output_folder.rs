//! The folder of a module in Cargo's output folder.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::output::Output;

/// The file with the dependencies of the crate around a module.
const DEPENDENCIES: &str = "dependencies.toml";

/// The name of a module in its documentation, from the name of its folder. The error says why the folder is invalid.
pub(super) fn package(folder: &str) -> Result<String, String> {
    let is_plain = |part: &str| {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        part.starts_with(|c: char| c.is_ascii_alphabetic()) && part.chars().all(is_plain)
    };
    if !folder.split('/').all(is_plain) {
        return Err(format!(
            "`{folder}` is not a folder for a module: each part of its name must start with an ASCII letter, followed \
             by letters, digits, `-` or `_`"
        ));
    }
    let last = folder.rsplit('/').next().unwrap_or_default();
    Ok(last.to_owned())
}

/// The folders of the modules that this script has written.
static WRITTEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Records a folder. Returns whether the script has not written a module there before.
pub(super) fn is_new(folder: &Path) -> bool {
    let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    written.insert(folder.to_owned())
}

/// Writes the files that are not up to date, and removes all others, except for modules below the folder. The folder is
/// the script's alone. An error names the file.
pub(super) fn write(folder: &Path, output: &Output) -> io::Result<()> {
    let mut kept = BTreeSet::from([folder.join(DEPENDENCIES)]);
    write_file(&folder.join(DEPENDENCIES), &output.dependencies)?;
    for file in &output.files {
        let path = folder.join(&file.path);
        write_file(&path, &file.contents)?;
        kept.insert(path);
    }
    remove_others(folder, &kept)
}

fn write_file(path: &Path, contents: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == contents.as_bytes()) {
        return Ok(());
    }
    let written = path
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(path, contents));
    written.map_err(|error| at(path, &error))
}

/// An error with the file or folder that it is about.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))
}

fn remove_others(folder: &Path, kept: &BTreeSet<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder).map_err(|error| at(folder, &error))? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            // A different module.
            if path.join(DEPENDENCIES).is_file() {
                continue;
            }
            remove_others(&path, kept)?;
            // Fails if it is not empty.
            drop(fs::remove_dir(&path));
        } else if !kept.contains(&path) {
            fs::remove_file(&path).map_err(|error| at(&path, &error))?;
        }
    }
    Ok(())
}
