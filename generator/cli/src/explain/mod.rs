//! The command `explain`: what the code of a diagnostic means, with an example and the cure.
//!
//! The diagnostic of the example is the one that the generator makes of it today.

mod codes;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::process::ExitCode;

use clap::Args;
use openapi_crate::{Files, Input, generate};

use self::codes::{EXPLANATIONS, Example, Explanation};
use crate::diagnostic::Diagnostic;
use crate::reporter::Reporter;

/// Says what the code of a diagnostic means, with an example and the cure.
#[derive(Args)]
pub(crate) struct Explain {
    /// The code, as in `error[unresolved-reference]`; `all` for every code
    #[arg(value_name = "CODE", value_parser = parse)]
    codes: Codes,
}

/// The codes to explain.
#[derive(Clone, Copy)]
pub(crate) enum Codes {
    All,
    One(&'static Explanation),
}

/// Runs the command.
pub(crate) fn run(arguments: &Explain) -> ExitCode {
    Reporter::default().result(&render(arguments.codes));
    ExitCode::SUCCESS
}

/// Reads the argument; the error for an unknown code names the one that is nearest to it.
pub(crate) fn parse(code: &str) -> Result<Codes, String> {
    if code == "all" {
        return Ok(Codes::All);
    }
    // As it is printed: `error[unresolved-reference]`.
    let bare = code
        .rsplit_once('[')
        .map_or(code, |(_, bare)| bare)
        .trim_end_matches([']', ':']);
    if let Some(explanation) = EXPLANATIONS
        .iter()
        .find(|explanation| explanation.code == bare)
    {
        return Ok(Codes::One(explanation));
    }
    let near = EXPLANATIONS
        .iter()
        .map(|explanation| {
            (
                strsim::osa_distance(bare, explanation.code),
                explanation.code,
            )
        })
        .min()
        .filter(|(distance, _)| *distance <= bare.len() / 3);
    Err(match near {
        Some((_, near)) => format!("there is no such code; did you mean `{near}`?"),
        None => {
            let codes: Vec<&str> = EXPLANATIONS
                .iter()
                .map(|explanation| explanation.code)
                .collect();
            format!("there is no such code; the codes are {}", codes.join(", "))
        }
    })
}

/// The explanation, or the whole of docs/diagnostics.md.
pub(crate) fn render(codes: Codes) -> String {
    match codes {
        Codes::One(explanation) => one(explanation),
        Codes::All => {
            let all: Vec<String> = EXPLANATIONS.iter().map(one).collect();
            format!("{INTRODUCTION}\n{}", all.join("\n"))
        }
    }
}

const INTRODUCTION: &str = "\
<!-- Made by `cargo xtask explain all > docs/diagnostics.md`; the texts are in generator/cli/src/explain/codes.rs. -->

# Diagnostics

Each diagnostic has a code, which never changes: `error[unresolved-reference]`. After an error nothing is written; a
warning names the fallback that is taken, and is an error with `--deny-warnings`. `openapi-crate explain CODE` prints one
of these.
";

fn one(explanation: &Explanation) -> String {
    let mut text = format!("## {}\n\n{}\n", explanation.code, explanation.meaning);
    for (name, contents) in files(&explanation.example) {
        let language = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        // Writing to a string does not fail.
        let _ = write!(text, "\n`{name}`:\n\n```{language}\n{contents}```\n");
    }
    let diagnostic = diagnostic(explanation)
        .map(|diagnostic| diagnostic.render())
        .unwrap_or_default();
    let diagnostic = anstream::adapter::strip_str(&diagnostic).to_string();
    let _ = write!(
        text,
        "\n```text\n{diagnostic}\n```\n\n{}\n",
        explanation.cure
    );
    text
}

fn files(example: &Example) -> &'static [(&'static str, &'static str)] {
    match example {
        Example::Documents(files) => files,
        Example::Shown(_) => &[],
    }
}

/// The diagnostic of the example.
fn diagnostic(explanation: &Explanation) -> Option<Diagnostic> {
    match explanation.example {
        Example::Shown(diagnostic) => Some(diagnostic()),
        Example::Documents(files) => {
            let overlays = files
                .iter()
                .map(|(name, _)| *name)
                .filter(|name| name.contains("overlay"));
            let input = Input {
                document: "api.yaml".to_owned(),
                overlays: overlays.map(str::to_owned).collect(),
                package: "api".to_owned(),
                ..Input::default()
            };
            let outcome = generate(&input, &Memory(files.iter().copied().collect()));
            let found = outcome
                .diagnostics
                .iter()
                .find(|diagnostic| diagnostic.code.as_str() == explanation.code);
            found.map(|diagnostic| Diagnostic::of(diagnostic, &outcome.sources))
        }
    }
}

/// The files of an example.
struct Memory(BTreeMap<&'static str, &'static str>);

impl Files for Memory {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.0
            .get(name)
            .map(|text| text.as_bytes().to_vec())
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use openapi_crate::diagnostic::Code;

    use super::*;

    #[test]
    fn every_code_is_explained_once() {
        let generator = Code::ALL.iter().map(|code| code.as_str().to_owned());
        let codes: BTreeSet<String> = generator.chain(of_the_command_line()).collect();
        let explained: Vec<String> = EXPLANATIONS
            .iter()
            .map(|explanation| explanation.code.to_owned())
            .collect();
        assert_eq!(explained.iter().cloned().collect::<BTreeSet<_>>(), codes);
        assert_eq!(explained.len(), codes.len(), "one is there twice");
    }

    /// The codes in `Diagnostic::error("…", …)`, wherever that is in this crate.
    fn of_the_command_line() -> BTreeSet<String> {
        let mut codes = BTreeSet::new();
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let source = std::fs::read_to_string(path).unwrap();
                // Tests make up codes.
                let source = source.split("#[cfg(test)]").next().unwrap_or_default();
                for call in source.split("Diagnostic::error(").skip(1) {
                    let code = call
                        .trim_start()
                        .strip_prefix('"')
                        .and_then(|code| code.split_once('"'));
                    codes.extend(code.map(|(code, _)| code.to_owned()));
                }
            }
        }
        assert!(codes.contains("stale-output"), "{codes:?}");
        codes
    }

    #[test]
    fn every_example_gives_the_diagnostic_that_it_explains() {
        for explanation in EXPLANATIONS {
            let diagnostic = diagnostic(explanation);
            assert!(
                diagnostic.is_some_and(|diagnostic| diagnostic.code == explanation.code),
                "{}",
                explanation.code
            );
        }
    }

    #[test]
    fn the_page_is_what_is_explained() {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diagnostics.md");
        let page = std::fs::read_to_string(page)
            .unwrap_or_default()
            .replace("\r\n", "\n");
        assert!(
            page == render(Codes::All),
            "docs/diagnostics.md is stale: cargo xtask explain all > docs/diagnostics.md"
        );
    }

    #[test]
    fn a_code_is_found_as_it_is_printed_or_nearly() {
        for code in [
            "duplicate-key",
            "error[duplicate-key]",
            "error[duplicate-key]:",
        ] {
            assert!(
                matches!(parse(code), Ok(Codes::One(found)) if found.code == "duplicate-key"),
                "{code}"
            );
        }
        assert!(
            parse("duplicat-key")
                .err()
                .unwrap()
                .contains("did you mean `duplicate-key`?")
        );
        assert!(parse("nonsense").err().unwrap().contains("duplicate-key, "));
    }
}
