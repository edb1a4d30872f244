//! Overlay actions: the nodes that an action selects, and the update or removal applied to them.

use serde_json::{Map, Value};

use super::change::{Change, remove};
use super::incomplete::Added;
use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::load::jsonpath;
use crate::load::origin::FileIndex;
use crate::load::source::SourceMap;
use crate::load::syntax::{DEPTH, depth};
use crate::pointer::{self, Pointer};

/// The maximum number of values in a document with its overlays applied.
const GROWTH: usize = 10_000_000;

/// The maximum number of values that the targets of an overlay visit: each action may visit the whole document.
const VISITS: usize = 5_000_000;

/// The maximum number of values that the `copy` of an overlay's actions copy: each may double the document.
const COPIES: usize = 200_000;

/// The maximum number of names compared with the name that matches nothing.
const MOST_COMPARED: usize = 1_000;

/// Returns the number of values in a tree.
pub(super) fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(elements) => elements.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

/// The work of the actions of an overlay so far.
pub(super) struct Work {
    /// The number of values in the document.
    pub(super) grown: usize,
    /// The number of values that the targets visited.
    pub(super) visited: usize,
    /// The number of values copied within the document.
    pub(super) copied: usize,
    /// The members that updates added without a type or a schema.
    pub(super) incomplete: Vec<Added>,
}

pub(super) struct Action<'a> {
    pub(super) file: FileIndex,
    pub(super) name: &'a str,
    pub(super) at: &'a Pointer<'a>,
    pub(super) members: &'a Value,
    /// Whether the version of the overlay has `copy`.
    pub(super) has_copies: bool,
}

impl Action<'_> {
    /// Applies the action, and adds its work.
    pub(super) fn apply(
        &self,
        document: &mut Value,
        work: &mut Work,
        sources: &mut SourceMap,
    ) -> Result<(), Box<Diagnostic>> {
        let selected = self.select("target", document, &mut work.visited)?;
        let removes = self.members.get("remove").and_then(Value::as_bool);
        let removes = removes.unwrap_or_default();
        if self.members.get("copy").is_some() {
            return self.copy(&selected, removes, document, work, sources);
        }
        if removes {
            return self.remove(&selected, document, sources);
        }
        let Some(update) = self.members.get("update") else {
            let place = self.at.place_in(Some(self.name), Part::Value);
            let (message, help) = if self.has_copies {
                (
                    "an action must have `update`, `copy` or `remove: true`",
                    "add `update` with the changes, `copy` with the path of a value, or `remove: true`",
                )
            } else {
                (
                    "an action must have `update` or `remove: true`",
                    "add `update` with the changes, or `remove: true`",
                )
            };
            return Err(Diagnostic::error(Code::InvalidOverlay, place, message)
                .help(help)
                .into());
        };
        self.limits("update", &selected, update, &mut work.grown)?;
        let origin = self.at.key("update").to_string();
        let mut change = Change {
            file: Some(self.file),
            sources,
            incomplete: &mut work.incomplete,
        };
        self.update_all("update", selected, update, document, &origin, &mut change)
    }

    /// Selects the nodes of the path in a member of the action.
    fn select(
        &self,
        member: &str,
        document: &Value,
        visited: &mut usize,
    ) -> Result<Vec<String>, Box<Diagnostic>> {
        let path = self.members.get(member).and_then(Value::as_str);
        let path = path.unwrap_or_default();
        let parsed = jsonpath::parse(path).map_err(|problem| {
            let help = "write a JSONPath, such as `$.paths['/stores'].get`";
            let message = format!("`{member}` is not a supported JSONPath: {problem}");
            self.error(Code::InvalidOverlay, member, message).help(help)
        })?;
        let selected = parsed.select_counted(document, visited);
        if *visited > VISITS {
            let message = format!("the targets up to this one visit more than {VISITS} values");
            let error = self.error(Code::DocumentTooLarge, member, message);
            return Err(error.help("choose narrower targets").into());
        }
        if selected.is_empty() {
            return Err(self.no_match(member, path, document).into());
        }
        Ok(selected)
    }

    /// Updates the selected nodes with a copy of another node of the document (Overlay 1.1).
    fn copy(
        &self,
        selected: &[String],
        removes: bool,
        document: &mut Value,
        work: &mut Work,
        sources: &mut SourceMap,
    ) -> Result<(), Box<Diagnostic>> {
        if !self.has_copies {
            let message = "`copy` requires Overlay 1.1, but this overlay is Overlay 1.0".to_owned();
            let error = self.error(Code::InvalidOverlay, "copy", message);
            return Err(error.help("write `overlay: 1.1.0`").into());
        }
        if removes || self.members.get("update").is_some() {
            let other = if removes { "remove" } else { "update" };
            let message = format!("an action must not have both `copy` and `{other}`");
            let error = self.error(Code::InvalidOverlay, "copy", message);
            return Err(error.help("split the action into two").into());
        }
        let found = self.select("copy", document, &mut work.visited)?;
        let [source] = found.as_slice() else {
            let message = format!("`copy` must select exactly one node, found {}", found.len());
            let error = self.error(Code::InvalidOverlay, "copy", message);
            return Err(error.help("choose a narrower path").into());
        };
        // The node was just selected.
        let Some(value) = document.pointer(source) else {
            return Ok(());
        };
        work.copied = work
            .copied
            .saturating_add(selected.len().saturating_mul(size(value)));
        if work.copied > COPIES {
            let message = format!("the actions up to this one copy more than {COPIES} values");
            let error = self.error(Code::DocumentTooLarge, "copy", message);
            return Err(error.help("copy smaller parts, or refer to them").into());
        }
        let value = value.clone();
        self.limits("copy", selected, &value, &mut work.grown)?;
        let mut change = Change {
            file: None,
            sources,
            incomplete: &mut work.incomplete,
        };
        self.update_all(
            "copy",
            selected.to_vec(),
            &value,
            document,
            source,
            &mut change,
        )
    }

    fn update_all(
        &self,
        member: &str,
        selected: Vec<String>,
        update: &Value,
        document: &mut Value,
        origin: &str,
        change: &mut Change<'_>,
    ) -> Result<(), Box<Diagnostic>> {
        for pointer in selected {
            // The node was just selected, and an update never removes a node.
            if let Some(target) = document.pointer_mut(&pointer) {
                self.update(member, target, update, &pointer, origin, change)?;
            }
        }
        Ok(())
    }

    fn remove(
        &self,
        selected: &[String],
        document: &mut Value,
        sources: &mut SourceMap,
    ) -> Result<(), Box<Diagnostic>> {
        remove(document, selected, sources).ok_or_else(|| {
            let message = "the whole document cannot be removed".to_owned();
            let error = self.error(Code::InvalidOverlay, "target", message);
            error.help("target the part to remove").into()
        })
    }

    /// Refuses an update that would make the document too large or too deeply nested.
    fn limits(
        &self,
        member: &str,
        selected: &[String],
        update: &Value,
        grown: &mut usize,
    ) -> Result<(), Box<Diagnostic>> {
        *grown = grown.saturating_add(selected.len().saturating_mul(size(update)));
        if *grown > GROWTH {
            let message = format!(
                "this {member} matches {} nodes and would make the document too large",
                selected.len()
            );
            let error = self.error(Code::InvalidOverlay, "target", message);
            return Err(error.help("choose a narrower target").into());
        }
        let deepest = selected
            .iter()
            .map(|pointer| pointer::steps(pointer).count())
            .max()
            .unwrap_or_default();
        if deepest + depth(update) > DEPTH {
            let message = format!("this {member} nests objects and arrays too deeply");
            let error = self.error(Code::InvalidOverlay, member, message);
            let help = format!("nest at most {DEPTH} levels");
            return Err(error.help(help).into());
        }
        Ok(())
    }

    /// Updates one node: objects are merged, arrays appended to, everything else replaced.
    fn update(
        &self,
        member: &str,
        target: &mut Value,
        update: &Value,
        pointer: &str,
        origin: &str,
        change: &mut Change<'_>,
    ) -> Result<(), Box<Diagnostic>> {
        let (message, help) = match (&mut *target, update) {
            (Value::Object(target), Value::Object(update)) => {
                change.merge(target, update, pointer, origin);
                return Ok(());
            }
            (Value::Array(target), Value::Array(update)) => {
                change.append(target, update, pointer, origin);
                return Ok(());
            }
            (Value::Array(target), update) => {
                change.push(target, update, pointer, origin);
                return Ok(());
            }
            (Value::Object(_), _) => (
                match member {
                    "copy" => "the target is an object, so `copy` must select an object".to_owned(),
                    _ => "the target is an object, so `update` must be an object".to_owned(),
                },
                match member {
                    "copy" => "select the object around the value, or use `update`",
                    _ => "list the members to change: `update: { name: value }`",
                },
            ),
            (target, Value::Object(_) | Value::Array(_)) => (
                match member {
                    "copy" => format!(
                        "the target is the value `{target}`, so `copy` must select a single value"
                    ),
                    _ => format!(
                        "the target is the value `{target}`, so `update` must be a single value"
                    ),
                },
                "target the object around it to change several members",
            ),
            (target, update) => {
                *target = update.clone();
                change.comes_from(pointer, origin);
                return Ok(());
            }
        };
        Err(self
            .error(Code::InvalidOverlay, member, message)
            .help(help)
            .into())
    }

    fn no_match(&self, member: &str, target: &str, document: &Value) -> Diagnostic {
        let message = format!("`{target}` matches nothing in the document");
        let diagnostic = self.error(Code::OverlayNoMatch, member, message);
        let what = if member == "copy" { "path" } else { "target" };
        // The longest prefix of the path that matches, and the names available there.
        let mut ends: Vec<usize> = target
            .char_indices()
            .filter(|(_, c)| matches!(c, '.' | '['))
            .map(|(at, _)| at)
            .collect();
        ends.reverse();
        let mut matching = ends.into_iter().filter_map(|end| {
            let path = jsonpath::parse(target.get(..end)?).ok()?;
            Some((end, path.select(document).into_iter().next()?))
        });
        let Some((end, found)) = matching.next() else {
            return diagnostic.help(format!(
                "start the {what} with `$`, the root of the document"
            ));
        };
        let rest = target.get(end..).unwrap_or_default();
        let name: String = rest
            .trim_start_matches(['.', '[', '\'', '"'])
            .chars()
            .take_while(|c| !"'\"]".contains(*c))
            .collect();
        let name = if rest.starts_with('.') {
            name.split(['.', '[']).next().unwrap_or_default()
        } else {
            &name
        };
        let names = document
            .pointer(&found)
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::keys);
        let few = names.take(MOST_COMPARED).map(String::as_str);
        let label = did_you_mean(name, few);
        let last = target.get(..end).unwrap_or_default();
        diagnostic.label(label).help(format!(
            "correct the {what}, or remove the action; `{last}` has no `{}`",
            rest.trim_start_matches('.')
        ))
    }

    fn error(&self, code: Code, member: &str, message: String) -> Diagnostic {
        Diagnostic::error(
            code,
            self.at.key(member).place_in(Some(self.name), Part::Value),
            message,
        )
    }
}
