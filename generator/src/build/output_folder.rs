//! The folder of a module in Cargo's output folder.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

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

/// Writes the files that are not up to date, and removes all others except those of a different module. The folder is
/// the script's alone.
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
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, contents)
}

fn remove_others(folder: &Path, kept: &BTreeSet<std::path::PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if path.join(DEPENDENCIES).is_file() {
                continue;
            }
            remove_others(&path, kept)?;
            // Fails if it is not empty.
            drop(fs::remove_dir(&path));
        } else if !kept.contains(&path) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}
