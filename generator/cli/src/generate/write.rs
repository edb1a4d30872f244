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

mod transaction;

use std::io;
use std::path::PathBuf;

use openapi_crate::file_system::reword;

use self::transaction::Transaction;
use super::changes::{Change, MANIFEST};
use crate::diagnostic::Diagnostic;
use crate::file_system::reason;

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
            for (index, change) in in_order(folder.changes) {
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

/// The changes with their indices, a new manifest last: what a killed first run has not written, the next one writes
/// as the first.
fn in_order<'c, 'a>(
    changes: &'c [Change<'a>],
) -> impl Iterator<Item = (usize, &'c Change<'a>)> + use<'c, 'a> {
    let is_last = |change: &Change<'_>| change.path == MANIFEST && change.old.is_none();
    let of_kind = move |last: bool| {
        let all = changes.iter().enumerate();
        all.filter(move |(_, change)| is_last(change) == last)
    };
    of_kind(false).chain(of_kind(true))
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

#[cfg(test)]
mod tests;
