//! Sentences of Markdown: where they end, the first one of a paragraph, and the note of a `#[deprecated]` attribute.

use pulldown_cmark::{Event, Parser, TagEnd};

use super::inert;
use super::markdown::markdown;
use crate::model::{Docs, code_span, visible};

/// The longest note of a `#[deprecated]` attribute, in characters: compilers print it in one line.
const LONGEST_NOTE: usize = 200;

/// The note if the document has no advice.
const NO_ADVICE: &str = "deprecated in the OpenAPI document";

/// Characters that may follow the full stop of a sentence.
const CLOSING: &[char] = &[')', ']', '"', '\'', '”', '’', '*', '_'];

/// Whether a paragraph is prose on one line, which a sentence can be appended to.
pub(super) fn is_one_line_of_prose(paragraph: &str) -> bool {
    !paragraph.contains('\n') && starts_prose(paragraph)
}

/// Whether a line starts a paragraph of prose, and not a list, a table, a heading, a quotation or code.
fn starts_prose(line: &str) -> bool {
    line.starts_with(|c: char| {
        c.is_alphabetic() || matches!(c, '`' | '\'' | '"' | '(' | '[' | '*' | '_')
    }) && !line.starts_with("```")
        && !line.starts_with("* ")
}

/// Whether Markdown starts with a block other than a paragraph.
pub(super) fn starts_block(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let after_number = first.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = after_number.len() < first.len()
        && (after_number.starts_with(". ") || after_number.starts_with(") "));
    is_numbered
        || first.starts_with(['#', '>', '|', '~', ' ', '\t'])
        || first.starts_with("```")
        || ["-", "+", "*"].iter().any(|marker| {
            first
                .strip_prefix(marker)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        })
        || text.lines().nth(1).is_some_and(is_underline)
}

/// Whether a line makes the one before it a heading or the head of a table.
fn is_underline(line: &str) -> bool {
    line.contains(['-', '='])
        && line
            .chars()
            .all(|c| matches!(c, '-' | '=' | '|' | ':' | ' '))
}

/// Whether Markdown ends with the punctuation of a sentence.
fn is_ended(text: &str) -> bool {
    text.trim_end_matches(CLOSING)
        .ends_with(['.', '!', '?', '…', '。', '！', '？'])
}

/// A paragraph with a full stop, where it is one line of prose without one.
pub(super) fn ended(paragraph: &str) -> String {
    let paragraph = paragraph.trim_end();
    if !is_one_line_of_prose(paragraph) || is_ended(paragraph) {
        return paragraph.to_owned();
    }
    format!("{}.", paragraph.trim_end_matches([':', ',', ';', ' ']))
}

/// Appends sentences to the last of some paragraphs, or adds a paragraph where the last one is not one line of prose.
pub(super) fn append(paragraphs: &mut Vec<String>, sentences: &str) {
    let last = paragraphs
        .last_mut()
        .filter(|last| is_one_line_of_prose(last) && !last.ends_with(':'));
    match last {
        Some(last) => *last = format!("{} {sentences}", ended(last)),
        None => paragraphs.push(sentences.to_owned()),
    }
}

/// The first paragraph and the rest, where the first one is prose; everything otherwise.
pub(super) fn split_first_paragraph(text: &str) -> (&str, &str) {
    match text.split_once("\n\n") {
        Some((first, rest)) if first.lines().all(starts_prose) => (first, rest.trim_start()),
        _ => (text, ""),
    }
}

/// The first sentence, on one line and with a full stop; empty where the Markdown does not start with prose.
pub(super) fn first_sentence(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .take_while(|line| starts_prose(line) || line.starts_with(|c: char| c.is_numeric()))
        .collect();
    let paragraph = lines.join(" ");
    let end = sentence_end(&paragraph).unwrap_or(paragraph.len());
    ended(&paragraph[..end])
}

/// The index after the first sentence of a paragraph on one line, outside of code, links and emphasis.
fn sentence_end(paragraph: &str) -> Option<usize> {
    let (mut in_code, mut depth) = (false, 0_usize);
    let mut characters = paragraph.char_indices().peekable();
    // How many backticks end the code.
    let mut fence = 0_usize;
    while let Some((index, c)) = characters.next() {
        match c {
            '`' => {
                let mut length = 1;
                while characters.next_if(|&(_, next)| next == '`').is_some() {
                    length += 1;
                }
                if !in_code {
                    fence = length;
                    in_code = true;
                } else if length == fence {
                    in_code = false;
                }
            }
            '\\' if !in_code => {
                characters.next();
            }
            _ if in_code => {}
            '[' | '(' | '<' => depth += 1,
            ']' | ')' | '>' => depth = depth.saturating_sub(1),
            '。' | '！' | '？' if depth == 0 => return Some(index + c.len_utf8()),
            '.' | '!' | '?' if depth == 0 => {
                let rest = &paragraph[index + 1..];
                let after = rest.trim_start_matches(CLOSING);
                let end = paragraph.len() - after.len();
                let sentence = &paragraph[..end];
                let is_balanced = sentence.matches("**").count().is_multiple_of(2);
                if is_balanced && starts_sentence(after) && !is_abbreviation(&paragraph[..index]) {
                    return Some(end);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a new sentence follows a full stop.
fn starts_sentence(after: &str) -> bool {
    let next = after.trim_start();
    next.len() < after.len() && !next.starts_with(char::is_lowercase)
}

/// Whether the full stop after this text belongs to an abbreviation.
fn is_abbreviation(before: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || c == '(')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    matches!(
        word.as_str(),
        "e.g" | "i.e" | "eg" | "ie" | "ex" | "etc" | "vs" | "cf" | "approx" | "incl" | "resp"
    )
}

/// Whether the description of a response adds nothing to "success".
pub(super) fn is_meaningless(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', '!']).to_lowercase();
    matches!(
        text.as_str(),
        "" | "ok"
            | "response"
            | "success"
            | "successful"
            | "successful response"
            | "successful operation"
    )
}

/// The note of a `#[deprecated]` attribute: the document's advice, or a plain statement where there is none.
pub(super) fn deprecation(docs: &Docs) -> Option<String> {
    docs.deprecated
        .then(|| advice(docs).unwrap_or_else(|| NO_ADVICE.to_owned()))
}

/// The sentence of the documentation that says why an item is deprecated or what replaces it.
fn advice(docs: &Docs) -> Option<String> {
    let texts = [&docs.description, &docs.summary];
    let sentences: Vec<String> = texts
        .into_iter()
        .flatten()
        .flat_map(|text| plain_sentences(text))
        .collect();
    let has_any = |sentence: &str, words: &[&str]| {
        let sentence = sentence.to_lowercase();
        words.iter().any(|word| sentence.contains(word))
    };
    let index = sentences.iter().position(|sentence| {
        has_any(
            sentence,
            &[
                "deprecat",
                "obsolete",
                "superseded",
                "replaced by",
                "no longer supported",
            ],
        ) || has_any(sentence, &["instead"]) && has_any(sentence, &["use ", "prefer "])
    })?;
    let mut note = sentences[index].clone();
    // Many documents say what to use in the sentence that follows.
    if let Some(next) = sentences.get(index + 1)
        && !has_any(&note, &["use ", "replaced by", "in favo"])
        && has_any(next, &["use ", "replace", "instead"])
        && note.chars().count() + next.chars().count() < LONGEST_NOTE
    {
        note = format!("{} {next}", ended(&note));
    }
    Some(inert_note(shortened(without_label(&note))))
        .filter(|note| note.chars().any(char::is_alphanumeric))
}

/// A note that is only read: compilers print it as it is, and rustdoc reads it as Markdown, with links to items.
fn inert_note(note: String) -> String {
    if inert::is_inert(&note) {
        return note;
    }
    let markdown = markdown(&note);
    if markdown.contains('\n') {
        return inert::escaped(&note);
    }
    markdown
}

/// The sentences of a Markdown text, without its markup and without characters that a string literal must not have.
fn plain_sentences(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for event in Parser::new(text) {
        let last = paragraphs.len() - 1;
        let paragraph = &mut paragraphs[last];
        match event {
            Event::Text(text) => paragraph.push_str(&text),
            Event::Code(code) => paragraph.push_str(&code_span(&code)),
            Event::SoftBreak | Event::HardBreak => paragraph.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock,
            ) => {
                paragraphs.push(String::new());
            }
            _ => {}
        }
    }
    let mut sentences = Vec::new();
    for paragraph in &paragraphs {
        let words: Vec<String> = paragraph.split_whitespace().map(printable).collect();
        let paragraph = words.join(" ");
        let mut rest = paragraph.as_str();
        while !rest.is_empty() {
            let (sentence, after) = rest.split_at(sentence_end(rest).unwrap_or(rest.len()));
            sentences.push(sentence.trim().to_owned());
            rest = after.trim_start();
        }
    }
    sentences
}

/// A word without control characters and without marks that turn the direction of text, which the compiler denies in
/// literals (`text_direction_codepoint_in_literal`).
fn printable(word: &str) -> String {
    word.chars()
        .filter(|c| visible(c.encode_utf8(&mut [0; 4])).len() == c.len_utf8())
        .collect()
}

/// A note without a label in front of it, as in "Note: this is deprecated": compilers print their own label.
fn without_label(note: &str) -> &str {
    let labels = [
        "note",
        "notice",
        "deprecation notice",
        "important",
        "warning",
        "deprecated",
    ];
    match note.split_once(": ") {
        Some((label, rest)) if labels.contains(&label.to_lowercase().as_str()) => rest.trim_start(),
        _ => note,
    }
}

fn shortened(note: &str) -> String {
    if note.chars().count() <= LONGEST_NOTE {
        return note.to_owned();
    }
    let mut short: String = note.chars().take(LONGEST_NOTE - 1).collect();
    if let Some(space) = short.rfind(' ') {
        short.truncate(space);
    }
    short + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(description: &str) -> Option<String> {
        deprecation(&Docs {
            description: Some(description.to_owned()),
            deprecated: true,
            ..Docs::default()
        })
    }

    #[test]
    fn a_sentence_is_appended_to_prose_and_follows_anything_else() {
        let appended = |text: &str| {
            let mut paragraphs = vec![text.to_owned()];
            append(&mut paragraphs, "Default: `1`.");
            paragraphs.join("\n\n")
        };
        assert_eq!(appended("The size"), "The size. Default: `1`.");
        assert_eq!(
            appended("The size (in bytes.)"),
            "The size (in bytes.) Default: `1`."
        );
        assert_eq!(appended("サイズ。"), "サイズ。 Default: `1`.");
        assert_eq!(appended("One of:"), "One of:\n\nDefault: `1`.");
        assert_eq!(appended("- a\n- b"), "- a\n- b\n\nDefault: `1`.");
        assert_eq!(appended("# Size"), "# Size\n\nDefault: `1`.");
    }

    #[test]
    fn the_first_sentence_ends_outside_of_code_links_and_abbreviations() {
        let cases = [
            (
                "The page size, e.g. 10. Large pages are slow.",
                "The page size, e.g. 10.",
            ),
            ("The size (max. 100). More.", "The size (max. 100)."),
            (
                "A key (see [x. Y](https://a.test/b. c)). More.",
                "A key (see [x. Y](https://a.test/b. c)).",
            ),
            ("Is `a. B` set? More.", "Is `a. B` set?"),
            ("**Note. Twice.** More.", "**Note. Twice.**"),
            ("Wrapped\nin two lines\n\nMore.", "Wrapped in two lines."),
            ("Sorts by one of:\n- a\n- b", "Sorts by one of."),
            ("v1.2 is the default", "v1.2 is the default."),
            ("- a", ""),
            ("", ""),
        ];
        for (text, sentence) in cases {
            assert_eq!(first_sentence(text), sentence, "{text}");
        }
    }

    #[test]
    fn a_deprecation_note_is_the_advice_of_the_document() {
        let cases = [
            (
                "The old name.\n\nUse `name` instead.",
                "Use `name` instead.",
            ),
            (
                "**Deprecated.** Use [the new one](https://a.test) instead. It is fast.",
                "Deprecated. Use the new one instead.",
            ),
            (
                "Deprecated: use\nthe `x` endpoint\u{7}\u{202E}.",
                "use the `x` endpoint.",
            ),
            (
                "Note: This is deprecated. Use `b` instead.",
                "This is deprecated. Use `b` instead.",
            ),
            ("A name.", NO_ADVICE),
        ];
        for (text, expected) in cases {
            assert_eq!(note(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(deprecation(&Docs::default()), None);
    }

    #[test]
    fn a_deprecation_note_is_only_read() {
        for (text, expected) in [
            (
                "Deprecated, use `a[b]` instead.",
                "Deprecated, use `a[b]` instead.",
            ),
            (
                "Deprecated: use \\[Store] instead.",
                "use \\[Store\\] instead.",
            ),
            ("Deprecated: use \\<b>a\\</b>.", "use **a**."),
            ("Deprecated: use \\<javascript:a>.", "use \\<javascript:a>."),
            ("Deprecated: \\```rust a", "\\`\\`\\`rust a"),
        ] {
            assert_eq!(note(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_deprecation_note_has_at_most_two_hundred_characters() {
        let long = note(&format!("Deprecated {}", "because ".repeat(50))).unwrap_or_default();
        assert!(
            long.chars().count() <= LONGEST_NOTE && long.ends_with("because…"),
            "{long}"
        );
    }
}
