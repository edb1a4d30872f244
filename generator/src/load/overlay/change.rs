//! Changes the nodes that an action selects, and records the origin of the new values.

use std::cmp::Reverse;
use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::incomplete::{Added, find};
use crate::load::origin::{FileIndex, Origin};
use crate::load::source::SourceMap;
use crate::pointer::{escape, steps, unescape};

/// Removes nodes; `None` if one is the document itself. The nodes of one object or array are removed at once, because
/// there may be thousands.
pub(super) fn remove(
    document: &mut Value,
    pointers: &[String],
    sources: &mut SourceMap,
) -> Option<()> {
    let mut groups: IndexMap<&str, HashSet<&str>> = IndexMap::new();
    for pointer in pointers {
        let (parent, last) = pointer.rsplit_once('/')?;
        groups.entry(parent).or_default().insert(last);
    }
    // The deepest first, so that the pointers to the others stay valid.
    groups.sort_by_cached_key(|parent, _| Reverse(steps(parent).count()));
    for (parent, removed) in groups {
        match document.pointer_mut(parent) {
            Some(Value::Object(members)) => {
                members.retain(|name, _| !removed.contains(escape(name).as_ref()));
                for last in removed {
                    sources.origins.remove_member(parent, &unescape(last));
                }
            }
            Some(Value::Array(elements)) => {
                let removed: HashSet<usize> = removed
                    .iter()
                    .filter_map(|last| last.parse().ok())
                    .collect();
                let length = elements.len();
                sources.origins.remove_elements(parent, &removed, length);
                let mut index = 0;
                elements.retain(|_| {
                    index += 1;
                    !removed.contains(&(index - 1))
                });
            }
            _ => {}
        }
    }
    Some(())
}

/// Copies parts of an overlay, or of the document itself, into the document and records their origins.
pub(super) struct Change<'s> {
    /// The overlay that contains the new values; `None` if they are copies of values of the document.
    pub(super) file: Option<FileIndex>,
    pub(super) sources: &'s mut SourceMap,
    /// The members that updates added without a type or a schema.
    pub(super) incomplete: &'s mut Vec<Added>,
}

impl Change<'_> {
    /// Objects are merged, arrays appended to, everything else replaced.
    pub(super) fn merge(
        &mut self,
        target: &mut Map<String, Value>,
        update: &Map<String, Value>,
        pointer: &str,
        origin: &str,
    ) {
        for (name, update) in update {
            let container = pointer;
            let pointer = format!("{pointer}/{}", escape(name));
            let origin = format!("{origin}/{}", escape(name));
            match (target.get_mut(name), update) {
                (Some(Value::Object(target)), Value::Object(update)) => {
                    self.merge(target, update, &pointer, &origin);
                }
                (Some(Value::Array(target)), Value::Array(update)) => {
                    self.append(target, update, &pointer, &origin);
                }
                _ => {
                    if self.file.is_some() && !target.contains_key(name) {
                        let added = Added {
                            pointer: pointer.clone(),
                            origin: origin.clone(),
                        };
                        find(container, added, update, self.incomplete);
                    }
                    target.insert(name.clone(), update.clone());
                    self.comes_from(&pointer, &origin);
                }
            }
        }
    }

    pub(super) fn append(
        &mut self,
        target: &mut Vec<Value>,
        update: &[Value],
        pointer: &str,
        origin: &str,
    ) {
        for (index, element) in update.iter().enumerate() {
            self.push(target, element, pointer, &format!("{origin}/{index}"));
        }
    }

    pub(super) fn push(
        &mut self,
        target: &mut Vec<Value>,
        element: &Value,
        pointer: &str,
        origin: &str,
    ) {
        self.comes_from(&format!("{pointer}/{}", target.len()), origin);
        target.push(element.clone());
    }

    /// Records that the node at `pointer` comes from `origin` in the overlay or in the document.
    pub(super) fn comes_from(&mut self, pointer: &str, origin: &str) {
        let Some(file) = self.file else {
            self.sources.origins.copy(origin, pointer);
            return;
        };
        self.sources.origins.set(
            pointer,
            Origin {
                file,
                pointer: origin.to_owned(),
            },
        );
    }
}
