//! Reads the files that a document refers to: regular files in a folder, up to a maximum size.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The maximum size of a file, in bytes.
pub const LARGEST: u64 = 64 << 20;

/// Reads a regular file in a folder or below, after links are resolved, up to [`LARGEST`].
pub fn read_in(folder: &Path, path: &Path) -> io::Result<Vec<u8>> {
    let (path, found) = find_in(folder, path)?;
    let file = open(&path)?;
    // The path may have been replaced since, such as by a link or a pipe.
    let opened = file.metadata()?;
    if !opened.is_file() {
        return Err(refusal(IRREGULAR));
    }
    if !is_same(&found, &opened) || path.canonicalize()? != path {
        return Err(refusal("it was replaced while it was read"));
    }
    read(file)
}

/// Resolves the links of a path, which must be that of a regular file in a folder or below.
pub fn find_in(folder: &Path, path: &Path) -> io::Result<(PathBuf, Metadata)> {
    let (folder, path) = (folder.canonicalize()?, path.canonicalize()?);
    if !path.starts_with(&folder) {
        return Err(refusal(OUTSIDE));
    }
    let found = fs::metadata(&path)?;
    // Opening a device may have an effect.
    if !found.is_file() {
        return Err(refusal(IRREGULAR));
    }
    Ok((path, found))
}

/// Reads an open file or another source, up to [`LARGEST`].
pub fn read(file: impl io::Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(refusal(TOO_LARGE));
    }
    Ok(bytes)
}

/// The reason for a file outside the folder.
pub const OUTSIDE: &str = "it is a link to a file outside the document's folder";

/// The reason for a folder, a pipe, a socket or a device.
pub const IRREGULAR: &str = "it is not a regular file";

/// The reason for a file larger than [`LARGEST`].
pub const TOO_LARGE: &str = "it is larger than 64 MB";

/// The error for a refused file.
pub fn refusal(reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, reason)
}

/// Opens a file without waiting for the writer of a pipe.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same(_: &Metadata, _: &Metadata) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    fn make_pipe(path: &Path) {
        let status = Command::new("mkfifo").arg(path).status();
        assert!(status.expect("these tests need mkfifo").success());
    }

    #[test]
    fn only_regular_files_in_the_folder_are_read() {
        let root = tempfile::TempDir::new().unwrap();
        let folder = root.path().join("spec");
        fs::create_dir(&folder).unwrap();
        fs::write(root.path().join("secret.yaml"), "a").unwrap();
        fs::write(folder.join("part.yaml"), "b").unwrap();
        symlink("part.yaml", folder.join("inside.yaml")).unwrap();
        symlink("../secret.yaml", folder.join("outside.yaml")).unwrap();
        symlink("missing.yaml", folder.join("dangling.yaml")).unwrap();
        symlink("loop.yaml", folder.join("loop.yaml")).unwrap();
        symlink("/dev/null", folder.join("device.yaml")).unwrap();
        symlink("..", folder.join("up")).unwrap();
        let _socket = UnixListener::bind(folder.join("socket")).unwrap();
        make_pipe(&folder.join("pipe"));
        let large = File::create(folder.join("large.yaml")).unwrap();
        large.set_len(LARGEST + 1).unwrap();
        let read = |name: &str| read_in(&folder, &folder.join(name));
        for name in ["part.yaml", "inside.yaml"] {
            assert_eq!(read(name).unwrap(), b"b", "{name}");
        }
        let reason = |name: &str| read(name).expect_err(name).to_string();
        for name in ["outside.yaml", "up/secret.yaml", "device.yaml"] {
            assert_eq!(reason(name), OUTSIDE, "{name}");
        }
        for name in ["socket", "pipe", "."] {
            assert_eq!(reason(name), IRREGULAR, "{name}");
        }
        assert_eq!(reason("large.yaml"), TOO_LARGE);
        for name in ["missing", "dangling.yaml", "loop.yaml"] {
            assert!(read(name).is_err(), "{name}");
        }
        assert_eq!(
            read_in(root.path(), &folder.join("up/secret.yaml")).unwrap(),
            b"a"
        );
    }

    /// A pipe that replaces the file after the check must not block the run.
    #[test]
    fn a_pipe_without_a_writer_is_opened_at_once() {
        let folder = tempfile::TempDir::new().unwrap();
        let pipe = folder.path().join("pipe");
        make_pipe(&pipe);
        let (sender, opened) = mpsc::channel();
        let path = pipe.clone();
        std::thread::spawn(move || {
            let opened = open(&path).and_then(|file| file.metadata());
            sender.send(opened.map(|found| found.is_file()))
        });
        let opened = opened.recv_timeout(Duration::from_secs(10));
        if opened.is_err() {
            // Ends the thread, which waits for a writer.
            drop(OpenOptions::new().write(true).open(&pipe));
        }
        assert!(!opened.expect("waits for a writer").unwrap());
    }

    #[test]
    fn a_replaced_file_has_a_different_identity() {
        let folder = tempfile::TempDir::new().unwrap();
        let [one, other] = ["one", "other"].map(|name| {
            let path = folder.path().join(name);
            fs::write(&path, "a").unwrap();
            fs::metadata(path).unwrap()
        });
        assert!(is_same(&one, &one));
        assert!(!is_same(&one, &other));
    }
}
