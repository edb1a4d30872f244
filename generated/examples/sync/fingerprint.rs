//! The hash and the size of a file, as the metadata of an item: `sha256=… size=…`.
//!
//! The hash is SHA-256, since the hashes of the standard library differ between programs and versions, and since a hash
//! that can be forged would let a changed file be skipped. `aws-lc-rs` is already in the tree: rustls uses it.

use std::fmt::{self, Write};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use aws_lc_rs::digest::{Context, SHA256};

/// The content of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    /// In hexadecimal digits.
    sha256: String,
    pub(crate) size: u64,
}

impl Fingerprint {
    /// Reads a file in a thread that may wait.
    pub(crate) async fn of(path: &Path) -> io::Result<Self> {
        let path = path.to_owned();
        tokio::task::spawn_blocking(move || {
            let mut file = File::open(path)?;
            let mut hasher = Hasher::new();
            let mut buffer = vec![0; 64 * 1_024];
            loop {
                match file.read(&mut buffer) {
                    Ok(0) => return Ok(hasher.finish()),
                    Ok(length) => hasher.update(&buffer[..length]),
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
        })
        .await?
    }

    /// Reads the metadata of an item. Returns `None` for that of a different program.
    pub(crate) fn parse(metadata: &str) -> Option<Self> {
        let (sha256, size) = metadata.strip_prefix("sha256=")?.split_once(" size=")?;
        // A time to live may follow.
        let size = size.split(' ').next()?.parse().ok()?;
        let sha256 = sha256.to_owned();
        Some(Self { sha256, size })
    }

    /// Returns the metadata of an item. The time to live is part of it, so that a different one is a change.
    pub(crate) fn metadata(&self, time_to_live: Option<u64>) -> String {
        let time_to_live = time_to_live.map(|seconds| format!(" ttl={seconds}"));
        format!("{self}{}", time_to_live.unwrap_or_default())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "sha256={} size={}", self.sha256, self.size)
    }
}

/// Computes a fingerprint piece by piece.
pub(crate) struct Hasher {
    context: Context,
    size: u64,
}

impl Hasher {
    pub(crate) fn new() -> Self {
        let context = Context::new(&SHA256);
        Self { context, size: 0 }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.context.update(bytes);
        self.size += bytes.len() as u64;
    }

    /// Returns the number of bytes so far.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    pub(crate) fn finish(self) -> Fingerprint {
        let mut sha256 = String::new();
        for byte in self.context.finish().as_ref() {
            // Writing to a string never fails.
            let _ = write!(sha256, "{byte:02x}");
        }
        let size = self.size;
        Fingerprint { sha256, size }
    }
}
