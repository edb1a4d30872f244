//! Diagnostics in a build script: warnings as instructions for Cargo, and errors as the error of the script.

use std::error::Error;
use std::fmt;

use crate::dependency;
use crate::diagnostic::Diagnostic;
use crate::load::SourceMap;
use crate::model::visible;

/// The error of a build script. Both of its forms are for people: Cargo shows the debug form.
pub(super) struct Failure(String);

impl Failure {
    /// A failure with this message, which may have several lines.
    pub(super) fn new(message: impl Into<String>) -> Self {
        let message = message.into();
        Self(message.lines().map(one_line).collect::<Vec<_>>().join("\n"))
    }

    /// A failure because of diagnostics, which it shows.
    pub(super) fn of(diagnostics: &[Diagnostic], sources: &SourceMap) -> Self {
        let mut text = match diagnostics.len() {
            1 => "the document has a problem; nothing was generated\n".to_owned(),
            n => format!("the document has {n} problems; nothing was generated\n"),
        };
        for diagnostic in diagnostics {
            let code = diagnostic.code;
            let message = one_line(&diagnostic.message);
            text.push_str(&format!(
                "\n{}[{code}]: {message}\n  --> {}\n",
                diagnostic.level,
                place(diagnostic, sources)
            ));
            let label = Some(&diagnostic.label).filter(|label| !label.is_empty());
            for help in label.into_iter().chain(&diagnostic.help) {
                text.push_str(&format!("  help: {}\n", one_line(help)));
            }
        }
        Self(text)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for Failure {}

/// The instruction to show a diagnostic, in one line.
pub(super) fn cargo_warning(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let label = Some(&diagnostic.label).filter(|label| !label.is_empty());
    let help: String = label
        .into_iter()
        .chain(&diagnostic.help)
        .map(|help| format!("; {}", one_line(help)))
        .collect();
    format!(
        "cargo::warning={}[{}]: {} ({}){help}",
        diagnostic.level,
        diagnostic.code,
        one_line(&diagnostic.message),
        place(diagnostic, sources)
    )
}

/// The instructions to show the dependencies that the package lacks, and to run the script again when it has them.
///
/// `crates` are those of the user's types and traits, each with the path of one of them.
pub(super) fn missing_dependencies(
    module: &str,
    missing: &str,
    crates: &[(String, String)],
) -> Vec<String> {
    if missing.is_empty() && crates.is_empty() {
        return Vec::new();
    }
    let intro = format!("Cargo.toml lacks dependencies of the module `{module}`; add these lines:");
    let intro = Some(intro).filter(|_| !missing.is_empty());
    let lines = intro.into_iter().chain(missing.lines().map(str::to_owned));
    let crates = crates.iter().map(|(name, path)| {
        format!("Cargo.toml lacks the crate of `{path}`, which the module `{module}` uses; add it, such as with `cargo add {name}`")
    });
    lines
        .chain(crates)
        .map(|line| format!("cargo::warning={}", one_line(&line)))
        .chain(["cargo::rerun-if-changed=Cargo.toml".to_owned()])
        .collect()
}

/// The instructions to show the dependencies that the package has under different names: each name, and the package.
pub(super) fn renamed_dependencies(module: &str, renamed: &[(String, String)]) -> Vec<String> {
    let warnings = renamed.iter().map(|(name, package)| {
        let line = dependency::renaming(module, name, package);
        format!("cargo::warning={}", one_line(&line))
    });
    let again = (!renamed.is_empty()).then(|| "cargo::rerun-if-changed=Cargo.toml".to_owned());
    warnings.chain(again).collect()
}

fn place(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let location = sources.locate(&diagnostic.place);
    let file = one_line(&location.file);
    if location.range.is_some() {
        format!("{file}:{}:{}", location.line, location.column)
    } else {
        file
    }
}

/// Escapes a string to one line, in which no character is invisible and nothing is a command of a CI runner.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in visible(text).chars() {
        if c.is_control() {
            line.extend(c.escape_debug());
        } else if c == '#' && line.ends_with('#') {
            line.extend(c.escape_unicode());
        } else {
            line.push(c);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_escaped_to_one_line() {
        assert_eq!(
            one_line("a\ncargo::rustc-env=A=b\r\nc\td\u{1b}[0m\u{2028}##[error] größe"),
            r"a\ncargo::rustc-env=A=b\nc\td\u{1b}[0m\u{2028}#\u{23}[error] größe"
        );
    }

    #[test]
    fn both_forms_of_a_failure_are_for_people() {
        let failure = Failure::new("a\nb \u{7}");
        assert_eq!(failure.to_string(), "a\nb \\u{7}");
        assert_eq!(format!("{failure:?}"), failure.to_string());
    }
}
