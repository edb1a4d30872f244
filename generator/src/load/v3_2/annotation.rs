//! Keywords that describe the document: summaries, tags, names of servers, examples and deprecated security schemes.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::extension::{SERVER_NAME, TAG_KIND, TAG_PARENT};
use super::rewriting::Rewriting;
use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::pointer::Pointer;

/// Moves the `summary` of a response or a tag to the start of its description.
pub(super) fn summary(members: &mut Map<String, Value>) {
    let Some(summary) = members
        .get("summary")
        .and_then(Value::as_str)
        .map(str::to_owned)
    else {
        return;
    };
    members.shift_remove("summary");
    add_paragraph(
        members,
        |description| format!("{summary}\n\n{description}"),
        &summary,
    );
}

/// Adds a note to the description of a deprecated security scheme.
pub(super) fn deprecated_scheme(members: &mut Map<String, Value>) {
    if members
        .get("deprecated")
        .is_some_and(|value| *value == Value::Bool(true))
    {
        const NOTE: &str = "Deprecated: the document advises against it.";
        add_paragraph(
            members,
            |description| format!("{description}\n\n{NOTE}"),
            NOTE,
        );
    }
}

fn add_paragraph(
    members: &mut Map<String, Value>,
    with: impl FnOnce(&str) -> String,
    without: &str,
) {
    let text = match members.get("description") {
        Some(Value::String(description)) if !description.trim().is_empty() => with(description),
        None | Some(Value::String(_)) => without.to_owned(),
        Some(_) => return,
    };
    members.insert("description".to_owned(), Value::String(text));
}

/// Keeps the name of a server.
pub(super) fn server(members: &mut Map<String, Value>) {
    if let Some(name) = members.get("name").filter(|name| name.is_string()).cloned() {
        members.insert(SERVER_NAME.to_owned(), name);
    }
}

impl Rewriting<'_> {
    /// Rewrites the data of an example as its value. Its serialized form is not the type that a caller passes.
    pub(super) fn example(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        if members.contains_key("value") {
            return;
        }
        if let Some(value) = members.shift_remove("dataValue") {
            self.moved(&at.key("dataValue"), &at.key("value"));
            members.insert("value".to_owned(), value);
        }
    }

    /// Keeps the parents and kinds of tags, and reports parents that do not exist or are their own descendants.
    pub(super) fn tags(&mut self, tags: &mut [Value], at: &Pointer<'_>) {
        let names: HashSet<String> = tags
            .iter()
            .filter_map(|tag| tag.get("name")?.as_str().map(str::to_owned))
            .collect();
        let parents: HashMap<String, String> = tags
            .iter()
            .filter_map(|tag| {
                let name = tag.get("name")?.as_str()?.to_owned();
                Some((name, tag.get("parent")?.as_str()?.to_owned()))
            })
            .collect();
        for (index, tag) in tags.iter_mut().enumerate() {
            let Value::Object(members) = tag else {
                continue;
            };
            if let Some(kind) = members.get("kind").filter(|kind| kind.is_string()).cloned() {
                members.insert(TAG_KIND.to_owned(), kind);
            }
            let name = members
                .get("name")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned();
            let Some(parent) = members.get("parent").and_then(Value::as_str) else {
                continue;
            };
            let (message, label) = if !names.contains(parent) {
                let label = did_you_mean(parent, names.iter().map(String::as_str));
                (
                    format!("the parent `{parent}` of the tag `{name}` does not exist"),
                    label,
                )
            } else if is_own_descendant(&name, &parents) {
                let message = format!("the tag `{name}` must not be its own descendant");
                (message, String::new())
            } else {
                let parent = Value::String(parent.to_owned());
                members.insert(TAG_PARENT.to_owned(), parent);
                continue;
            };
            let here = at.index(index);
            let place = self
                .sources
                .origin(&here.key("parent").to_string(), Part::Value);
            self.diagnostics.push(
                Diagnostic::warning(Code::InvalidDocument, place, message)
                    .label(label)
                    .help("name the tag around this one, or remove `parent`, which is ignored"),
            );
        }
    }
}

/// Whether the parents of a tag lead back to it.
fn is_own_descendant(name: &str, parents: &HashMap<String, String>) -> bool {
    let mut seen = HashSet::new();
    let mut next = parents.get(name);
    while let Some(parent) = next {
        if parent == name {
            return true;
        }
        // A cycle that does not contain this tag.
        if !seen.insert(parent) {
            return false;
        }
        next = parents.get(parent);
    }
    false
}
