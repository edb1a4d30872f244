//! Changes the nodes that an action selects, and records the origin of the new values.

use serde_json::{Map, Value};

use crate::load::origin::{FileIndex, Origin};
use crate::load::source::SourceMap;
use crate::pointer::{escape, unescape};

/// Removes a node; `None` if it is the document itself.
pub(super) fn remove(document: &mut Value, pointer: &str, sources: &mut SourceMap) -> Option<()> {
    let (parent, last) = pointer.rsplit_once('/')?;
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            let name = unescape(last);
            members.shift_remove(name.as_ref());
            sources.origins.remove_member(parent, &name);
        }
        Some(Value::Array(elements)) => {
            if let Some(index) = last.parse().ok().filter(|index| *index < elements.len()) {
                sources
                    .origins
                    .remove_element(parent, index, elements.len());
                elements.remove(index);
            }
        }
        // Inside something that this action has removed already.
        _ => {}
    }
    Some(())
}

/// Copies parts of an overlay into the document and records their origins.
pub(super) struct Change<'s> {
    pub(super) file: FileIndex,
    pub(super) sources: &'s mut SourceMap,
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

    /// Records that the node at `pointer` comes from `origin` in the overlay.
    pub(super) fn comes_from(&mut self, pointer: &str, origin: &str) {
        self.sources.origins.set(
            pointer,
            Origin {
                file: self.file,
                pointer: origin.to_owned(),
            },
        );
    }
}
