//! The two versions of a document to compare, with their files.

use std::path::Path;

use openapi_crate::file_system::{FileSystem, is_url, normalized, root};
use openapi_crate::{Files, Input};

use super::arguments::{Diff, Selection};
use super::crate_version;
use super::git::{Revision, Unreadable};
use crate::config::{self, Config};
use crate::diagnostic::Diagnostic;
use crate::file_system::name_in;
use crate::program::{Program, SettingsFile};
use crate::standard_input;

/// A placeholder package name.
const UNNAMED: &str = "api";

/// The two versions to compare.
pub(super) struct Sources {
    pub(super) base: Source,
    pub(super) new: Source,
}

/// A version of the documents.
pub(super) struct Source {
    /// The label in the result.
    pub(super) label: String,
    /// The documents to read.
    pub(super) input: Input,
    /// The source of the files.
    pub(super) files: Box<dyn Files>,
    /// The version of the crate, if any.
    pub(super) version: Option<String>,
}

impl Sources {
    /// Returns the versions that the arguments name.
    pub(super) fn of(arguments: &Diff, program: &Program) -> Result<Self, Diagnostic> {
        let mut sources = Self::of_documents(arguments, program)?;
        let Selection {
            include,
            exclude,
            base_include,
        } = &arguments.selection;
        for input in [&mut sources.base.input, &mut sources.new.input] {
            input.include.extend(include.iter().cloned());
            input.exclude.extend(exclude.iter().cloned());
        }
        if let Some(names) = arguments.operation_names {
            sources.base.input.operation_names = names.into();
            sources.new.input.operation_names = names.into();
        }
        if !base_include.is_empty() {
            let base = &mut sources.base.input;
            (base.include, base.exclude) = (base_include.clone(), Vec::new());
        }
        Ok(sources)
    }

    fn of_documents(arguments: &Diff, program: &Program) -> Result<Self, Diagnostic> {
        if let (Some(old), Some(new)) = (&arguments.old, &arguments.new) {
            if old == standard_input::ARGUMENT && new == old {
                let message = "only one of the two documents can be standard input";
                return Err(Diagnostic::error("unreadable-file", message)
                    .file(standard_input::NAME)
                    .help("write one of them to a file"));
            }
            return Ok(Self {
                base: Source::of_base_file(old, arguments)?,
                new: Source::of_files(
                    new,
                    &arguments.any_document.overlay,
                    arguments.any_document.root.as_deref(),
                )?,
            });
        }
        if let Some(spec) = &arguments.any_document.spec {
            let new = Source::of_files(
                spec,
                &arguments.any_document.overlay,
                arguments.any_document.root.as_deref(),
            )?;
            let base = base_of_any_document(arguments, &new.input)?;
            return Ok(Self { base, new });
        }
        let SettingsFile { folder, name } = program.settings_file(arguments.config.as_deref())?;
        let files = FileSystem::new(&folder);
        let package = arguments.package.as_deref();
        let config = config::read_one(&name, package, &files, &files)?;
        let base = base_of_settings(arguments, &folder, &name, &config)?;
        let new = Source {
            label: config.input.document.clone(),
            input: config.input,
            files: Box::new(files),
            version: None,
        };
        Ok(Self { base, new })
    }
}

impl Source {
    /// A document and its overlays, by names relative to the current folder.
    fn of_files(
        document: &str,
        overlays: &[String],
        root: Option<&str>,
    ) -> Result<Self, Diagnostic> {
        let is_standard_input = document == standard_input::ARGUMENT;
        let document = if is_standard_input {
            standard_input::NAME.to_owned()
        } else {
            normalized(document)
        };
        let files = FileSystem::new("");
        let mut input = Input {
            document: document.clone(),
            overlays: overlays.iter().map(|overlay| normalized(overlay)).collect(),
            package: UNNAMED.to_owned(),
            ..Input::default()
        };
        if let Some(root) = root {
            root::set(&mut input, root, &files);
        }
        let files = standard_input::documents(files, is_standard_input, &input.document)?;
        Ok(Self {
            label: document,
            input,
            files: Box::new(files),
            version: None,
        })
    }

    /// The old document, which may be outside the root of the new one.
    fn of_base_file(document: &str, arguments: &Diff) -> Result<Self, Diagnostic> {
        let base_root = arguments.base_root.as_deref();
        let mut base = Self::of_files(document, &arguments.base_overlay, base_root)?;
        let is_file = document != standard_input::ARGUMENT;
        if let (None, Some(root)) = (
            base_root,
            arguments.any_document.root.as_ref().filter(|_| is_file),
        ) {
            root::set_if_inside(&mut base.input, root, &FileSystem::new(""));
        }
        Ok(base)
    }
}

fn base_of_any_document(arguments: &Diff, input: &Input) -> Result<Source, Diagnostic> {
    if Path::new(&arguments.base).is_file() {
        return Source::of_base_file(&arguments.base, arguments);
    }
    let revision = revision(arguments, Path::new(""))?;
    Ok(Source {
        label: arguments.base.clone(),
        input: input.clone(),
        files: Box::new(revision),
        version: None,
    })
}

fn base_of_settings(
    arguments: &Diff,
    folder: &Path,
    settings: &str,
    config: &Config,
) -> Result<Source, Diagnostic> {
    if Path::new(&arguments.base).is_file() {
        let files = FileSystem::new(folder);
        let overlays = if arguments.base_overlay.is_empty() {
            config.input.overlays.clone()
        } else {
            arguments
                .base_overlay
                .iter()
                .map(|overlay| name_in(folder, overlay))
                .collect()
        };
        let mut input = Input {
            document: name_in(folder, &arguments.base),
            root: None,
            overlays,
            // The same package with the same operations.
            ..config.input.clone()
        };
        match (&arguments.base_root, &config.input.root) {
            (Some(root), _) => root::set(&mut input, &name_in(folder, root), &files),
            (None, Some(root)) => root::set_if_inside(&mut input, root, &files),
            (None, None) => {}
        }
        let version = crate_version::read(&config.output, &files);
        return Ok(Source {
            label: normalized(&arguments.base),
            input,
            files: Box::new(files),
            version,
        });
    }
    let revision = revision(arguments, folder)?;
    let package = arguments.package.as_deref();
    let config = config::read_one(settings, package, &revision, &FileSystem::new(folder))
        .map_err(|diagnostic| diagnostic.remark(&format!("in the base, `{}`", arguments.base)))?;
    let version = crate_version::read(&config.output, &revision);
    Ok(Source {
        label: arguments.base.clone(),
        input: config.input,
        files: Box::new(revision),
        version,
    })
}

fn revision(arguments: &Diff, folder: &Path) -> Result<Revision, Diagnostic> {
    let base = &arguments.base;
    for (option, given, what) in [
        (
            "--base-overlay",
            !arguments.base_overlay.is_empty(),
            "overlays",
        ),
        ("--base-root", arguments.base_root.is_some(), "root"),
        (
            "--base-include",
            !arguments.selection.base_include.is_empty(),
            "selection",
        ),
    ] {
        if given {
            let message =
                format!("`{option}` requires a file as the base, but `{base}` is not a file");
            return Err(Diagnostic::error("invalid-base", message)
                .help(format!("remove `{option}`; a revision has its own {what}")));
        }
    }
    if is_url(base) {
        let message = format!("`{base}` is a URL, not a file or a git revision");
        return Err(Diagnostic::error("unreadable-base", message)
            .help("download the old document, and name the file: `--base FILE`"));
    }
    Revision::find(folder, base).map_err(|unreadable| {
        let named = "name a file with the old document: `--base FILE`";
        match unreadable {
            Unreadable::GitMissing(error) => {
                Diagnostic::error("unreadable-base", format!("`git` cannot be run: {error}"))
                    .help(named)
            }
            Unreadable::OutsideRepository => {
                let folder = Some(folder).filter(|folder| !folder.as_os_str().is_empty());
                let folder = folder.map_or_else(
                    || "the current folder".to_owned(),
                    |folder| format!("`{}`", folder.display()),
                );
                let message =
                    format!("`{base}` is not a file, and {folder} is not in a git repository");
                Diagnostic::error("unreadable-base", message)
                    .help("run this in the repository, or name a file with the old document: `--base FILE`")
            }
            Unreadable::UnknownRevision => {
                let message = format!("`{base}` is neither a file nor a git revision");
                Diagnostic::error("unreadable-base", message).help(
                    "name a branch, a tag or a commit; a shallow clone, as in CI, has only the newest commit",
                )
            }
        }
    })
}
