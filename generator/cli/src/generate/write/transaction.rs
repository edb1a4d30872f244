//! The changes to one folder: staged, committed, and undone if one fails.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use crate::generate::changes::Change;

/// The prefix of the name of a staging folder.
pub(super) const STAGING: &str = ".codegen-";
/// The age at which a staging folder is abandoned, since no run takes as long.
const ABANDONED: Duration = Duration::from_secs(600);

/// The changes to one folder, while they are made.
pub(super) struct Transaction {
    folder: PathBuf,
    staging: TempDir,
    new_folders: Vec<PathBuf>,
    undo: Vec<Undo>,
}

enum Undo {
    Rename { from: PathBuf, to: PathBuf },
    Delete(PathBuf),
}

impl Transaction {
    pub(super) fn begin(folder: &Path) -> io::Result<Self> {
        let mut new_folders = Vec::new();
        let staging = create_folders(folder, &mut new_folders)
            .and_then(|()| tempfile::Builder::new().prefix(STAGING).tempdir_in(folder));
        match staging {
            Ok(staging) => {
                delete_abandoned(folder);
                Ok(Self {
                    folder: folder.to_owned(),
                    staging,
                    new_folders,
                    undo: Vec::new(),
                })
            }
            Err(error) => {
                delete_if_empty(new_folders.iter().rev());
                Err(match error.kind() {
                    // Its parent exists, but is no ordinary folder, such as `/proc`.
                    io::ErrorKind::NotFound => io::Error::other("the folder cannot be created"),
                    _ => error,
                })
            }
        }
    }

    pub(super) fn stage(&mut self, index: usize, change: &Change<'_>) -> io::Result<()> {
        if let Some(new) = &change.new {
            fs::write(self.staged_new(index), new.as_bytes())?;
            if change.old.is_some() {
                let (target, kept) = (self.folder.join(&change.path), self.kept_old(index));
                // Not every file system has hard links.
                fs::hard_link(&target, &kept).or_else(|_| fs::copy(&target, &kept).map(drop))?;
            }
        }
        Ok(())
    }

    pub(super) fn commit(&mut self, index: usize, change: &Change<'_>) -> io::Result<()> {
        let target = self.folder.join(&change.path);
        if change.new.is_some() {
            if let Some(parent) = target.parent() {
                create_folders(parent, &mut self.new_folders)?;
            }
            fs::rename(self.staged_new(index), &target)?;
        } else {
            fs::rename(&target, self.kept_old(index))?;
        }
        self.undo.push(match change.old {
            Some(_) => Undo::Rename {
                from: self.kept_old(index),
                to: target,
            },
            None => Undo::Delete(target),
        });
        Ok(())
    }

    /// Restores the old files. If that fails too, keeps the folder with the old files and returns it.
    pub(super) fn roll_back(self) -> Option<PathBuf> {
        let mut failed = false;
        for step in self.undo.into_iter().rev() {
            let undone = match step {
                Undo::Rename { from, to } => fs::rename(from, to),
                Undo::Delete(path) => fs::remove_file(path),
            };
            failed |= undone.is_err();
        }
        if failed {
            return Some(self.staging.keep());
        }
        drop(self.staging);
        delete_if_empty(self.new_folders.iter().rev());
        None
    }

    pub(super) fn finish(self, changes: &[Change<'_>]) {
        for change in changes.iter().filter(|change| change.new.is_none()) {
            let file = self.folder.join(&change.path);
            delete_if_empty(
                file.ancestors()
                    .skip(1)
                    .take_while(|folder| **folder != self.folder),
            );
        }
    }

    fn staged_new(&self, index: usize) -> PathBuf {
        self.staging.path().join(format!("{index}.new"))
    }

    fn kept_old(&self, index: usize) -> PathBuf {
        self.staging.path().join(format!("{index}.old"))
    }
}

/// Like `fs::create_dir_all`, but records the created folders.
fn create_folders(folder: &Path, created: &mut Vec<PathBuf>) -> io::Result<()> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .collect();
    for folder in missing.into_iter().rev() {
        fs::create_dir(folder)?;
        created.push(folder.to_owned());
    }
    Ok(())
}

/// Deletes the folders in order, up to the first that is not empty.
fn delete_if_empty(mut folders: impl Iterator<Item = impl AsRef<Path>>) {
    // `remove_dir` fails for a folder that is not empty.
    while folders
        .next()
        .is_some_and(|folder| fs::remove_dir(folder).is_ok())
    {}
}

/// Deletes the staging folders of killed runs. One that cannot be deleted is harmless and kept.
fn delete_abandoned(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let staging = entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.starts_with(STAGING));
        let age = entry
            .metadata()
            .ok()
            .and_then(|metadata| metadata.modified().ok()?.elapsed().ok());
        if staging && age.is_some_and(|age| age > ABANDONED) {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}
