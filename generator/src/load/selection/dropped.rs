//! The parts of a document that a selection removes, by the nodes of the files that they come from.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::diagnostic::Place;
use crate::load::source::SourceMap;

/// The parts that a selection removed and those that it kept.
#[derive(Debug, Default)]
pub(in crate::load) struct Dropped {
    /// Whether the part at each node of a file was removed. A node that is used more than once is kept if any use is.
    nodes: HashMap<(String, String), bool>,
}

impl Dropped {
    /// Records whether the part of the resolved document at `pointer` is kept.
    pub(super) fn set(&mut self, pointer: &str, kept: bool, sources: &SourceMap) {
        let removed = self.nodes.entry(node(pointer, sources)).or_insert(!kept);
        *removed &= !kept;
    }

    /// Removes items of the array at `pointer`.
    pub(super) fn remove_elements(
        &mut self,
        pointer: &str,
        elements: &mut Vec<Value>,
        removed: &HashSet<usize>,
        sources: &mut SourceMap,
    ) {
        if removed.is_empty() {
            return;
        }
        let length = elements.len();
        for index in 0..length {
            let kept = !removed.contains(&index);
            self.set(&format!("{pointer}/{index}"), kept, sources);
        }
        sources.origins.remove_elements(pointer, removed, length);
        let mut index = 0..;
        elements.retain(|_| index.next().is_some_and(|index| !removed.contains(&index)));
    }

    /// Whether a place is in a removed part. The smallest part around it decides, because parts nest.
    pub(in crate::load) fn contains(&self, place: &Place) -> bool {
        let Place::Node { file, pointer, .. } = place else {
            return false;
        };
        if self.nodes.is_empty() {
            return false;
        }
        let mut pointer = pointer.as_str();
        loop {
            let node = (file.clone(), pointer.to_owned());
            if let Some(removed) = self.nodes.get(&node) {
                return *removed;
            }
            match pointer.rfind('/') {
                Some(parent) => pointer = pointer.get(..parent).unwrap_or_default(),
                None => return false,
            }
        }
    }
}

fn node(pointer: &str, sources: &SourceMap) -> (String, String) {
    let origin = sources.origins.of(pointer);
    (sources.name(origin.file).to_owned(), origin.pointer)
}
