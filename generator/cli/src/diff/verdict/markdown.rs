//! Renders a verdict as Markdown for a pull request.

mod escape;

use std::fmt::Write as _;

use openapi_crate::diff::{Change, Effect, Kind};

use self::escape::{Place, code, prose};
use super::{At, Verdict};
use crate::visible::Text;

/// The maximum length of a GitHub comment in bytes, minus room for the end.
const LIMIT: usize = 60_000;

/// Renders the verdict as GitHub Markdown, in which every value of the document is a code span. `program` is the name of
/// the program whose `diff` lists everything.
pub(crate) fn render(verdict: &Verdict<'_>, program: &str) -> Text {
    let mut text = Text::default();
    text.rendered(&lines(verdict, program));
    text
}

fn lines(verdict: &Verdict<'_>, program: &str) -> String {
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
        code(verdict.base.label, Place::Text)
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
        let items: Vec<String> = documented
            .iter()
            .map(|item| code(item, Place::Text))
            .collect();
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
        (Some(base), Some(new)) if base.is_line_of(&new) => place(&base),
        (Some(base), Some(new)) => format!("{} → {}", place(&base), place(&new)),
        (Some(base), None) => format!("{} → removed", place(&base)),
        (None, Some(new)) => format!("new → {}", place(&new)),
        (None, None) => String::new(),
    };
    format!(
        "| {sign} | {} | {} | {} | {places} |\n",
        code(&change.item, Place::Cell),
        prose(&change.what),
        prose(&change.why),
    )
}

fn place(at: &At) -> String {
    code(&format!("{}:{}", at.file, at.line), Place::Cell)
}

fn heading(effect: Effect) -> &'static str {
    match effect {
        Effect::Breaking => "Breaks callers",
        Effect::Behaviour => "Compiles, but changes behaviour",
        Effect::Addition => "New",
        Effect::Documentation => "Documentation",
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}
