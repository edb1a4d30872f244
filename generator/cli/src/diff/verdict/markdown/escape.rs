//! Escapes for Markdown: values of a document become code spans that they cannot leave.
//!
//! Nothing in a code span is a link, a mention, a reference to an issue, an emoji or HTML. Backslashes would not be
//! enough: GitHub finds mentions and references in the text that is left after Markdown is rendered.

use crate::visible::push_visible;

/// Where a code span is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a paragraph.
    Text,
    /// In a cell of a table, where `|` ends the cell even in a code span.
    Cell,
}

/// Renders a value as a code span on one line, with a fence that is longer than every run of backticks in the value.
pub(super) fn code(value: &str, place: Place) -> String {
    let mut visible = String::with_capacity(value.len());
    let mut backslashes = 0;
    for c in value.chars() {
        match c {
            // The row is split before code spans are found. A backslash before `|` escapes it, and one before a
            // backslash escapes that, so after an odd number of them there is no way to write `|`.
            '|' if place == Place::Cell && backslashes % 2 == 1 => visible.push_str("\\u{7c}"),
            '|' if place == Place::Cell => visible.push_str("\\|"),
            c => push_visible(&mut visible, c),
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
    }
    let longest = visible
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let ends = |c: char| visible.starts_with(c) || visible.ends_with(c);
    // Markdown removes a space from both ends, unless there are only spaces.
    let both_spaces = visible.starts_with(' ') && visible.ends_with(' ');
    let padding = if visible.is_empty() || ends('`') || (both_spaces && !visible.trim().is_empty())
    {
        " "
    } else {
        ""
    };
    format!("{fence}{padding}{visible}{padding}{fence}")
}

/// Renders a sentence of the generator for a cell: its code spans, and a code span for each word that is more than
/// letters, which would be a value that had left its code span.
pub(super) fn prose(text: &str) -> String {
    let mut rendered = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        let (before, from) = rest.split_at(start);
        words(before, &mut rendered);
        let length = from.len() - from.trim_start_matches('`').len();
        let (fence, after) = from.split_at(length);
        match closing(after, length) {
            Some(end) => {
                let (inside, closed) = after.split_at(end);
                push_code(unpadded(inside), &mut rendered);
                rest = closed.get(length..).unwrap_or_default();
            }
            None => {
                push_code(fence, &mut rendered);
                rest = after;
            }
        }
    }
    words(rest, &mut rendered);
    rendered
}

/// Adds a code span. Its fence would be longer if it followed that of another one directly.
fn push_code(value: &str, rendered: &mut String) {
    if rendered.ends_with('`') {
        rendered.push(' ');
    }
    rendered.push_str(&code(value, Place::Cell));
}

/// The start of the first run of exactly `length` backticks.
fn closing(text: &str, length: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text.get(at..)?.find('`') {
        let start = at + found;
        let run = text.get(start..)?;
        let run = run.len() - run.trim_start_matches('`').len();
        if run == length {
            return Some(start);
        }
        at = start + run;
    }
    None
}

/// Removes the spaces that Markdown removes from a code span.
fn unpadded(inside: &str) -> &str {
    match inside
        .strip_prefix(' ')
        .and_then(|rest| rest.strip_suffix(' '))
    {
        Some(stripped) if !inside.trim().is_empty() => stripped,
        _ => inside,
    }
}

fn words(text: &str, rendered: &mut String) {
    for (n, word) in text.split(' ').enumerate() {
        if n > 0 {
            rendered.push(' ');
        }
        if word.is_empty() || is_plain(word) {
            rendered.push_str(word);
        } else {
            push_code(word, rendered);
        }
    }
}

/// Whether a word is letters or a small number with punctuation, which has no meaning in Markdown or on GitHub.
fn is_plain(word: &str) -> bool {
    let word = word.strip_prefix('(').unwrap_or(word);
    let word = word.trim_end_matches([',', '.', ';', ':', '?', ')', '…']);
    let letters = |part: &str| !part.is_empty() && part.chars().all(char::is_alphabetic);
    // GitHub links what could be the hash of a commit.
    let hexadecimal = word.len() >= 7 && word.chars().all(|c| c.is_ascii_hexdigit());
    !hexadecimal
        && (word.is_empty()
            || word.split(['-', '\'']).all(letters)
            || word.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_in_its_code_span() {
        let cases = [
            ("a", "`a`"),
            ("a`b", "``a`b``"),
            ("`a``", "``` `a`` ```"),
            ("", "`  `"),
            (" a ", "`  a  `"),
            ("a|b\\|c\\\\|", "`a\\|b\\\\u{7c}c\\\\\\|`"),
            ("a\n\u{1b}\u{202e}", "`a\\n\\u{1b}\\u{202e}`"),
            ("@me <b> #1", "`@me <b> #1`"),
        ];
        for (value, span) in cases {
            assert_eq!(code(value, Place::Cell), span);
        }
        assert_eq!(code("a|b", Place::Text), "`a|b`");
    }

    #[test]
    fn words_outside_code_spans_are_put_into_them() {
        let cases = [
            (
                "field `a: Vec<u8>` is required, an argument",
                "field `a: Vec<u8>` is required, an argument",
            ),
            (
                "value `a` @me #1 <img> `",
                "value `a` `@me` `#1` `<img>` `` ` ``",
            ),
            (
                "[a](https://b) www.b.example GH-1 deadbeef :+1:",
                "`[a](https://b)` `www.b.example` `GH-1` `deadbeef` `:+1:`",
            ),
            ("@x`y`", "`@x` `y`"),
            ("a ``b`c`` d", "a ``b`c`` d"),
            ("a | b\nc *d* 200", "a `\\|` `b\\nc` `*d*` 200"),
        ];
        for (text, rendered) in cases {
            assert_eq!(prose(text), rendered);
        }
    }
}
