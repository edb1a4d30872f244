//! What the resolution of references works on.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use indexmap::IndexMap;
use serde_json::Value;

use super::address::Folder;
use crate::diagnostic::{Diagnostic, Diagnostics, Part, Place};
use crate::input::Files;
use crate::load::origin::{FileIndex, MAIN, Origin};
use crate::load::source::SourceMap;
use crate::load::specification::{Kind, Object};
use crate::load::version::Version;

/// A node of one file's tree, as the file has it before any reference is resolved.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Target {
    pub(super) file: FileIndex,
    pub(super) pointer: String,
}

/// A part of the document whose references are yet to be resolved.
pub(super) struct Fragment {
    /// Where it is in the document.
    pub(super) pointer: String,
    /// Where it comes from; its references are relative to that file.
    pub(super) from: Target,
    pub(super) kind: Kind,
    /// What it was put in place of, from the outermost in: a reference to one of them would never end.
    pub(super) inside: Rc<Vec<Target>>,
}

pub(super) struct Resolver<'r> {
    pub(super) document: &'r mut Value,
    pub(super) version: Version,
    /// Every file's tree, unchanged; the main file's has its overlays applied.
    pub(super) trees: HashMap<FileIndex, Value>,
    pub(super) folder: Folder,
    pub(super) files: &'r dyn Files,
    pub(super) sources: &'r mut SourceMap,
    pub(super) diagnostics: &'r mut Diagnostics,
    /// The name of the component for a node.
    pub(super) names: HashMap<(Object, Target), String>,
    /// Components that were given a name here.
    pub(super) taken: HashSet<(Object, String)>,
    /// Parts of the document that were copied from elsewhere.
    pub(super) copied: Vec<(String, Origin)>,
    /// Nodes of the document that become components, and are referred to from where they were.
    pub(super) moved: Vec<(String, Object, String)>,
    /// How often a node was put in place of a reference.
    pub(super) inlined: HashMap<Target, usize>,
    pub(super) pending: Vec<Fragment>,
    /// The references that lead to nothing, by the file they are in and what is expected of them.
    pub(super) unresolved: IndexMap<(FileIndex, Object, String), Wrong>,
}

/// A reference that leads to nothing.
pub(super) struct Wrong {
    /// The diagnostic about the first; `None` where what it would lead through has one already.
    pub(super) diagnostic: Option<Box<Diagnostic>>,
    /// Where it is used again.
    pub(super) again: Vec<Place>,
}

/// Why a reference cannot be resolved; `None` where a diagnostic says so already.
pub(super) type Unresolved = Option<Box<Diagnostic>>;

impl Resolver<'_> {
    /// Where a node comes from: an overlay can have put a part into the main file's tree.
    pub(super) fn origin(&self, target: &Target) -> Origin {
        match target.file {
            MAIN => self.sources.origins.of(&target.pointer),
            file => Origin {
                file,
                pointer: target.pointer.clone(),
            },
        }
    }

    /// The place of the reference at `from`, or of the mapping that is one.
    pub(super) fn place(&self, from: &Target) -> Place {
        let mapping = self
            .trees
            .get(&from.file)
            .and_then(|tree| tree.pointer(&from.pointer))
            .is_some_and(Value::is_string);
        let pointer = if mapping {
            from.pointer.clone()
        } else {
            format!("{}/$ref", from.pointer)
        };
        let origin = self.origin(&Target {
            file: from.file,
            pointer,
        });
        Place::Node {
            file: self.sources.name(origin.file).to_owned(),
            pointer: origin.pointer,
            part: Part::Value,
        }
    }
}
