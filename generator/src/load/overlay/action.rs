//! Overlay actions: the nodes that an action selects, and the update or removal applied to them.

use serde_json::{Map, Value};

use super::change::{Change, remove};
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

pub(super) struct Action<'a> {
    pub(super) file: FileIndex,
    pub(super) name: &'a str,
    pub(super) at: &'a Pointer<'a>,
    pub(super) members: &'a Value,
}

impl Action<'_> {
    /// Applies the action, and adds the number of new values to `grown`, and that of the values visited to `visited`.
    pub(super) fn apply(
        &self,
        document: &mut Value,
        grown: &mut usize,
        visited: &mut usize,
        sources: &mut SourceMap,
    ) -> Result<(), Box<Diagnostic>> {
        let target = self
            .members
            .get("target")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let path = jsonpath::parse(target).map_err(|problem| {
            let help = "write a JSONPath, such as `$.paths['/stores'].get`";
            let message = format!("`target` is not a supported JSONPath: {problem}");
            self.error(Code::InvalidOverlay, "target", message)
                .help(help)
        })?;
        let selected = path.select_counted(document, visited);
        if *visited > VISITS {
            let message = format!("the targets up to this one visit more than {VISITS} values");
            let error = self.error(Code::DocumentTooLarge, "target", message);
            return Err(error.help("choose narrower targets").into());
        }
        if selected.is_empty() {
            return Err(self.no_match(target, document).into());
        }
        let removes = self.members.get("remove").and_then(Value::as_bool);
        if removes.unwrap_or_default() {
            return self.remove(&selected, document, sources);
        }
        let Some(update) = self.members.get("update") else {
            let place = self.at.place_in(Some(self.name), Part::Value);
            let message = "an action must have `update` or `remove: true`";
            let help = "add `update` with the changes, or `remove: true`";
            return Err(Diagnostic::error(Code::InvalidOverlay, place, message)
                .help(help)
                .into());
        };
        self.limits(&selected, update, grown)?;
        for pointer in selected {
            // The node was just selected, and an update never removes a node.
            if let Some(target) = document.pointer_mut(&pointer) {
                self.update(target, update, &pointer, sources)?;
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
        selected: &[String],
        update: &Value,
        grown: &mut usize,
    ) -> Result<(), Box<Diagnostic>> {
        *grown = grown.saturating_add(selected.len().saturating_mul(size(update)));
        if *grown > GROWTH {
            let message = format!(
                "this update matches {} nodes and would make the document too large",
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
            let message = "this update nests objects and arrays too deeply".to_owned();
            let error = self.error(Code::InvalidOverlay, "update", message);
            let help = format!("nest at most {DEPTH} levels");
            return Err(error.help(help).into());
        }
        Ok(())
    }

    /// Updates one node: objects are merged, arrays appended to, everything else replaced.
    fn update(
        &self,
        target: &mut Value,
        update: &Value,
        pointer: &str,
        sources: &mut SourceMap,
    ) -> Result<(), Box<Diagnostic>> {
        let origin = self.at.key("update").to_string();
        let mut change = Change {
            file: self.file,
            sources,
        };
        let (message, help) = match (&mut *target, update) {
            (Value::Object(target), Value::Object(update)) => {
                change.merge(target, update, pointer, &origin);
                return Ok(());
            }
            (Value::Array(target), Value::Array(update)) => {
                change.append(target, update, pointer, &origin);
                return Ok(());
            }
            (Value::Array(target), update) => {
                change.push(target, update, pointer, &origin);
                return Ok(());
            }
            (Value::Object(_), _) => (
                "the target is an object, so `update` must be an object".to_owned(),
                "list the members to change: `update: { name: value }`",
            ),
            (target, Value::Object(_) | Value::Array(_)) => (
                format!("the target is the value `{target}`, so `update` must be a single value"),
                "target the object around it to change several members",
            ),
            (target, update) => {
                *target = update.clone();
                change.comes_from(pointer, &origin);
                return Ok(());
            }
        };
        Err(self
            .error(Code::InvalidOverlay, "update", message)
            .help(help)
            .into())
    }

    fn no_match(&self, target: &str, document: &Value) -> Diagnostic {
        let message = format!("`{target}` matches nothing in the document");
        let diagnostic = self.error(Code::OverlayNoMatch, "target", message);
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
            return diagnostic.help("start the target with `$`, the root of the document");
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
            "correct the target, or remove the action; `{last}` has no `{}`",
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
