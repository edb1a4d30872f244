//! A run of `generate`, for any document or for the settings.

use openapi_crate::Input;
use openapi_crate::file_system::{FileSystem, root, with_slashes};
use openapi_crate::model::Api;

use super::arguments::{AnyDocument, Generate, Selection};
use super::changes::Changes;
use crate::diagnostic::Diagnostic;

use crate::program::Program;
use crate::{config, diff};

/// A run.
pub(super) struct Job {
    pub(super) files: FileSystem,
    pub(super) input: Input,
    pub(super) crate_folder: String,
    /// The name of the settings file, if any.
    settings: Option<String>,
}

impl Job {
    /// Creates the run that the arguments describe.
    pub(super) fn new(arguments: &Generate, program: &Program) -> Result<Self, Diagnostic> {
        let mut job = match Self::of_any_document(arguments) {
            Some(job) => job,
            None => Self::of_settings(arguments, program)?,
        };
        let Selection { include, exclude } = &arguments.selection;
        job.input.include.extend(include.iter().cloned());
        job.input.exclude.extend(exclude.iter().cloned());
        job.input.keep_going = arguments.keep_going;
        Ok(job)
    }

    fn of_any_document(arguments: &Generate) -> Option<Self> {
        let AnyDocument {
            spec,
            root,
            out,
            name,
            overlay,
        } = &arguments.any_document;
        // Clap requires the three together. Generated files do not name a command, since its paths would differ between
        // machines.
        let files = FileSystem::new("");
        let mut input = Input {
            document: with_slashes(spec.as_ref()?),
            overlays: overlay
                .iter()
                .map(|overlay| with_slashes(overlay))
                .collect(),
            package: name.clone()?,
            ..Input::default()
        };
        if let Some(root) = root {
            root::set(&mut input, root, &files);
        }
        Some(Self {
            files,
            input,
            crate_folder: with_slashes(out.as_ref()?),
            settings: None,
        })
    }

    fn of_settings(arguments: &Generate, program: &Program) -> Result<Self, Diagnostic> {
        let settings = program.settings_file(arguments.config.as_deref())?;
        let files = FileSystem::new(settings.folder);
        let config = config::read(&settings.name, &files, &files)?;
        Ok(Self {
            files,
            input: config.input,
            crate_folder: config.output,
            settings: Some(settings.name),
        })
    }

    /// The error of a check that finds changes.
    pub(super) fn stale(&self, changes: &Changes<'_>) -> Diagnostic {
        let counted = changes.counted(["changed", "missing", "left over"]);
        let mut message = format!(
            "`{}` is out of date with `{}`: {counted}",
            self.crate_folder, self.input.document
        );
        if !changes.dependencies.is_empty() {
            message.push_str(&format!(
                "; `Cargo.toml` lacks the dependencies {}",
                changes.dependencies.join(", ")
            ));
        }
        let help = match &self.settings {
            Some(_) => format!("run `{}` and commit the changes", self.input.regenerate),
            None => "run the same command without `--check`".to_owned(),
        };
        Diagnostic::error("stale-output", message)
            .file(self.crate_folder.clone())
            .help(help)
    }

    /// The effect of the run on callers, compared with the last commit.
    pub(super) fn verdict(&self, api: &Api) -> Option<String> {
        diff::since_head(
            &self.files.path(""),
            &self.input,
            self.settings.as_deref(),
            api,
        )
    }
}
