//! Parses a file as YAML or JSON, and turns parse errors into diagnostics.

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::depth::DEPTH;
use super::nesting::deeper_than;
use super::parser_message::{EXPANSION, MARK, NESTING, SIZE, Wording, of_context, reword};
use super::tree::{Reader, VALUES};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::load::source::{Syntax, offset};

/// The maximum number of YAML syntax characters in a file. The parser stores an event of some 150 bytes for each before
/// it yields the first value, so a small file can take gigabytes. Twice the number of values, to allow for commas in
/// descriptions.
pub(super) const TOKENS: usize = 2 * VALUES;

/// A parse error.
pub(super) struct Failure {
    wording: Wording,
    /// The byte offset of the error.
    at: Option<usize>,
    /// The enclosing construct, and the byte offset at which it starts.
    context: Option<(String, usize)>,
}

impl Failure {
    pub(super) fn diagnostic(self, name: &str, text: &str, syntax: Syntax) -> Diagnostic {
        let place = |offset| Place::Offset {
            file: name.to_owned(),
            offset,
        };
        let language = match syntax {
            Syntax::Json => "JSON",
            Syntax::Yaml => "YAML",
            Syntax::Text => "text",
        };
        let at = self.at.map_or_else(|| Place::File(name.to_owned()), place);
        let tab = matches!(&at, Place::Offset { offset, .. }
            if text.get(*offset..).is_some_and(|rest| rest.starts_with('\t')));
        let Wording { problem, help } = match &self.wording {
            _ if tab && syntax == Syntax::Yaml => reword("found a tab character"),
            wording => wording.clone(),
        };
        let message = if [NESTING, SIZE, EXPANSION].contains(&problem.as_str()) {
            format!("the file cannot be read: {problem}")
        } else {
            format!("invalid {language}: {problem}")
        };
        let mut diagnostic = Diagnostic::error(Code::InvalidSyntax, at, message);
        diagnostic.help = help.map(str::to_owned);
        match self.context {
            Some((context, at)) => diagnostic.related(place(at), context),
            None => diagnostic,
        }
    }
}

pub(super) type Reading = (Syntax, Value, Vec<String>);

/// Parses text that looks like JSON, or whose name ends in `.json`, as JSON, and all other text as YAML. Text that only
/// looks like JSON is then tried as YAML.
pub(super) fn read(name: &str, text: &str) -> Result<Reading, (Syntax, Failure)> {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if !text.trim_start().starts_with('{') && !extension.eq_ignore_ascii_case("json") {
        return read_yaml(text);
    }
    match read_json(text) {
        Err(failure) if !extension.eq_ignore_ascii_case("json") => {
            read_yaml(text).map_err(|yaml| {
                let yaml_by_name = ["yaml", "yml"]
                    .iter()
                    .any(|yaml| extension.eq_ignore_ascii_case(yaml));
                if yaml_by_name { yaml } else { failure }
            })
        }
        result => result,
    }
}

fn read_json(text: &str) -> Result<Reading, (Syntax, Failure)> {
    let reader = Reader::new(text, Syntax::Json);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = reader
        .root()
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    match value {
        Ok(value) => Ok((Syntax::Json, value, reader.duplicates.into_inner())),
        Err(error) => Err((Syntax::Json, Failure::of_json(text, &error))),
    }
}

fn read_yaml(text: &str) -> Result<Reading, (Syntax, Failure)> {
    if text.len() > TOKENS && count_tokens(text) > TOKENS {
        let wording = reword(&format!("{MARK}{SIZE}"));
        return Err((Syntax::Yaml, Failure::without_context(wording, None)));
    }
    if let Some(at) = deeper_than(2 * DEPTH, text) {
        let wording = reword(&format!("{MARK}{NESTING}"));
        return Err((Syntax::Yaml, Failure::without_context(wording, Some(at))));
    }
    let reader = Reader::new(text, Syntax::Yaml);
    match reader
        .root()
        .deserialize(serde_yaml::Deserializer::from_str(text))
    {
        Ok(value) => Ok((Syntax::Yaml, value, reader.duplicates.into_inner())),
        Err(error) => Err((Syntax::Yaml, Failure::of_yaml(text, &error))),
    }
}

impl Failure {
    const fn without_context(wording: Wording, at: Option<usize>) -> Self {
        Self {
            wording,
            at,
            context: None,
        }
    }

    fn of_json(text: &str, error: &serde_json::Error) -> Self {
        let message = error.to_string();
        let problem = message
            .rsplit_once(" at line ")
            .map_or(message.as_str(), |(problem, _)| problem);
        // The column is in bytes, counted from 1, of the last byte read.
        let start = offset(text, error.line(), 1);
        let mut at = (start + error.column()).saturating_sub(1).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        // The parser reports the token after the comma.
        if problem == "trailing comma" {
            at = text
                .get(..at)
                .and_then(|before| before.rfind(','))
                .unwrap_or(at);
        }
        Self::without_context(reword(problem), Some(at))
    }

    fn of_yaml(text: &str, error: &serde_yaml::Error) -> Self {
        let at = error
            .location()
            .map(|location| offset(text, location.line(), location.column()));
        let message = error.to_string();
        let (problem, context) = match message.split_once(", while ") {
            Some((problem, context)) => (problem, Some(context)),
            None => (message.as_str(), None),
        };
        let context = context.and_then(without_mark).and_then(|(context, mark)| {
            let (line, column) = mark.split_once(" column ")?;
            Some((
                of_context(context),
                offset(text, line.parse().ok()?, column.parse().ok()?),
            ))
        });
        let problem = without_mark(problem).map_or(problem, |(problem, _)| problem);
        // The parser takes a line indented less than the first one for a new document.
        if problem.contains("more than one document") && !has_separator(text) {
            let wording = reword("did not find expected <document start>");
            return Self::without_context(wording, first_outdented_line(text));
        }
        let wording = reword(problem);
        // The unclosed string is more useful than the end of the file.
        if problem.starts_with("found unexpected end of stream")
            && let Some((_, start)) = context
        {
            return Self::without_context(wording, Some(start));
        }
        Self {
            wording,
            at,
            context,
        }
    }
}

/// Whether a YAML text has a `---` line after its first line.
fn has_separator(text: &str) -> bool {
    content_lines(text)
        .skip(1)
        .any(|(_, line)| line.starts_with("---"))
}

/// The offset of the first line indented less than the first one.
fn first_outdented_line(text: &str) -> Option<usize> {
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut lines = content_lines(text);
    let first = indentation(lines.next()?.1);
    lines
        .find(|(_, line)| indentation(line) < first)
        .map(|(at, line)| at + indentation(line))
}

/// The lines of a YAML text that are neither empty nor comments, each with its offset.
fn content_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    });
    lines.filter(|(_, line)| !matches!(line.trim_start().chars().next(), None | Some('#')))
}

/// An upper bound of the number of values in a YAML text: each is next to one of these characters.
fn count_tokens(text: &str) -> usize {
    text.bytes()
        .filter(|byte| b"\n\r,[]{}:-?".contains(byte))
        .count()
}

/// Removes ` at line 3 column 5` from a parser's message.
fn without_mark(message: &str) -> Option<(&str, &str)> {
    message.rsplit_once(" at line ")
}
