//! The reason why a file cannot be read, and what to do.

use std::io::ErrorKind;

/// Returns the reason why a file cannot be read, worded the same on every system.
pub(in crate::load) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::IsADirectory => "it is a directory".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

/// Returns what to do about a reference to a file that cannot be read.
pub(super) fn help(error: &std::io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::InvalidInput => {
            "refer to a regular file of at most 64 MB in the document's folder, or in the folder `--root`"
        }
        _ => "write the path relative to the folder of this file",
    }
}
