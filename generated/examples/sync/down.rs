//! From the store into the folder.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use fastly_kv_store::types::GetItemResponse;
use fastly_kv_store::{BoxError, Response};
use futures::{StreamExt, TryStreamExt, stream};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;

use super::arguments::Arguments;
use super::collision::{Ignores, collisions};
use super::fingerprint::{Fingerprint, Hasher};
use super::folder::{self, Kind};
use super::name;
use super::report::{Outcome, Report};
use super::store::{Store, VALUE_BYTES, attempts};

/// Downloads the items that have changed, and then deletes the files without an item, if that is wanted.
pub(crate) async fn down(
    store: &Store,
    arguments: &Arguments,
    report: &Report,
) -> Result<(), BoxError> {
    if !arguments.dry_run {
        tokio::fs::create_dir_all(&arguments.folder).await?;
    }
    let keys = store.keys(&arguments.prefix).await?;
    if arguments.delete && keys.is_empty() {
        return Err("the store has no items, so nothing was deleted; is it the right one?".into());
    }
    report.expect(keys.len());
    let ignores = if arguments.dry_run {
        Ignores::usual()
    } else {
        Ignores::of(&arguments.folder)
    };
    let names = keys
        .iter()
        .map(|key| key.strip_prefix(&arguments.prefix).unwrap_or(key));
    let collisions = collisions(names.clone(), ignores);
    let downloads = stream::iter(&keys).map(|key| async {
        let name = key.strip_prefix(&arguments.prefix).unwrap_or(key);
        let read = || download(store, arguments, key, name);
        let outcome = match collisions.get(name) {
            Some(reason) => Err(reason.as_str().into()),
            None => attempts(read).await,
        };
        report.done(name, outcome);
    });
    downloads
        .buffer_unordered(arguments.jobs)
        .collect::<()>()
        .await;
    if !arguments.delete {
        return Ok(());
    }
    if report.has_failures() {
        report.note("nothing was deleted, because of the errors");
        return Ok(());
    }
    let entries = match folder::read(&arguments.folder).await {
        Err(_) if arguments.dry_run && !arguments.folder.exists() => return Ok(()),
        entries => entries?,
    };
    // The file system may keep the spelling that a file had before.
    let wanted: HashSet<_> = names.map(|name| ignores.fold(name)).collect();
    for entry in entries {
        let is_stale = match entry.kind {
            Kind::File => !wanted.contains(&ignores.fold(&entry.name)),
            Kind::Temporary => true,
            Kind::Ignored(_) | Kind::Failed(_) => false,
        };
        if is_stale {
            report.expect(1);
            let deleted = if arguments.dry_run {
                Ok(())
            } else {
                tokio::fs::remove_file(&entry.path).await
            };
            report.done(
                &entry.name,
                deleted.map(|()| Outcome::Deleted).map_err(BoxError::from),
            );
        }
    }
    Ok(())
}

/// Downloads an item unless the file has the same content.
async fn download(
    store: &Store,
    arguments: &Arguments,
    key: &str,
    name: &str,
) -> Result<Outcome, BoxError> {
    name::check(name, cfg!(windows))?;
    let (path, found) = folder::locate(&arguments.folder, name).await?;
    let had_file = found.is_some();
    let Some(item) = store.get(key).await? else {
        return Ok(Outcome::Unchanged); // It has been deleted in the meantime.
    };
    let stored = item.metadata.as_deref().and_then(Fingerprint::parse);
    let mut local = None;
    if let Some(found) = found
        && stored
            .as_ref()
            .is_none_or(|stored| stored.size == found.len())
    {
        local = Some(Fingerprint::of(&path).await?);
        if local == stored {
            return Ok(Outcome::Unchanged);
        }
    }
    if arguments.dry_run {
        return Ok(Outcome::Downloaded(stored.map_or(0, |stored| stored.size)));
    }
    let folder = path.parent().unwrap_or(&arguments.folder);
    tokio::fs::create_dir_all(folder).await?;
    // It is deleted if it is not renamed.
    let temporary = temporary(folder)?;
    let content = receive(item, &temporary).await?;
    if stored.is_some_and(|stored| stored != content) {
        return Err("the value does not have the hash that its metadata has".into());
    }
    if local.as_ref() == Some(&content) {
        return Ok(Outcome::Unchanged);
    }
    // A part of the path may have become a link since, or a different program may have created the file.
    let (_, found_now) = folder::locate(&arguments.folder, name).await?;
    if had_file {
        temporary.persist(&path)?;
    } else if found_now.is_some() {
        return Err("the file has been created in the meantime".into());
    } else {
        temporary.persist_noclobber(&path)?;
    }
    Ok(Outcome::Downloaded(content.size))
}

/// Creates a file that is in the same folder as the one that it becomes, so that it can be renamed.
fn temporary(folder: &Path) -> std::io::Result<NamedTempFile> {
    let (start, end) = name::TEMPORARY;
    let mut builder = tempfile::Builder::new();
    builder.prefix(start).suffix(end);
    // Those of any new file, less what the process masks. By default, only the owner could read it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Writes a value to a file, and returns its fingerprint.
async fn receive(
    item: Response<GetItemResponse>,
    file: &NamedTempFile,
) -> Result<Fingerprint, BoxError> {
    let file: fs::File = file.as_file().try_clone()?;
    let (mut file, mut hasher) = (tokio::fs::File::from_std(file), Hasher::new());
    let mut chunks = item.into_stream();
    while let Some(chunk) = chunks.try_next().await? {
        hasher.update(&chunk);
        if hasher.size() > VALUE_BYTES {
            return Err(format!("the value has more than {VALUE_BYTES} bytes").into());
        }
        file.write_all(&chunk).await?;
    }
    file.flush().await?;
    Ok(hasher.finish())
}
