//! The wording of names, lists and limits in the listing.

use crate::model::code_span;

/// A name or a value of the document: as it is if it has no character that could be part of the listing, otherwise as a
/// code span.
pub(super) fn shown(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_.$/{}[]@+*~=%&?!:".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) && !text.ends_with(':') {
        text.to_owned()
    } else {
        code_span(text)
    }
}

/// A list of names, separated by commas.
pub(super) fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| shown(name)).collect();
    names.join(", ")
}

/// The limits and the default of a value, to follow its type.
pub(super) fn limits(notes: &[String]) -> String {
    let notes = notes.iter().map(|note| {
        let note = note.trim_end_matches('.');
        let mut characters = note.chars();
        let first = characters.next().map(char::to_lowercase);
        let first: String = first.into_iter().flatten().collect();
        format!(", {first}{}", characters.as_str())
    });
    notes.collect()
}
