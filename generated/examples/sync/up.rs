//! From the folder into the store.

use std::collections::{BTreeSet, HashSet};

use fastly_kv_store::BoxError;
use futures::{StreamExt, stream};

use super::arguments::Arguments;
use super::fingerprint::Fingerprint;
use super::folder::{self, Entry, Kind};
use super::name;
use super::report::{Outcome, Report};
use super::store::{Store, VALUE_BYTES};

/// Uploads the files that have changed, and then deletes the items without a file, if that is wanted.
pub(crate) async fn up(
    store: &Store,
    arguments: &Arguments,
    report: &Report,
) -> Result<(), BoxError> {
    let entries = folder::read(&arguments.folder).await?;
    let stored = store.keys(&arguments.prefix).await?;
    let (mut files, mut present) = (Vec::new(), Present::default());
    for entry in entries {
        present.names.insert(entry.name.clone());
        match entry.kind {
            Kind::File => files.push(entry),
            Kind::Temporary => report.ignored(&entry.name, "a temporary file"),
            Kind::Failed(error) => report.done(&entry.name, Err(error)),
            Kind::Ignored(reason) => {
                report.ignored(&entry.name, reason);
                present.folders.push(format!("{}/", entry.name));
            }
        }
    }
    if arguments.delete && files.is_empty() {
        return Err("the folder has no files, so nothing was deleted; is it the right one?".into());
    }
    report.expect(files.len());
    let uploads = stream::iter(&files).map(|file| async {
        report.done(
            &file.name,
            upload(store, arguments, &stored, file, report).await,
        );
    });
    uploads
        .buffer_unordered(arguments.jobs)
        .collect::<()>()
        .await;
    if !arguments.delete {
        return Ok(());
    }
    // The content of a file that failed may be in an item under its former name.
    if report.has_failures() {
        report.note("nothing was deleted, because of the errors");
        return Ok(());
    }
    let stale = stored.iter().filter_map(|key| {
        let name = key.strip_prefix(&arguments.prefix)?;
        (!present.has(name)).then_some((key, name))
    });
    let stale: Vec<_> = stale.collect();
    report.expect(stale.len());
    let deletions = stream::iter(stale).map(|(key, name)| async move {
        let deleted = if arguments.dry_run {
            Ok(())
        } else {
            store.delete(key).await.map(|wait| report.wait(wait))
        };
        report.done(
            name,
            deleted.map(|()| Outcome::Deleted).map_err(BoxError::from),
        );
    });
    deletions
        .buffer_unordered(arguments.jobs)
        .collect::<()>()
        .await;
    Ok(())
}

/// Uploads a file if it has changed.
async fn upload(
    store: &Store,
    arguments: &Arguments,
    stored: &BTreeSet<String>,
    file: &Entry,
    report: &Report,
) -> Result<Outcome, BoxError> {
    let key = format!("{}{}", arguments.prefix, file.name);
    name::check_key(&key)?;
    name::check(&file.name, cfg!(windows))?;
    let before = folder::stamp(&file.path).await?;
    if before.size > VALUE_BYTES {
        return Err(format!(
            "a value has at most {VALUE_BYTES} bytes, and the file has {}",
            before.size
        )
        .into());
    }
    let content = Fingerprint::of(&file.path).await?;
    let metadata = content.metadata(arguments.time_to_live);
    if stored.contains(&key) && store.metadata(&key).await? == Some(metadata) {
        return Ok(Outcome::Unchanged);
    }
    if !arguments.dry_run {
        let put = store.put(&key, &file.path, &content, arguments.time_to_live);
        report.wait(put.await?);
        if folder::stamp(&file.path).await? != before {
            return Err("the file was changed during the upload; run the program again".into());
        }
    }
    Ok(Outcome::Uploaded(content.size))
}

/// The names in the folder, including those that are not copied.
#[derive(Default)]
struct Present {
    names: HashSet<String>,
    /// Links, which could be folders. With a slash at their ends.
    folders: Vec<String>,
}

impl Present {
    fn has(&self, name: &str) -> bool {
        self.names.contains(name) || self.folders.iter().any(|folder| name.starts_with(folder))
    }
}
