//! Renders a verdict as Markdown for a pull request.

use std::fmt::Write as _;

use openapi_crate::diff::{Change, Effect, Kind};

use super::{At, Verdict};

/// The maximum length of a GitHub comment in bytes, minus room for the end.
const LIMIT: usize = 60_000;

/// Renders the verdict as GitHub Markdown. `program` is the name of the program whose `diff` lists everything.
pub(crate) fn render(verdict: &Verdict<'_>, program: &str) -> String {
    let mut text = format!("### Rust API: {}", verdict.diff.bump().as_str());
    // Writing to a string does not fail.
    let _ = match verdict.versions() {
        Some((version, next)) if version != next => writeln!(text, ", {version} → {next}"),
        _ => writeln!(text),
    };
    let _ = writeln!(
        text,
        "\n{} since {}.",
        capitalised(&verdict.diff.summary()),
        code(verdict.base.label)
    );
    let mut left_out = 0;
    for effect in Effect::ALL {
        let changes: Vec<&Change> = verdict.described(effect).collect();
        if changes.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n#### {}\n", heading(effect));
        let _ = writeln!(
            text,
            "| | item | change | for callers | where |\n| --- | --- | --- | --- | --- |"
        );
        for change in changes {
            let row = row(verdict, change);
            if text.len() + row.len() > LIMIT {
                left_out += 1;
            } else {
                text.push_str(&row);
            }
        }
    }
    let documented = verdict.documentation_only();
    if !documented.is_empty() {
        let items: Vec<String> = documented.iter().map(|item| code(item)).collect();
        let items = items.join(", ");
        let _ = writeln!(
            text,
            "\n<details><summary>Documentation changed</summary>\n"
        );
        if text.len() + items.len() > LIMIT {
            left_out += documented.len();
        } else {
            let _ = writeln!(text, "{items}");
        }
        let _ = writeln!(text, "\n</details>");
    }
    if left_out > 0 {
        let _ = writeln!(
            text,
            "\n{left_out} more changes: run `{program} diff` to list them all."
        );
    }
    text
}

fn row(verdict: &Verdict<'_>, change: &Change) -> String {
    let sign = match change.kind {
        Kind::Added => "➕",
        Kind::Removed => "➖",
        Kind::Changed => "✏️",
    };
    let places = match verdict.places(change) {
        (Some(base), Some(new)) if base == new => place(&base),
        (Some(base), Some(new)) => format!("{} → {}", place(&base), place(&new)),
        (Some(base), None) => format!("{} → removed", place(&base)),
        (None, Some(new)) => format!("new → {}", place(&new)),
        (None, None) => String::new(),
    };
    let [item, what] = [code(&change.item), change.what.clone()].map(|text| cell(&text));
    format!(
        "| {sign} | {item} | {what} | {} | {} |\n",
        change.why,
        cell(&places)
    )
}

fn place(at: &At) -> String {
    code(&format!("{}:{}", at.file, at.line))
}

fn heading(effect: Effect) -> &'static str {
    match effect {
        Effect::Breaking => "Breaks callers",
        Effect::Behaviour => "Compiles, but changes behaviour",
        Effect::Addition => "New",
        Effect::Documentation => "Documentation",
    }
}

/// Renders text from a document as a code span, in which a backtick would end the span.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

/// Renders text in a table cell, on one line and without HTML outside of code spans.
fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    let mut in_code = false;
    for c in text.chars() {
        match c {
            '`' => {
                in_code = !in_code;
                cell.push(c);
            }
            '|' => cell.push_str("\\|"),
            '\n' | '\r' => cell.push(' '),
            '<' if !in_code => cell.push_str("&lt;"),
            c => cell.push(c),
        }
    }
    cell
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{cell, code};

    #[test]
    fn text_from_a_document_stays_in_its_cell() {
        assert_eq!(cell("a|b\nc <img> `Vec<u8>`"), "a\\|b c &lt;img> `Vec<u8>`");
        assert_eq!(code("a`b"), "`a'b`");
    }
}
