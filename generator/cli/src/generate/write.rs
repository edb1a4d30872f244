//! Writes changes to the disk: all or none.
//!
//! The steps:
//!
//! 1. All new files are written to a staging folder inside the crate's folder, and so on the same file system. A full
//!    disk or a missing permission fails here, before anything is changed. Files to be replaced are linked or copied there.
//! 2. The new files are renamed to their final paths, which replaces old ones atomically: no file is ever half-written
//!    or absent. Files to be removed are renamed into the staging folder.
//! 3. If a rename fails, those before it are undone, the last one first. Old files are restored with their times.
//! 4. The staging folder is deleted.
//!
//! A process killed during the renames, which take about a millisecond, leaves complete files, some of them old; the
//! next run completes the change. A killed process may leave its staging folder, which a later run deletes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use openapi_crate::file_system::reword;
use tempfile::TempDir;

use super::changes::Change;
use crate::diagnostic::Diagnostic;
use crate::file_system::reason;

/// The prefix of the name of a staging folder.
const STAGING: &str = ".codegen-";
/// The age at which a staging folder is abandoned, since no run takes as long.
const ABANDONED: Duration = Duration::from_secs(600);

/// The changes to one folder.
pub(super) struct Folder<'a> {
    pub(super) path: PathBuf,
    /// The name in diagnostics.
    pub(super) name: &'a str,
    pub(super) changes: &'a [Change<'a>],
}

/// Writes the changes to all folders, or none.
pub(super) fn write(folders: &[Folder<'_>]) -> Result<(), Diagnostic> {
    let folders: Vec<&Folder<'_>> = folders
        .iter()
        .filter(|folder| !folder.changes.is_empty())
        .collect();
    let mut transactions = Vec::new();
    for folder in &folders {
        match Transaction::begin(&folder.path) {
            Ok(transaction) => transactions.push(transaction),
            Err(error) => {
                drop(roll_back(transactions));
                return Err(unwritable(folder.name, &error));
            }
        }
    }
    for step in [Transaction::stage, Transaction::commit] {
        for (at, folder) in folders.iter().enumerate() {
            for (index, change) in folder.changes.iter().enumerate() {
                let Some(transaction) = transactions.get_mut(at) else {
                    continue;
                };
                if let Err(error) = step(transaction, index, change) {
                    let error = reword(&folder.path.join(&change.path), error);
                    let diagnostic =
                        unwritable(&format!("{}/{}", folder.name, change.path), &error);
                    let kept = roll_back(transactions);
                    let names: Vec<String> = folders
                        .iter()
                        .map(|folder| format!("`{}`", folder.name))
                        .collect();
                    return Err(if kept.is_empty() {
                        let verb = if names.len() == 1 { "is" } else { "are" };
                        diagnostic.help(format!("{} {verb} unchanged", names.join(", ")))
                    } else {
                        diagnostic.help(format!(
                            "some files could not be restored; the old ones are in {}",
                            kept.join(", ")
                        ))
                    });
                }
            }
        }
    }
    for (transaction, folder) in transactions.into_iter().zip(&folders) {
        transaction.finish(folder.changes);
    }
    Ok(())
}

/// Undoes all transactions, the last one first. Returns the folders with files that could not be restored.
fn roll_back(transactions: Vec<Transaction>) -> Vec<String> {
    let kept = transactions
        .into_iter()
        .rev()
        .filter_map(Transaction::roll_back);
    kept.map(|folder| format!("`{}`", folder.display()))
        .collect()
}

fn unwritable(name: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error(
        "unwritable-output",
        format!("`{name}` cannot be written: {}", reason(error)),
    )
    .file(name)
    .help("make it writable, or choose a different folder")
}

struct Transaction {
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
    fn begin(folder: &Path) -> io::Result<Self> {
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

    fn stage(&mut self, index: usize, change: &Change<'_>) -> io::Result<()> {
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

    fn commit(&mut self, index: usize, change: &Change<'_>) -> io::Result<()> {
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
    fn roll_back(self) -> Option<PathBuf> {
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

    fn finish(self, changes: &[Change<'_>]) {
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

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    fn write_one(folder: &Path, name: &str, changes: &[Change<'_>]) -> Result<(), Diagnostic> {
        let folder = Folder {
            path: folder.to_owned(),
            name,
            changes,
        };
        write(&[folder])
    }

    fn changes() -> Vec<Change<'static>> {
        let change = |path: &str, old: Option<&str>, new| Change {
            path: path.to_owned(),
            old: old.map(|old| old.as_bytes().to_vec()),
            new,
        };
        vec![
            change("src/added.rs", None, Some("new".into())),
            change("src/gone/mod.rs", Some("old"), None),
            change("src/replaced.rs", Some("old"), Some("new".into())),
            change("src/sub/last.rs", None, Some("new".into())),
        ]
    }

    /// A crate that matches `changes`, with files that are a day old.
    fn crate_folder() -> TempDir {
        let folder = TempDir::new().unwrap();
        for change in changes() {
            if let Some(old) = change.old {
                let path = folder.path().join(change.path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, old).unwrap();
                make_old(&path);
            }
        }
        folder
    }

    fn make_old(path: &Path) {
        let yesterday = SystemTime::now() - Duration::from_secs(86_400);
        fs::File::open(path)
            .unwrap()
            .set_modified(yesterday)
            .unwrap();
    }

    /// All paths below a folder, with the contents and time of files.
    fn tree(folder: &Path) -> Vec<(PathBuf, Option<(String, SystemTime)>)> {
        let mut all = Vec::new();
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                all.extend(tree(&path));
                all.push((path, None));
            } else {
                let modified = entry.metadata().unwrap().modified().unwrap();
                all.push((
                    path.clone(),
                    Some((fs::read_to_string(path).unwrap(), modified)),
                ));
            }
        }
        all.sort();
        all
    }

    fn names(folder: &Path) -> Vec<String> {
        let name = |path: &Path| {
            path.strip_prefix(folder)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        };
        tree(folder)
            .iter()
            .filter(|(_, file)| file.is_some())
            .map(|(path, _)| name(path))
            .collect()
    }

    #[test]
    fn changes_are_written_and_nothing_else_remains() {
        let folder = crate_folder();
        assert!(write_one(folder.path(), "out", &changes()).is_ok());
        assert_eq!(
            names(folder.path()),
            ["src/added.rs", "src/replaced.rs", "src/sub/last.rs"]
        );
        assert_eq!(
            fs::read(folder.path().join("src/replaced.rs")).unwrap(),
            b"new"
        );
        assert!(
            !folder.path().join("src/gone").exists(),
            "an empty folder remains"
        );
    }

    #[test]
    fn a_failed_rename_undoes_those_before_it() {
        for in_the_way in ["src/replaced.rs", "src/sub/last.rs"] {
            let folder = crate_folder();
            let changes = changes();
            let mut transaction = Transaction::begin(folder.path()).unwrap();
            for (index, change) in changes.iter().enumerate() {
                transaction.stage(index, change).unwrap();
            }
            // Another process creates the path first.
            let path = folder.path().join(in_the_way);
            drop(fs::remove_file(&path));
            fs::create_dir_all(path.join("in the way")).unwrap();
            let before = tree(&folder.path().join("src"));

            let failed = changes.iter().enumerate().find_map(|(index, change)| {
                transaction
                    .commit(index, change)
                    .is_err()
                    .then_some(change.path.as_str())
            });
            assert_eq!(failed, Some(in_the_way));
            assert_eq!(transaction.roll_back(), None);
            assert_eq!(tree(&folder.path().join("src")), before);
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "only src");
        }
    }

    #[test]
    fn a_failure_restores_files_times_and_folders() {
        let folder = crate_folder();
        let before = tree(folder.path());
        let mut changes = changes();
        changes.push(Change {
            path: "src/no-such-file.rs".to_owned(),
            old: Some(Vec::new()),
            new: None,
        });
        let diagnostic = write_one(folder.path(), "out", &changes)
            .unwrap_err()
            .render();
        assert!(
            diagnostic.contains("out/src/no-such-file.rs"),
            "{diagnostic}"
        );
        assert!(diagnostic.contains("`out` is unchanged"), "{diagnostic}");
        assert_eq!(tree(folder.path()), before);
    }

    #[test]
    fn folders_created_by_a_failed_run_are_deleted() {
        let folder = TempDir::new().unwrap();
        let gone = [Change {
            path: "src/a.rs".to_owned(),
            old: Some(Vec::new()),
            new: None,
        }];
        assert!(write_one(&folder.path().join("new/crate"), "new/crate", &gone).is_err());
        // No file system allows a name of that length, but `new` is created before the failure.
        assert!(
            write_one(
                &folder.path().join("new").join("x".repeat(5000)),
                "new/x",
                &gone
            )
            .is_err()
        );
        assert_eq!(tree(folder.path()), []);
    }

    #[test]
    fn a_failure_names_the_unwritable_folder() {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let added = Change {
            path: "a.rs".to_owned(),
            old: None,
            new: Some("".into()),
        };
        let diagnostic = write_one(&file, "out", &[added]).unwrap_err();
        assert!(
            !diagnostic.message.contains(STAGING),
            "{}",
            diagnostic.message
        );
        assert!(
            diagnostic.message.starts_with("`out` cannot be written: "),
            "{}",
            diagnostic.message
        );
        assert!(diagnostic.help.is_some());
    }

    #[test]
    fn no_changes_write_nothing() {
        let folder = TempDir::new().unwrap();
        assert!(write_one(&folder.path().join("crate"), "crate", &[]).is_ok());
        assert_eq!(tree(folder.path()), []);
    }

    #[test]
    fn old_files_that_cannot_be_restored_are_kept() {
        let folder = crate_folder();
        let change = Change {
            path: "src/replaced.rs".to_owned(),
            old: Some(b"old".to_vec()),
            new: Some("new".into()),
        };
        let mut transaction = Transaction::begin(folder.path()).unwrap();
        transaction.stage(0, &change).unwrap();
        transaction.commit(0, &change).unwrap();
        let target = folder.path().join(&change.path);
        fs::remove_file(&target).unwrap();
        fs::create_dir_all(target.join("in the way")).unwrap();
        let kept = transaction.roll_back().unwrap();
        assert_eq!(fs::read(kept.join("0.old")).unwrap(), b"old");
    }

    #[test]
    fn only_abandoned_staging_folders_are_deleted() {
        let folder = TempDir::new().unwrap();
        for name in [".codegen-dead", ".codegen-live", "other"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        make_old(&folder.path().join(".codegen-dead"));
        make_old(&folder.path().join("other"));
        let added = Change {
            path: "a.rs".to_owned(),
            old: None,
            new: Some("".into()),
        };
        assert!(write_one(folder.path(), "out", &[added]).is_ok());
        let mut left: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(left, [".codegen-live", "a.rs", "other"]);
    }

    #[test]
    fn a_failure_in_one_folder_leaves_the_others_as_they_were() {
        let (first, second) = (crate_folder(), crate_folder());
        let changes = changes();
        // The last change of the second folder cannot be made.
        let obstacle = second.path().join("src/sub/last.rs");
        fs::create_dir_all(obstacle.join("in the way")).unwrap();
        let before = [tree(first.path()), tree(second.path())];
        let folders = [(&first, "first"), (&second, "second")].map(|(folder, name)| Folder {
            path: folder.path().to_owned(),
            name,
            changes: &changes,
        });
        let shown = write(&folders).unwrap_err().render();
        let shown = anstream::adapter::strip_str(&shown).to_string();
        assert!(shown.contains("`first`, `second` are unchanged"), "{shown}");
        assert_eq!([tree(first.path()), tree(second.path())], before);
    }
}
