//! The command `suggest`: writes an overlay that fixes a document.

mod arguments;
mod destination;
mod summary;

use std::path::PathBuf;
use std::process::ExitCode;

use openapi_crate::diagnostic::Level;
use openapi_crate::file_system::{FileSystem, normalized, root};
use openapi_crate::{Input, suggest};

pub(crate) use self::arguments::Suggest;
use self::destination::Destination;
use crate::config;
use crate::diagnostic::Diagnostic;
use crate::file_system::name_in;
use crate::program::Program;
use crate::reporter::{self, Reporter};
use crate::standard_input::{self, Documents};

/// Runs the command.
pub(crate) fn run(arguments: &Suggest, program: &Program) -> ExitCode {
    match try_to_run(arguments, program) {
        Ok(()) => ExitCode::SUCCESS,
        Err(diagnostics) => {
            Reporter::default().diagnostics(&diagnostics);
            ExitCode::FAILURE
        }
    }
}

fn try_to_run(arguments: &Suggest, program: &Program) -> Result<(), Vec<Diagnostic>> {
    let (files, documents, input) =
        input(arguments, program).map_err(|diagnostic| vec![diagnostic])?;
    // Before the work, and again when the file is written.
    let destination = Destination::new(arguments, &files, &input);
    destination.check().map_err(|diagnostic| vec![diagnostic])?;
    let suggestions = suggest(&input, &documents);
    let overlay = suggestions.overlay();
    let has_errors = suggestions
        .after
        .iter()
        .any(|diagnostic| diagnostic.level == Level::Error);
    if overlay.is_none() && has_errors {
        let shown = suggestions
            .after
            .iter()
            .map(|diagnostic| Diagnostic::of(diagnostic, &suggestions.sources));
        return Err(shown.collect());
    }
    let written = match &overlay {
        Some(overlay) => Some(
            destination
                .write(overlay)
                .map_err(|diagnostic| vec![diagnostic])?,
        ),
        None => None,
    };
    reporter::summary(&summary::render(
        arguments,
        program,
        &input,
        &suggestions,
        written,
    ));
    Ok(())
}

/// The document and its overlays, the files that their names are relative to, and the source of the documents.
fn input(
    arguments: &Suggest,
    program: &Program,
) -> Result<(FileSystem, Documents, Input), Diagnostic> {
    let is_standard_input = arguments.spec.as_deref() == Some(standard_input::ARGUMENT);
    let (files, folder, mut input) = match &arguments.spec {
        Some(spec) => {
            let files = FileSystem::new("");
            let mut input = Input {
                document: if is_standard_input {
                    standard_input::NAME.to_owned()
                } else {
                    normalized(spec)
                },
                package: "suggested".to_owned(),
                ..Input::default()
            };
            if let Some(root) = &arguments.root {
                root::set(&mut input, root, &files);
            }
            (files, PathBuf::new(), input)
        }
        None => {
            let settings = program.settings_file(arguments.config.as_deref())?;
            let files = FileSystem::new(&settings.folder);
            let config =
                config::read_one(&settings.name, arguments.package.as_deref(), &files, &files)?;
            (files, settings.folder, config.input)
        }
    };
    let overlays = arguments.overlay.iter();
    let overlays = overlays.map(|overlay| name_in(&folder, overlay));
    input.overlays.extend(overlays);
    input.include.extend(arguments.include.iter().cloned());
    input.exclude.extend(arguments.exclude.iter().cloned());
    let documents = standard_input::documents(files.clone(), is_standard_input, &input.document)?;
    Ok((files, documents, input))
}
