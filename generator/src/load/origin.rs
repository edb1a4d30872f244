//! The origin of each node of the resolved document: a file, and a node of that file.

use std::collections::{HashMap, HashSet};

use crate::pointer::{escape, steps};

/// The index of a file, in the order the files of a run are read; the main document is the first.
pub(super) type FileIndex = usize;

/// The main document.
pub(super) const MAIN: FileIndex = 0;

/// A node of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Origin {
    pub(super) file: FileIndex,
    /// A JSON pointer into that file.
    pub(super) pointer: String,
}

/// The origins of all nodes. Only relocated subtrees take memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins {
    /// The origin of this subtree, if it was moved here.
    here: Option<Origin>,
    below: HashMap<String, Origins>,
}

impl Origins {
    /// Returns the origin of the node at `pointer`.
    pub(super) fn of(&self, pointer: &str) -> Origin {
        let mut found = Origin {
            file: MAIN,
            pointer: pointer.to_owned(),
        };
        let mut node = self;
        let mut rest = pointer;
        for step in steps(pointer) {
            rest = rest
                .get(1..)
                .and_then(|below| below.find('/').and_then(|end| below.get(end..)))
                .unwrap_or("");
            let Some(next) = node.below.get(step.as_ref()) else {
                break;
            };
            node = next;
            if let Some(origin) = &node.here {
                found = Origin {
                    file: origin.file,
                    pointer: format!("{}{rest}", origin.pointer),
                };
            }
        }
        found
    }

    /// Records that the node at `pointer`, with everything below it, comes from `origin`.
    pub(super) fn set(&mut self, pointer: &str, origin: Origin) {
        *self.node(pointer) = Self {
            here: Some(origin),
            below: HashMap::new(),
        };
    }

    /// Records that the node at `from` has moved to `to`, and that the node now at `from` is new.
    pub(super) fn relocate(&mut self, from: &str, to: &str) {
        let origin = self.of(from);
        let below = std::mem::take(&mut self.node(from).below);
        *self.node(to) = Self {
            here: Some(origin),
            below,
        };
    }

    /// Records that the node at `to` is a copy of the node at `from`.
    pub(super) fn copy(&mut self, from: &str, to: &str) {
        let origin = self.of(from);
        let below = self.node(from).below.clone();
        *self.node(to) = Self {
            here: Some(origin),
            below,
        };
    }

    /// Records that the item `index` was removed from the array of `length` items at `pointer`.
    pub(super) fn remove_element(&mut self, pointer: &str, index: usize, length: usize) {
        self.remove_elements(pointer, &HashSet::from([index]), length);
    }

    /// Records that the items `removed` were removed from the array of `length` items at `pointer`.
    pub(super) fn remove_elements(
        &mut self,
        pointer: &str,
        removed: &HashSet<usize>,
        length: usize,
    ) {
        let first = removed.iter().min().copied().unwrap_or(length);
        let kept = (first..length).filter(|index| !removed.contains(index));
        for (new, old) in (first..).zip(kept) {
            self.relocate(&format!("{pointer}/{old}"), &format!("{pointer}/{new}"));
        }
    }

    /// Forgets the origin of the member `name` of the object at `pointer`.
    pub(super) fn remove_member(&mut self, pointer: &str, name: &str) {
        *self.node(&format!("{pointer}/{}", escape(name))) = Self::default();
    }

    fn node(&mut self, pointer: &str) -> &mut Self {
        steps(pointer).fold(self, |node, step| {
            node.below.entry(step.into_owned()).or_default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(file: FileIndex, pointer: &str) -> Origin {
        Origin {
            file,
            pointer: pointer.to_owned(),
        }
    }

    #[test]
    fn an_unmoved_node_comes_from_the_main_document() {
        let mut origins = Origins::default();
        origins.set("/a/b", origin(1, "/x"));
        assert_eq!(origins.of("/a"), origin(MAIN, "/a"));
        assert_eq!(origins.of("/a/c/d~1e"), origin(MAIN, "/a/c/d~1e"));
        assert_eq!(origins.of(""), origin(MAIN, ""));
    }

    #[test]
    fn the_nearest_moved_subtree_determines_the_origin() {
        let mut origins = Origins::default();
        origins.set("/a", origin(1, "/x"));
        origins.set("/a/b", origin(2, "/y/0"));
        assert_eq!(origins.of("/a/c~1d/e"), origin(1, "/x/c~1d/e"));
        assert_eq!(origins.of("/a/b/c"), origin(2, "/y/0/c"));
    }

    #[test]
    fn a_moved_subtree_keeps_the_origins_inside_it() {
        let mut origins = Origins::default();
        origins.set("/a/b/c", origin(1, "/x"));
        origins.relocate("/a/b", "/z");
        assert_eq!(origins.of("/z"), origin(MAIN, "/a/b"));
        assert_eq!(origins.of("/z/c/d"), origin(1, "/x/d"));
        assert_eq!(origins.of("/a/b/c"), origin(MAIN, "/a/b/c"));
    }

    #[test]
    fn a_copy_has_the_origins_of_the_original() {
        let mut origins = Origins::default();
        origins.set("/a/b/c", origin(1, "/x"));
        origins.copy("/a/b", "/a/b/c/d");
        for at in ["/a/b", "/a/b/c/d"] {
            assert_eq!(origins.of(&format!("{at}/e")), origin(MAIN, "/a/b/e"));
        }
        assert_eq!(origins.of("/a/b/c/d/c/f"), origin(1, "/x/f"));
    }

    #[test]
    fn items_after_a_removed_one_keep_their_original_index() {
        let mut origins = Origins::default();
        origins.remove_element("/tags", 1, 4);
        origins.remove_element("/tags", 1, 3);
        assert_eq!(origins.of("/tags/0"), origin(MAIN, "/tags/0"));
        assert_eq!(origins.of("/tags/1/name"), origin(MAIN, "/tags/3/name"));
    }
}
