//! The command `corpus`: runs the generator on a folder of documents, and compares the figures with an earlier run.

mod check;
mod document;
mod entry;
mod progress;
mod regression;
mod table;
mod untyped;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::{NonEmptyStringValueParser, TypedValueParser as _};
use clap::{Args, ValueHint};

use self::document::file_name;
pub(crate) use self::document::{CorpusDocument, NAME as DOCUMENT, run as run_document};
use self::entry::{Entry, Report, unwritable};
use self::progress::Progress;
use crate::diagnostic::Diagnostic;
use crate::file_system::{file_to_write, folder_to_write, reason};
use crate::reporter::{Reporter, count};

/// Generate a crate for every document in a folder and report statistics.
///
/// Each document runs in a separate process, to measure its peak memory. Invalid parts of a document are left out. The
/// figures are compared with the stored figures of the last run without a regression, and replace them unless a figure
/// is worse.
///
/// Exit codes: 0 success, 1 document failed or figure worse, 2 usage error.
#[derive(Args)]
pub(crate) struct Corpus {
    /// Folder with the documents, files that end in .json, .yaml or .yml
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,

    /// Folder whose files the documents may refer to, if not only their own; contains the documents
    #[arg(long, value_name = "FOLDER", value_parser = NonEmptyStringValueParser::new())]
    root: Option<String>,

    /// Apply the overlay that `suggest` writes to every document
    #[arg(long)]
    suggest: bool,

    /// Run `cargo check` on every crate
    #[arg(long)]
    check_crates: bool,

    /// Folder for the generated crates
    #[arg(long, value_name = "FOLDER", value_parser = folder_to_write.map(PathBuf::from))]
    #[arg(default_value = "target/corpus", value_hint = ValueHint::AnyPath)]
    out: PathBuf,

    /// File for the figures [default: report.json in the folder of the crates]
    #[arg(long, value_name = "FILE", value_parser = file_to_write.map(PathBuf::from))]
    #[arg(value_hint = ValueHint::AnyPath)]
    json: Option<PathBuf>,

    /// Store the figures of this run even if they are worse
    #[arg(long)]
    accept: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Corpus) -> ExitCode {
    match try_to_run(arguments) {
        Ok(fine) if fine => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(diagnostic) => {
            Reporter::default().diagnostics(&[diagnostic]);
            ExitCode::FAILURE
        }
    }
}

fn try_to_run(arguments: &Corpus) -> Result<bool, Diagnostic> {
    let documents = documents(&arguments.folder)?;
    let stored = arguments
        .json
        .clone()
        .unwrap_or_else(|| arguments.out.join("report.json"));
    let before = Report::read(&stored)?;
    fs::create_dir_all(&arguments.out).map_err(|error| unwritable(&arguments.out, &error))?;
    // Before the run, which takes long.
    if let Some(folder) = stored
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::metadata(folder).map_err(|error| unwritable(&stored, &error))?;
    }

    let steps = if arguments.check_crates { 2 } else { 1 };
    let mut progress = Progress::of(documents.len() * steps);
    let folders = crate_folders(&arguments.out, &documents);
    let mut entries = Vec::with_capacity(documents.len());
    for (document, folder) in documents.iter().zip(&folders) {
        let name = file_name(document);
        progress.step(&format!("generating {name}"));
        entries.push(document::in_process(
            document,
            &name,
            folder,
            arguments.root.as_deref(),
            arguments.suggest,
        ));
    }
    if arguments.check_crates {
        let entries = entries.iter_mut().zip(&folders);
        let generated = entries.filter(|(entry, _)| entry.failure.is_none());
        let mut checks = check::Checks::prepare(&arguments.out);
        for (entry, folder) in generated {
            progress.step(&format!("checking the crate of {}", entry.document));
            entry.check = Some(checks.check(folder));
        }
    }
    progress.finish();

    let report = Report { documents: entries };
    let mut text = table::render(&report.documents);
    let failed = report
        .documents
        .iter()
        .filter(|entry| entry.has_failed())
        .count();
    let worse = before.map_or_else(Vec::new, |before| regression::between(&before, &report));
    if !worse.is_empty() {
        text.end_line();
        text.line(&format!("worse than in `{}`:", stored.display()));
        for worse in &worse {
            text.line(&format!("  {worse}"));
        }
    }
    let replaces = worse.is_empty() || arguments.accept;
    if !replaces {
        text.line("the stored figures are kept; replace them with `--accept`");
    }
    text.end_line();
    text.line(&summary(&report.documents, failed, worse.len()));
    Reporter::default().result(&text);
    if replaces {
        report.write(&stored)?;
    }
    Ok(failed == 0 && replaces)
}

fn summary(entries: &[Entry], failed: usize, worse: usize) -> String {
    let mut text = format!("{}: ", count(entries.len(), "document"));
    text.push_str(&match failed {
        0 => "all generated".to_owned(),
        failed => format!("{failed} failed"),
    });
    if worse > 0 {
        text.push_str(&format!(", {}", count(worse, "regression")));
    }
    text
}

/// The help for a folder without documents.
const DOCUMENTS: &str = "name a folder with documents, files that end in .json, .yaml or .yml";

/// The documents of a folder, sorted by name.
fn documents(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let unreadable = |error: &std::io::Error| {
        let name = folder.display().to_string();
        let why = match error.kind() {
            ErrorKind::NotFound => "no such folder".to_owned(),
            ErrorKind::NotADirectory => "it is a file, not a folder".to_owned(),
            _ => reason(error),
        };
        Diagnostic::error("unreadable-file", format!("`{name}` cannot be read: {why}"))
            .file(name)
            .help(DOCUMENTS)
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(&error))? {
        let path = entry.map_err(|error| unreadable(&error))?.path();
        let document = path
            .extension()
            .is_some_and(|end| end == "json" || end == "yaml" || end == "yml");
        if document && path.is_file() {
            found.push(path);
        }
    }
    if found.is_empty() {
        let name = folder.display().to_string();
        let message = format!("`{name}` contains no documents (.json, .yaml or .yml)");
        return Err(Diagnostic::error("unreadable-file", message)
            .file(name)
            .help(DOCUMENTS));
    }
    found.sort();
    Ok(found)
}

/// The folder of each document's crate.
fn crate_folders(out: &Path, documents: &[PathBuf]) -> Vec<PathBuf> {
    let mut packages: Vec<String> = Vec::with_capacity(documents.len());
    for document in documents {
        let package = package(&file_name(document));
        let numbered = (2..).map(|number| format!("{package}-{number}"));
        let mut candidates = std::iter::once(package.clone()).chain(numbered);
        packages.extend(candidates.find(|one| !packages.contains(one)));
    }
    packages.iter().map(|package| out.join(package)).collect()
}

/// A package name that contains the whole file name, with hyphens for the characters that a package cannot have.
fn package(document: &str) -> String {
    let word: String = document
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    format!("corpus-{}", word.trim_matches('-'))
        .chars()
        .take(56)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_has_a_folder() {
        let documents = [
            "a-b.json",
            "a.b.json",
            "a_B.json",
            "日本.json",
            "größe.json",
        ];
        let long = ["1", "2"].map(|end| format!("{}{end}.yaml", "x".repeat(80)));
        let names = documents.into_iter().chain(long.iter().map(String::as_str));
        let documents: Vec<PathBuf> = names.map(PathBuf::from).collect();
        let folders = crate_folders(Path::new("out"), &documents);
        assert_eq!(folders.len(), documents.len());
        assert_eq!(folders[0], Path::new("out/corpus-a-b-json"));
        assert_eq!(folders[1], Path::new("out/corpus-a-b-json-2"));
        let unique: std::collections::BTreeSet<&PathBuf> = folders.iter().collect();
        assert_eq!(unique.len(), folders.len(), "{folders:?}");
        let length = |folder: &PathBuf| folder.file_name().unwrap().len();
        assert!(folders.iter().map(length).max() <= Some(64));
    }
}
