//! Where is the workspace that a bare `cargo xtask codegen` means?

use std::env;
use std::path::{Path, PathBuf};

use crate::diagnostic::Complaint;

/// The settings, relative to the workspace's folder.
pub(crate) const SETTINGS: &str = "spec/codegen.toml";

/// The workspace's folder.
///
/// Under `cargo run`, and so under `cargo xtask`, that is where Cargo found this package, whichever folder the user
/// stands in; a binary that is called by its path looks for the settings from the current folder upwards.
pub(crate) fn find() -> Result<PathBuf, Complaint> {
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    if let Some(workspace) = package.as_deref().and_then(Path::parent) {
        return Ok(workspace.to_owned());
    }
    env::current_dir()
        .ok()
        .and_then(|current| current.ancestors().find(|folder| folder.join(SETTINGS).is_file()).map(Path::to_owned))
        .ok_or_else(|| {
            Complaint::error("unreadable-file", format!("neither this folder nor any above it has `{SETTINGS}`"))
                .help("run this inside the workspace, or name everything: `--spec FILE --out FOLDER --name PACKAGE`")
        })
}
