//! The lock of a data folder, which allows one emulator at a time.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write as _};
use std::path::Path;

use fs4::{FileExt, TryLockError};

use crate::StartError;

const NAME: &str = "fastly-kv-emulator.lock";
/// The content of the lock file.
const FORMAT: &str = "fastly-kv-emulator 1\n";

/// The lock file of a folder, which is unlocked when this is dropped.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Lock {
    /// Locks a folder of the emulator. An empty folder becomes one.
    pub(super) fn acquire(folder: &Path) -> Result<Self, StartError> {
        let path = folder.join(NAME);
        match fs::symlink_metadata(&path) {
            Ok(metadata) if !metadata.is_file() => {
                return Err(StartError::corrupt(&path, "is not a regular file"));
            }
            Ok(_) => {}
            Err(_) => {
                let mut entries =
                    fs::read_dir(folder).map_err(|error| StartError::data(folder, &error))?;
                // The lock file is that of an emulator that started at the same time.
                if entries.any(|entry| entry.is_ok_and(|entry| entry.file_name() != NAME)) {
                    let reason = "is not empty and is not a data folder of the emulator";
                    return Err(StartError::corrupt(folder, reason));
                }
            }
        }
        let failed = |error: io::Error| StartError::data(&path, &error);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = options.open(&path).map_err(failed)?;
        let mut lock = match FileExt::try_lock(&file) {
            Ok(()) => Self(file),
            Err(TryLockError::WouldBlock) => {
                let reason = "is in use by a different emulator";
                return Err(StartError::corrupt(folder, reason));
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        };
        let mut content = String::new();
        let length = u64::try_from(FORMAT.len()).unwrap_or(u64::MAX);
        (&lock.0)
            .take(length + 1)
            .read_to_string(&mut content)
            .map_err(failed)?;
        match content.as_str() {
            FORMAT => {}
            "" => lock.0.write_all(FORMAT.as_bytes()).map_err(failed)?,
            _ => return Err(StartError::corrupt(&path, "has an unknown format")),
        }
        Ok(lock)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file is not enough: a process that is being started holds a copy of it for a moment.
        let _ = FileExt::unlock(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::Lock;

    #[test]
    fn a_folder_is_free_after_a_drop_although_the_file_is_still_open() {
        let folder = tempfile::tempdir().expect("a folder");
        let lock = Lock::acquire(folder.path()).expect("a lock");
        let copy = lock.0.try_clone().expect("a copy of the open file");
        Lock::acquire(folder.path()).expect_err("a folder in use");
        drop(lock);
        Lock::acquire(folder.path()).expect("the folder is free");
        drop(copy);
    }
}
