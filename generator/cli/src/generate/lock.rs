//! Locks the folders of a run: of two runs at the same time, the second one compares and writes after the first one.
//!
//! The lock is on the folder itself, so it leaves no file, and ends with the process. On Windows, and on file systems
//! without locks, two runs at the same time can mix their files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::time::{Duration, Instant};

use super::write::{create_folders, delete_if_empty};

/// The time after which a folder is used without its lock, since no run takes as long.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_secs(30);

/// The pause between two attempts to lock a folder.
#[cfg(unix)]
const PAUSE: Duration = Duration::from_millis(10);

/// The lock of a folder. When it ends, the folder is deleted if it is new and empty.
pub(super) struct Lock {
    path: PathBuf,
    /// The open folder, if the file system has locks.
    folder: Option<fs::File>,
    new_folders: Vec<PathBuf>,
}

impl Lock {
    /// Creates a folder unless it exists, and locks it, after the end of a run that has locked it.
    pub(super) fn of(folder: &Path) -> io::Result<Self> {
        let mut new_folders = Vec::new();
        loop {
            if let Err(error) = create_folders(folder, &mut new_folders) {
                delete_if_empty(new_folders.iter().rev());
                return Err(match error.kind() {
                    // Its parent exists, but is no ordinary folder, such as `/proc`.
                    io::ErrorKind::NotFound => io::Error::other("the folder cannot be created"),
                    _ => error,
                });
            }
            let locked = lock(folder);
            // A failed run deletes its new folder, also while others wait for it.
            if locked.as_ref().is_none_or(|locked| is_at(locked, folder)) {
                return Ok(Self {
                    path: folder.to_owned(),
                    folder: locked,
                    new_folders,
                });
            }
        }
    }

    /// Whether no other run can have this folder, which is unknown without locks.
    pub(super) fn holds(&self, folder: &Path) -> bool {
        self.folder.is_some() && self.path == folder
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        delete_if_empty(self.new_folders.iter().rev());
    }
}

#[cfg(unix)]
fn lock(folder: &Path) -> Option<fs::File> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;

    let file = fs::File::open(folder).ok()?;
    let start = Instant::now();
    loop {
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Some(file),
            Err(Errno::WOULDBLOCK | Errno::INTR) if start.elapsed() < PATIENCE => {
                std::thread::sleep(PAUSE);
            }
            Err(_) => return None,
        }
    }
}

#[cfg(not(unix))]
fn lock(_: &Path) -> Option<fs::File> {
    None
}

/// Whether an open folder is still the one at a path.
#[cfg(unix)]
fn is_at(open: &fs::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let id = |found: &fs::Metadata| (found.dev(), found.ino());
    match (open.metadata(), fs::metadata(path)) {
        (Ok(open), Ok(found)) => id(&open) == id(&found),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &fs::File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::Lock;

    #[test]
    fn a_new_folder_without_files_is_deleted() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("new/crate");
        let lock = Lock::of(&path).unwrap();
        assert!(path.exists());
        drop(lock);
        assert!(!folder.path().join("new").exists());
        std::fs::create_dir(folder.path().join("old")).unwrap();
        drop(Lock::of(&folder.path().join("old")).unwrap());
        assert!(folder.path().join("old").exists());
    }

    #[cfg(unix)]
    #[test]
    fn the_second_lock_waits_for_the_first() {
        use std::sync::mpsc;
        use std::time::Duration;

        let folder = TempDir::new().unwrap();
        let path = folder.path().join("new");
        let first = Lock::of(&path).unwrap();
        let (sender, receiver) = mpsc::channel();
        let second = std::thread::spawn({
            let path = path.clone();
            move || {
                let lock = Lock::of(&path).unwrap();
                sender.send(()).unwrap();
                // The folder that the first one has deleted exists again.
                assert!(path.exists());
                drop(lock);
            }
        });
        assert!(receiver.recv_timeout(Duration::from_millis(200)).is_err());
        drop(first);
        receiver.recv_timeout(Duration::from_secs(60)).unwrap();
        second.join().unwrap();
        assert!(!path.exists());
    }
}
