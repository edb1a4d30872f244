//! The format of the files in a data folder.
//!
//! The first line has the CRC-32 of the rest in hexadecimal digits, the second line is a header in JSON, and the
//! remaining bytes are a value.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::StartError;

/// The length of the first line.
const CHECKSUM: usize = 9;

/// Writes a file under a temporary name, and renames it.
pub(super) fn write<H: Serialize>(path: &Path, header: &H, value: &[u8]) -> io::Result<()> {
    let mut header = serde_json::to_vec(header)?;
    header.push(b'\n');
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(&header);
    checksum.update(value);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.tmp"));
    let checksum = format!("{:08x}\n", checksum.finalize());
    let parts = [checksum.as_bytes(), &header, value];
    let mut file = match create(&temporary) {
        // Left by a write that was interrupted.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(&temporary)?;
            create(&temporary)?
        }
        result => result?,
    };
    let result = parts.iter().try_for_each(|part| file.write_all(part));
    let result = result.and_then(|()| fs::rename(&temporary, path));
    if result.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    result
}

/// Creates a file, which is never a link that exists.
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Returns whether this is the name of a temporary file.
pub(super) fn is_temporary(name: &str) -> bool {
    let number = name
        .strip_prefix('.')
        .and_then(|name| name.strip_suffix(".tmp"));
    number.is_some_and(|number| super::number(number).is_some())
}

/// Reads a file, which must be a regular one of at most `limit` bytes.
pub(super) fn read<H: DeserializeOwned>(path: &Path, limit: u64) -> Result<(H, Bytes), StartError> {
    let failed = |error: io::Error| StartError::data(path, &error);
    let corrupt = |reason| StartError::corrupt(path, reason);
    let metadata = fs::symlink_metadata(path).map_err(failed)?;
    if !metadata.is_file() {
        return Err(corrupt("is not a regular file"));
    }
    if metadata.len() > limit {
        return Err(corrupt("is too large"));
    }
    let mut content = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    let file = File::open(path).map_err(failed)?;
    file.take(limit).read_to_end(&mut content).map_err(failed)?;
    let content = Bytes::from(content);
    let (checksum, rest) = content
        .split_at_checked(CHECKSUM)
        .ok_or_else(|| corrupt("is truncated"))?;
    if format!("{:08x}\n", crc32fast::hash(rest)).as_bytes() != checksum {
        return Err(corrupt("is corrupt: its checksum is wrong"));
    }
    let end = rest.iter().position(|byte| *byte == b'\n');
    let (header, value) = end
        .and_then(|end| rest.split_at_checked(end + 1))
        .ok_or_else(|| corrupt("has no header"))?;
    let header = serde_json::from_slice(header).map_err(|_| corrupt("has a wrong header"))?;
    Ok((header, content.slice_ref(value)))
}
