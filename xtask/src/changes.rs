//! What differs between the folder of a generated crate and a fresh output?

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use openapi_crate::Output;
use openapi_crate::emit::MARKER;

use crate::complaint::Complaint;
use crate::file_system::{FileSystem, in_plain_words};

/// A crate that has a manifest keeps it: it may hold a version and dependencies of the user's own.
const MANIFEST: &str = "Cargo.toml";

/// What has to happen for the folder to be as the output.
pub(crate) struct Changes<'a> {
    /// Sorted by path.
    pub(crate) changes: Vec<Change<'a>>,
    /// How many files are as they should be.
    pub(crate) unchanged: usize,
}

/// What has to happen to one file.
pub(crate) struct Change<'a> {
    /// Relative to the crate's folder, with `/` between the parts.
    pub(crate) path: String,
    /// What stands there; `None` where nothing does.
    pub(crate) old: Option<Vec<u8>>,
    /// What should; `None` where nothing should.
    pub(crate) new: Option<&'a str>,
}

/// Whether the crate's manifest is the generator's to write.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manifest {
    /// The crate has one that is written by hand.
    Theirs,
    /// A crate without one gets one.
    OursIfAbsent,
}

impl<'a> Changes<'a> {
    /// Compares the folder `crate_folder` with `output`; complains of everything that is in the way.
    pub(crate) fn between(
        files: &FileSystem,
        crate_folder: &str,
        output: &'a Output,
        manifest: Manifest,
    ) -> Result<Self, Vec<Complaint>> {
        let in_the_way = files_among_folders(files, crate_folder, output);
        if !in_the_way.is_empty() {
            let complaint = |file: String| {
                let message =
                    format!("`{crate_folder}` cannot be written: `{file}` is a file, not a folder");
                Complaint::error("unwritable-output", message)
                    .file(file)
                    .help("move it away, or choose another folder")
            };
            return Err(in_the_way.into_iter().map(complaint).collect());
        }
        let mut found = Self {
            changes: Vec::new(),
            unchanged: 0,
        };
        let mut complaints = Vec::new();
        for file in &output.files {
            match read(files, &format!("{crate_folder}/{}", file.path)) {
                Err(complaint) => complaints.push(complaint),
                Ok(old) => found.compare(&file.path, old, &file.contents),
            }
        }
        let folder = files.path(crate_folder);
        found
            .find_leftovers(&folder, "src", output)
            .map_err(|error| {
                let message = format!("cannot read the folder `{crate_folder}/src`: {error}");
                vec![
                    Complaint::error("unwritable-output", message)
                        .file(format!("{crate_folder}/src")),
                ]
            })?;
        if manifest == Manifest::OursIfAbsent && !folder.join(MANIFEST).exists() {
            found.changes.push(Change {
                path: MANIFEST.to_owned(),
                old: None,
                new: Some(&output.manifest),
            });
        }
        found.changes.sort_by(|a, b| a.path.cmp(&b.path));
        if complaints.is_empty() {
            Ok(found)
        } else {
            Err(complaints)
        }
    }

    /// How many files are replaced.
    pub(crate) fn replaced(&self) -> usize {
        self.changes
            .iter()
            .filter(|change| change.old.is_some() && change.new.is_some())
            .count()
    }

    /// How many files are new.
    pub(crate) fn added(&self) -> usize {
        self.changes
            .iter()
            .filter(|change| change.old.is_none())
            .count()
    }

    /// How many files go.
    pub(crate) fn removed(&self) -> usize {
        self.changes
            .iter()
            .filter(|change| change.new.is_none())
            .count()
    }

    fn compare(&mut self, path: &str, old: Option<Vec<u8>>, new: &'a str) {
        if old.as_deref() == Some(new.as_bytes()) {
            self.unchanged += 1;
        } else {
            self.changes.push(Change {
                path: path.to_owned(),
                old,
                new: Some(new),
            });
        }
    }

    /// Files of an earlier run that this one does not make any more. What a person put there stays.
    fn find_leftovers(
        &mut self,
        crate_folder: &Path,
        folder: &str,
        output: &Output,
    ) -> io::Result<()> {
        let entries = match fs::read_dir(crate_folder.join(folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            // No generated file has a name that is not UTF-8.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let path = format!("{folder}/{name}");
            let kind = entry.file_type()?;
            if kind.is_dir() {
                self.find_leftovers(crate_folder, &path, output)?;
            } else if kind.is_file() && !output.files.iter().any(|file| file.path == path) {
                let old = fs::read(entry.path())?;
                if is_generated(&old) {
                    self.changes.push(Change {
                        path,
                        old: Some(old),
                        new: None,
                    });
                }
            }
        }
        Ok(())
    }
}

/// Whether a file's first line carries the generator's marker, in a comment of Rust or of TOML.
fn is_generated(contents: &[u8]) -> bool {
    let comment = |byte: &u8| matches!(byte, b'/' | b'#' | b' ');
    let text: Vec<u8> = contents
        .iter()
        .copied()
        .skip_while(comment)
        .take(MARKER.len())
        .collect();
    text.starts_with(MARKER.trim_start_matches(['/', ' ']).as_bytes())
}

/// What stands where a generated file is to stand, if anything does and the generator may replace it.
fn read(files: &FileSystem, name: &str) -> Result<Option<Vec<u8>>, Complaint> {
    let path = files.path(name);
    match fs::read(&path) {
        Ok(contents) if is_generated(&contents) => Ok(Some(contents)),
        Ok(_) => Err(Complaint::error(
            "not-generated",
            format!("`{name}` would be overwritten, and is not generated"),
        )
        .file(name)
        .help(
            "move it away, or choose another folder; the first line of a generated file says that it is one",
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let error = in_plain_words(&path, error);
            Err(Complaint::error("unwritable-output", format!("`{name}` cannot be written: {error}"))
                .file(name))
        }
    }
}

/// The files that stand where the output needs a folder.
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

#[cfg(test)]
mod tests {
    use super::is_generated;

    #[test]
    fn the_marker_is_found_in_a_comment_that_starts_the_file() {
        assert!(is_generated(b"// @generated by `cargo xtask codegen`\n"));
        assert!(is_generated(
            b"# @generated by `cargo xtask codegen`\n[package]\n"
        ));
        assert!(!is_generated(
            b"// @generated automatically by another tool.\n"
        ));
        assert!(!is_generated(b"// @generated\n"));
        for contents in [
            "",
            "//! Not @generated.\n",
            "\n// @generated\n",
            "let a = 1; // @generated\n",
        ] {
            assert!(!is_generated(contents.as_bytes()), "{contents:?}");
        }
    }
}
