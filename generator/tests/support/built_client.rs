//! Writes a generated client as a module of the package whose build script runs.

use std::path::Path;
use std::{fs, io};

use openapi_crate::Output;

/// Writes the files of a client. The package includes the file `lib.rs` of the folder.
pub(crate) fn write_client(output: Output, folder: &Path) -> io::Result<()> {
    // A stale file could conflict with a module that now has a different path.
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for file in output.files {
        let path = folder.join(file.path.trim_start_matches("src/"));
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        // `include!` does not allow the crate-level docs and attributes of `lib.rs`.
        let contents = match file.contents.split_once("\nmod client;") {
            Some((_, items)) if file.path == "src/lib.rs" => format!("mod client;{items}"),
            _ => file.contents,
        };
        fs::write(path, contents)?;
    }
    Ok(())
}
