//! Renders a verdict as JSON.

use openapi_crate::diff::{Change, Effect};
use serde::Serialize;

use super::{At, Verdict};

/// The verdict. Later versions may add members, but remove none.
#[derive(Serialize)]
struct Document<'a> {
    base: &'a str,
    new: &'a str,
    /// `none`, `patch`, `minor` or `major`.
    bump: &'a str,
    breaking: bool,
    version: Option<Versions>,
    summary: String,
    changes: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Versions {
    base: String,
    next: String,
}

#[derive(Serialize)]
struct Row<'a> {
    effect: &'a str,
    kind: &'a str,
    item: &'a str,
    what: &'a str,
    why: &'a str,
    base: Option<Place>,
    new: Option<Place>,
}

#[derive(Serialize)]
struct Place {
    file: String,
    line: usize,
    column: usize,
}

/// Renders the verdict as JSON.
pub(crate) fn render(verdict: &Verdict<'_>) -> String {
    let document = Document {
        base: verdict.base.label,
        new: verdict.new.label,
        bump: verdict.diff.bump().as_str(),
        breaking: verdict.diff.effect() == Some(Effect::Breaking),
        version: verdict.versions().map(|(base, next)| Versions {
            base: base.to_string(),
            next: next.to_string(),
        }),
        summary: verdict.diff.summary(),
        changes: verdict
            .diff
            .changes
            .iter()
            .map(|change| row(verdict, change))
            .collect(),
    };
    // Strings, numbers and arrays of them always serialize to JSON.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn row<'a>(verdict: &Verdict<'_>, change: &'a Change) -> Row<'a> {
    let place = |at: At| Place {
        file: at.file,
        line: at.line,
        column: at.column,
    };
    let (base, new) = verdict.places(change);
    Row {
        effect: change.effect.as_str(),
        kind: change.kind.as_str(),
        item: &change.item,
        what: &change.what,
        why: &change.why,
        base: base.map(place),
        new: new.map(place),
    }
}
