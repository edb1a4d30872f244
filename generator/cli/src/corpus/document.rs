//! Runs one document of a corpus in a separate process: the hidden command of that process, and the figures it prints.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use clap::Args;
use openapi_crate::diagnostic::{Diagnostic, Level};
use openapi_crate::file_system::{FileSystem, regular_file, root};
use openapi_crate::{Files, Input, Outcome, Output, generate};

use super::entry::Entry;
use super::untyped;
use crate::file_system::{is_link, replace};
use crate::reporter;

/// The type that the help of a diagnostic names if a schema is not supported.
const FALLBACK: &str = "serde_json::Value";

/// The name of the command.
pub(crate) const NAME: &str = "corpus-document";

/// Generate the crate of one document and print its figures as JSON. `corpus` runs this command.
#[derive(Args)]
#[command(hide = true)]
pub(crate) struct CorpusDocument {
    document: PathBuf,
    folder: PathBuf,
    #[arg(long)]
    root: Option<String>,
    #[arg(long)]
    suggest: bool,
}

/// Runs the command in a new process and reads its output.
pub(super) fn in_process(
    document: &Path,
    name: &str,
    folder: &Path,
    root: Option<&str>,
    suggest: bool,
) -> Entry {
    let failed = |failure: String| Entry {
        document: name.to_owned(),
        failure: Some(failure),
        ..Entry::default()
    };
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => return failed(format!("cannot find this program: {error}")),
    };
    let output = match Command::new(program)
        .arg(NAME)
        .arg(document)
        .arg(folder)
        .args(root.map(|root| format!("--root={root}")))
        .args(suggest.then_some("--suggest"))
        .output()
    {
        Ok(output) => output,
        Err(error) => return failed(format!("cannot start a process: {error}")),
    };
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let line = said
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        return failed(format!(
            "the generator exited with {}: {line}",
            output.status
        ));
    }
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| failed(format!("invalid output of the generator: {error}")))
}

/// Runs the command itself.
pub(crate) fn run(arguments: &CorpusDocument) -> ExitCode {
    let entry = measure(arguments);
    reporter::json(&serde_json::to_string(&entry).unwrap_or_default());
    ExitCode::SUCCESS
}

fn measure(
    CorpusDocument {
        document,
        folder,
        root,
        suggest,
    }: &CorpusDocument,
) -> Entry {
    let start = Instant::now();
    let files = FileSystem::new("");
    let mut input = Input {
        document: document
            .display()
            .to_string()
            .replace(std::path::MAIN_SEPARATOR, "/"),
        package: file_name(folder),
        keep_going: true,
        ..Input::default()
    };
    if let Some(root) = root {
        root::set(&mut input, root, &files);
    }
    let around = match (root, document.parent()) {
        (Some(root), _) => files.path(root),
        (None, Some(folder)) if !folder.as_os_str().is_empty() => folder.to_owned(),
        (None, _) => files.path("."),
    };
    if let Err(error) = regular_file::find_in(&around, document) {
        return Entry {
            document: file_name(document),
            failure: Some(error.to_string()),
            ..Entry::default()
        };
    }
    let outcome = if *suggest {
        let suggestions = openapi_crate::suggest(&input, &files);
        let overlay = suggestions.overlay();
        input
            .overlays
            .extend(overlay.as_ref().map(|_| SUGGESTED.to_owned()));
        generate(
            &input,
            &WithSuggested {
                files,
                overlay: overlay.unwrap_or_default(),
            },
        )
    } else {
        generate(&input, &files)
    };
    let written = match &outcome.output {
        Some(output) => {
            write(folder, output).map_err(|error| format!("the crate cannot be written: {error}"))
        }
        None => Err(first_error(&outcome)),
    };
    let seconds = start.elapsed().as_secs_f64();
    let mut entry = Entry {
        document: file_name(document),
        version: outcome.version.map(|version| version.as_str().to_owned()),
        failure: written.err(),
        seconds,
        peak_kib: peak(),
        warnings: BTreeMap::new(),
        ..Entry::default()
    };
    let warnings = outcome
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.level == Level::Warning);
    for warning in warnings {
        *entry.warnings.entry(warning.code.to_string()).or_default() += 1;
        entry.fallbacks += usize::from(
            warning
                .help
                .as_deref()
                .is_some_and(|help| help.contains(FALLBACK)),
        );
    }
    if let Some(output) = &outcome.output {
        let files = || {
            // The double of the API has the same fields and arguments again.
            let own = |path: &str| {
                Path::new(path).extension().is_some_and(|end| end == "rs")
                    && !path.starts_with("src/runtime/")
                    && path != DOUBLE
            };
            output
                .files
                .iter()
                .filter(move |file| own(&file.path))
                .map(|file| file.contents.as_str())
        };
        (entry.operations, entry.types) = (output.operations, output.types);
        entry.lines = files().map(|text| text.lines().count()).sum();
        (entry.values, entry.untyped) = untyped::count(files());
    }
    entry
}

/// The file of the double.
const DOUBLE: &str = "src/testing.rs";

/// The name of the overlay that `suggest` writes, which no file has.
const SUGGESTED: &str = "<suggested overlay>";

/// The file system, and the overlay that `suggest` writes.
struct WithSuggested {
    files: FileSystem,
    overlay: String,
}

impl Files for WithSuggested {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        match name {
            SUGGESTED => Ok(self.overlay.clone().into_bytes()),
            _ => self.files.read(name),
        }
    }

    fn read_in(&self, folder: &str, name: &str) -> io::Result<Vec<u8>> {
        self.files.read_in(folder, name)
    }
}

fn first_error(outcome: &Outcome) -> String {
    let errors = || {
        outcome
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.level == Level::Error)
    };
    let Some(first) = errors().next() else {
        return "no output".to_owned();
    };
    let Diagnostic {
        code,
        message,
        place,
        ..
    } = first;
    let at = outcome.sources.locate(place);
    let more = match errors().count() {
        1 => String::new(),
        all => format!(" (and {} more)", all - 1),
    };
    format!(
        "error[{code}]: {message} at {}:{}:{}{more}",
        at.file, at.line, at.column
    )
}

/// Writes a whole crate, replacing that of an earlier run. Nothing is written through a link.
fn write(folder: &Path, output: &Output) -> io::Result<()> {
    if is_link(folder) {
        return Err(io::Error::other("its folder is a link"));
    }
    let src = folder.join("src");
    // Does not follow links.
    match fs::remove_dir_all(&src) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    for file in &output.files {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, &file.contents)?;
    }
    replace(&folder.join("Cargo.toml"), &output.manifest)
}

/// The peak memory of this process in KiB; only on Linux.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// The last component of a path.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
