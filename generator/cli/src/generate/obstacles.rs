//! The files and links at the paths of the output that prevent a run.

use std::collections::BTreeSet;
use std::fs;

use openapi_crate::Output;
use openapi_crate::file_system::FileSystem;

use crate::diagnostic::Diagnostic;
use crate::file_system::{is_link, own_folders};

/// Returns an error for each file in place of a folder, or else for each link. A crate also has a `manifest`.
pub(super) fn check(
    files: &FileSystem,
    crate_folder: &str,
    output: &Output,
    manifest: Option<&str>,
) -> Result<(), Vec<Diagnostic>> {
    let in_the_way = files_among_folders(files, crate_folder, output);
    if !in_the_way.is_empty() {
        let diagnostic = |file: String| {
            let message =
                format!("`{crate_folder}` cannot be written: `{file}` is a file, not a folder");
            Diagnostic::error("unwritable-output", message)
                .file(file)
                .help("move the file, or choose a different folder")
        };
        return Err(in_the_way.into_iter().map(diagnostic).collect());
    }
    let links = links(files, crate_folder, output, manifest);
    if !links.is_empty() {
        let diagnostic = |link: String| {
            let message = format!("`{crate_folder}` cannot be written: `{link}` is a link");
            Diagnostic::error("unwritable-output", message)
                .file(link)
                .help("remove the link, or name the folder that it leads to")
        };
        return Err(links.into_iter().map(diagnostic).collect());
    }
    Ok(())
}

/// The links at paths where the output has files and folders, and in the name of the crate's folder: what they lead to
/// is not the crate's.
fn links(
    files: &FileSystem,
    crate_folder: &str,
    output: &Output,
    manifest: Option<&str>,
) -> BTreeSet<String> {
    let paths = output.files.iter().map(|file| file.path.as_str());
    let paths = paths.chain(manifest).flat_map(|path| {
        let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        folders.chain([path]).collect::<Vec<_>>()
    });
    let paths = paths.map(|path| format!("{crate_folder}/{path}"));
    let all: BTreeSet<String> = paths.chain(own_folders(crate_folder)).collect();
    all.into_iter()
        .filter(|name| is_link(&files.path(name)))
        .collect()
}

/// The files at paths where the output has folders.
fn files_among_folders(
    files: &FileSystem,
    crate_folder: &str,
    output: &Output,
) -> BTreeSet<String> {
    let paths = output
        .files
        .iter()
        .map(|file| format!("{crate_folder}/{}", file.path));
    let folders: BTreeSet<String> = paths
        .flat_map(|path| {
            path.match_indices('/')
                .map(|(end, _)| path[..end].to_owned())
                .collect::<Vec<_>>()
        })
        .filter(|folder| !folder.is_empty())
        .collect();
    let is_file = |name: &String| fs::metadata(files.path(name)).is_ok_and(|found| !found.is_dir());
    folders.into_iter().filter(is_file).collect()
}
