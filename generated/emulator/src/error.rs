//! The errors of starting and seeding an emulator.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// An error of starting an emulator.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The emulator cannot listen on its address.
    #[non_exhaustive]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The reason.
        source: io::Error,
    },
    /// The data folder cannot be used.
    #[non_exhaustive]
    Data {
        /// The folder, or the file in it.
        path: PathBuf,
        /// The reason, which follows the path in a sentence.
        reason: String,
    },
    /// The emulator's thread cannot be started.
    #[non_exhaustive]
    Thread {
        /// The reason.
        source: io::Error,
    },
}

impl StartError {
    pub(crate) fn data(path: &Path, error: &io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::NotADirectory => {
                "cannot be used: a folder in its path is a file".to_owned()
            }
            io::ErrorKind::PermissionDenied => "cannot be used: permission denied".to_owned(),
            io::ErrorKind::ReadOnlyFilesystem => {
                "cannot be used: the file system is read-only".to_owned()
            }
            io::ErrorKind::StorageFull => "cannot be used: the disk is full".to_owned(),
            _ => format!("cannot be used: {error}"),
        };
        Self::corrupt(path, &reason)
    }

    pub(crate) fn corrupt(path: &Path, reason: &str) -> Self {
        Self::Data {
            path: path.to_owned(),
            reason: reason.to_owned(),
        }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen { address, source } => {
                write!(formatter, "cannot listen on {address}: ")?;
                match source.kind() {
                    io::ErrorKind::AddrInUse => {
                        formatter.write_str("a different program listens on this port")
                    }
                    io::ErrorKind::AddrNotAvailable => {
                        formatter.write_str("it is not an address of this machine")
                    }
                    io::ErrorKind::PermissionDenied => formatter.write_str("permission denied"),
                    _ => write!(formatter, "{source}"),
                }
            }
            Self::Data { path, reason } => write!(formatter, "{} {reason}", path.display()),
            Self::Thread { source } => write!(formatter, "cannot start a thread: {source}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Listen { source, .. } | Self::Thread { source } => Some(source),
            Self::Data { .. } => None,
        }
    }
}

/// An error of seeding a store or an item, which exceeds a limit or contradicts the present state.
#[derive(Debug)]
pub struct SeedError(pub(crate) String);

impl fmt::Display for SeedError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for SeedError {}
