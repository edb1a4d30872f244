//! Reads a text with the parser of its language, and says what the parser could not read.

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::parser_message::{EXPANSION, MARK, NESTING, SIZE, Words, in_our_words, of_context};
use super::tree::{Reader, VALUES};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::load::source::{Syntax, offset};

/// How many marks of YAML's syntax a file may hold: its parser keeps an event of some 150 bytes for each before the
/// first value is read, so a small file can take gigabytes. Twice the number of values, for the commas in descriptions.
pub(super) const TOKENS: usize = 2 * VALUES;

/// What a parser could not read.
pub(super) struct Failure {
    words: Words,
    /// A byte offset.
    at: Option<usize>,
    /// What the parser was in the middle of, and where that began.
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
        };
        let at = self.at.map_or_else(|| Place::File(name.to_owned()), place);
        let tab = matches!(&at, Place::Offset { offset, .. }
            if text.get(*offset..).is_some_and(|rest| rest.starts_with('\t')));
        let Words { problem, help } = match &self.words {
            _ if tab && syntax == Syntax::Yaml => in_our_words("found a tab character"),
            words => words.clone(),
        };
        let message = if [NESTING, SIZE, EXPANSION].contains(&problem.as_str()) {
            format!("this file cannot be read: {problem}")
        } else {
            format!("this is not valid {language}: {problem}")
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

/// Tries JSON where the text looks like it, and YAML otherwise, or where the name does not insist on JSON.
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
        let words = in_our_words(&format!("{MARK}{SIZE}"));
        return Err((Syntax::Yaml, Failure::without_context(words, None)));
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
    const fn without_context(words: Words, at: Option<usize>) -> Self {
        Self {
            words,
            at,
            context: None,
        }
    }

    fn of_json(text: &str, error: &serde_json::Error) -> Self {
        let message = error.to_string();
        let problem = message
            .rsplit_once(" at line ")
            .map_or(message.as_str(), |(problem, _)| problem);
        // The parser counts bytes, and the last one it read as 1.
        let start = offset(text, error.line(), 1);
        let mut at = (start + error.column()).saturating_sub(1).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        // It says so at what follows.
        if problem == "trailing comma" {
            at = text
                .get(..at)
                .and_then(|before| before.rfind(','))
                .unwrap_or(at);
        }
        Self::without_context(in_our_words(problem), Some(at))
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
        // To the parser, a line that starts further left than the first begins another document.
        if problem.contains("more than one document") && !has_separator(text) {
            let words = in_our_words("did not find expected <document start>");
            return Self::without_context(words, first_outdented_line(text));
        }
        let words = in_our_words(problem);
        // Where the file ends says nothing: the text that goes on until there is to be looked at.
        if problem.starts_with("found unexpected end of stream")
            && let Some((_, start)) = context
        {
            return Self::without_context(words, Some(start));
        }
        Self { words, at, context }
    }
}

/// Whether a line of `---` is between two parts of a YAML text.
fn has_separator(text: &str) -> bool {
    content_lines(text)
        .skip(1)
        .any(|(_, line)| line.starts_with("---"))
}

/// The offset of the first line that starts further left than the first of all.
fn first_outdented_line(text: &str) -> Option<usize> {
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut lines = content_lines(text);
    let first = indentation(lines.next()?.1);
    lines
        .find(|(_, line)| indentation(line) < first)
        .map(|(at, line)| at + indentation(line))
}

/// The lines of a YAML text that are not empty and no remarks, each with its offset.
fn content_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    });
    lines.filter(|(_, line)| !matches!(line.trim_start().chars().next(), None | Some('#')))
}

/// At least as many as the values in a YAML text: each of them has one of these beside it.
fn count_tokens(text: &str) -> usize {
    text.bytes()
        .filter(|byte| b"\n\r,[]{}:-?".contains(byte))
        .count()
}

/// Takes ` at line 3 column 5` off a parser's message.
fn without_mark(message: &str) -> Option<(&str, &str)> {
    message.rsplit_once(" at line ")
}
