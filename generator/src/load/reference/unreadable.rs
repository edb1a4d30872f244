//! The reason why a file cannot be read.

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
