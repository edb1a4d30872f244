//! A run of `generate`, for any document or for the settings.

use std::fs;

use openapi_crate::file_system::{FileSystem, join, normalized, relative, root};
use openapi_crate::model::Api;
use openapi_crate::{Input, Layout, Output};

use super::arguments::{Generate, OfAnyDocument, Selection};
use super::changes::{Changes, Form};
use super::metadata::{self, Ignored};
use crate::any_document::AnyDocument;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::program::Program;
use crate::standard_input::{self, Documents};
use crate::{config, diff};

/// A run.
pub(super) struct Job {
    pub(super) files: FileSystem,
    /// The source of the documents: the file system, or standard input.
    pub(super) documents: Documents,
    pub(super) input: Input,
    pub(super) crate_folder: String,
    /// The name of the settings file, if any.
    settings: Option<String>,
}

impl Job {
    /// Creates the runs that the arguments describe.
    pub(super) fn all(arguments: &Generate, program: &Program) -> Result<Vec<Self>, Diagnostic> {
        let mut jobs = match Self::of_any_document(arguments)? {
            Some(job) => vec![job],
            None => Self::of_settings(arguments, program)?,
        };
        for job in &mut jobs {
            override_settings(arguments, &mut job.input);
        }
        Ok(jobs)
    }

    fn of_any_document(arguments: &Generate) -> Result<Option<Self>, Diagnostic> {
        let OfAnyDocument {
            document,
            out,
            name,
            form,
        } = &arguments.any_document;
        let AnyDocument {
            spec,
            root,
            overlay,
        } = document;
        // Clap requires the three together. Generated files do not name a command, since its paths would differ between
        // machines.
        let (Some(spec), Some(out), Some(name)) = (spec, out, name) else {
            return Ok(None);
        };
        let files = FileSystem::new("");
        let is_standard_input = spec == standard_input::ARGUMENT;
        let mut input = Input {
            document: if is_standard_input {
                standard_input::NAME.to_owned()
            } else {
                normalized(spec)
            },
            overlays: overlay.iter().map(|overlay| normalized(overlay)).collect(),
            package: name.clone(),
            target: form.target(),
            ..Input::default()
        };
        if let Some(root) = root {
            root::set(&mut input, root, &files);
        }
        let documents =
            standard_input::documents(files.clone(), is_standard_input, &input.document)?;
        Ok(Some(Self {
            files,
            documents,
            input,
            crate_folder: normalized(out),
            settings: None,
        }))
    }

    fn of_settings(arguments: &Generate, program: &Program) -> Result<Vec<Self>, Diagnostic> {
        let settings = program.settings_file(arguments.config.as_deref())?;
        let files = FileSystem::new(settings.folder);
        let configs = config::read(&settings.name, &files, &files)?;
        let job = |config: Config| Self {
            files: files.clone(),
            documents: Documents::of_files(files.clone()),
            input: config.input,
            crate_folder: config.output,
            settings: Some(settings.name.clone()),
        };
        Ok(configs.into_iter().map(job).collect())
    }

    /// Whether the output is a crate, and not a module of one.
    pub(super) fn is_crate(&self) -> bool {
        self.input.target.layout == Layout::Crate
    }

    /// The name and text of the manifest of the package around a module, if there is one.
    pub(super) fn manifest_around(&self) -> Option<(String, String)> {
        let mut folder = self.crate_folder.as_str();
        loop {
            let (parent, last) = folder.rsplit_once('/').unwrap_or(("", folder));
            // Its parent is unknown.
            if last == ".." {
                return None;
            }
            let name = join(parent, "Cargo.toml");
            if let Ok(text) = fs::read_to_string(self.files.path(&name)) {
                return text.contains("[package]").then_some((name, text));
            }
            if parent.is_empty() {
                return None;
            }
            folder = parent;
        }
    }

    /// The changes that make the output folder match `output`, or an error for every obstacle.
    pub(super) fn changes<'a>(&self, output: &'a Output) -> Result<Changes<'a>, Vec<Diagnostic>> {
        let form = Form {
            folder: &self.crate_folder,
            layout: self.input.target.layout,
            package: &self.input.package,
            metadata: &self.input.target.metadata,
        };
        Changes::between(&self.files, form, output)
    }

    /// A warning for each setting of the manifest that has no effect. Those that a module shares with a crate have one there.
    pub(super) fn unused_settings(&self, changes: &Changes<'_>, all: &[Self]) -> Vec<Diagnostic> {
        let input = &self.input;
        let manifest = format!("{}/Cargo.toml", self.crate_folder);
        let of_crate = |ignored: &Ignored| {
            let mut crates = all.iter().filter(|job| job.is_crate());
            crates.any(|job| ignored.is_shared(input, &job.input))
        };
        let of_module = metadata::of_module(input).into_iter();
        let of_module = of_module.filter(|ignored| !of_crate(ignored));
        of_module
            .chain(changes.ignored.iter().cloned())
            .map(|ignored| ignored.warning(input, &manifest))
            .collect()
    }

    /// The error of a check that finds changes.
    pub(super) fn stale(&self, changes: &Changes<'_>) -> Diagnostic {
        let counted = changes.counted(["changed", "missing", "left over"]);
        let (folder, document) = (&self.crate_folder, &self.input.document);
        let mut message = if changes.is_first() {
            format!("`{folder}` has not been generated from `{document}` yet: {counted}")
        } else {
            format!("`{folder}` is out of date with `{document}`: {counted}")
        };
        let settings: Vec<String> = changes
            .settings
            .iter()
            .copied()
            .map(str::to_owned)
            .collect();
        for (kind, lacking) in [
            ("settings", &settings),
            ("features", &changes.features),
            ("dependencies", &changes.dependencies),
        ] {
            if !lacking.is_empty() {
                let lacking = lacking.join(", ");
                message.push_str(&format!("; `Cargo.toml` lacks the {kind} {lacking}"));
            }
        }
        let of_line_endings = changes.of_line_endings();
        let is_of_line_endings = of_line_endings == changes.changes.len();
        if is_of_line_endings {
            message.push_str(", only in line endings");
        } else if of_line_endings > 0 {
            let of_them = format!(", {of_line_endings} of them only in line endings");
            message.push_str(&of_them);
        }
        let help = match &self.settings {
            // Git does not commit them.
            _ if is_of_line_endings => {
                "check the files out with LF, such as by `* text=auto eol=lf` in `.gitattributes`"
                    .to_owned()
            }
            Some(settings) => {
                let regenerate = &self.input.regenerate;
                let here = config::generate_with(&relative(settings));
                let is_default = *regenerate == config::default_command(settings);
                let command = if is_default { &here } else { regenerate };
                format!("run `{command}` and commit the changes")
            }
            None => "run the same command without `--check`".to_owned(),
        };
        Diagnostic::error("stale-output", message)
            .file(self.crate_folder.clone())
            .help(help)
    }

    /// The effect of the run on callers, compared with the last commit.
    pub(super) fn verdict(&self, arguments: &Generate, api: &Api) -> Option<String> {
        diff::since_head(
            &self.files.path(""),
            &self.input,
            self.settings.as_deref(),
            |input| override_settings(arguments, input),
            api,
        )
    }
}

/// Overrides the settings with the arguments.
fn override_settings(arguments: &Generate, input: &mut Input) {
    let Selection { include, exclude } = &arguments.selection;
    input.include.extend(include.iter().cloned());
    input.exclude.extend(exclude.iter().cloned());
    input.keep_going = arguments.keep_going;
    if let Some(names) = arguments.operation_names {
        input.operation_names = names.into();
    }
}
