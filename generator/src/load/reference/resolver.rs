//! The state of the resolution of references.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::address::Folder;
use crate::diagnostic::{Diagnostic, Diagnostics, Part, Place};
use crate::input::Files;
use crate::load::origin::{FileIndex, MAIN, Origin};
use crate::load::source::SourceMap;
use crate::load::specification::{Kind, Object};
use crate::load::version::Version;

/// A node of one file's tree, before any reference is resolved.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Target {
    pub(super) file: FileIndex,
    pub(super) pointer: String,
}

/// A part of the document with unresolved references.
pub(super) struct Fragment {
    /// Its pointer in the document.
    pub(super) pointer: String,
    /// Its origin; its references are relative to that file.
    pub(super) from: Target,
    pub(super) kind: Kind,
    /// Whether the crate does not depend on it.
    pub(super) advisory: bool,
    /// The targets being inlined, the outermost first: a reference to one of them would recurse without end.
    pub(super) inside: Rc<Vec<Target>>,
}

pub(super) struct Resolver<'r> {
    pub(super) document: &'r mut Value,
    pub(super) version: Version,
    /// The unchanged tree of every file; the main file's has its overlays applied.
    pub(super) trees: HashMap<FileIndex, Value>,
    pub(super) folder: Folder,
    pub(super) files: &'r dyn Files,
    pub(super) sources: &'r mut SourceMap,
    pub(super) diagnostics: &'r mut Diagnostics,
    /// The component name of each node.
    pub(super) names: HashMap<(Object, Target), String>,
    /// The components named here.
    pub(super) taken: HashSet<(Object, String)>,
    /// The last number appended to each name.
    pub(super) numbers: HashMap<(Object, String), usize>,
    /// Copied parts of the document that are yet to be resolved.
    pub(super) copied: Vec<(String, Origin)>,
    /// Nodes of the document that move into `components` and leave a reference behind.
    pub(super) moved: Vec<(String, Object, String)>,
    /// The number of times that each node was inlined.
    pub(super) inlined: HashMap<Target, usize>,
    /// The number of values that replaced references.
    pub(super) copied_values: usize,
    pub(super) pending: Vec<Fragment>,
    /// The unresolved references, by the file they are in and the expected kind.
    pub(super) unresolved: IndexMap<(FileIndex, Kind, String), Wrong>,
    /// The pointers of unresolved references that the crate does not depend on, with the expected kind.
    pub(super) ignored: Vec<(String, Kind)>,
    /// The references where OpenAPI does not allow one, by the value that each replaces.
    pub(super) misplaced: IndexMap<String, Uses>,
    /// The parts of the document without a meaning in OpenAPI, other than as targets of references.
    pub(super) undefined: IndexSet<String>,
}

/// A diagnostic about several references.
pub(in crate::load) struct Uses {
    /// The diagnostic for the first one.
    pub(super) diagnostic: Box<Diagnostic>,
    /// The places of the others.
    pub(super) again: Vec<Place>,
}

/// An unresolved reference.
pub(super) struct Wrong {
    /// The diagnostic for the first use; `None` if a reference on the way already has one.
    pub(super) diagnostic: Option<Box<Diagnostic>>,
    /// The further uses.
    pub(super) again: Vec<Place>,
    /// Whether the crate depends on one of the uses.
    pub(super) needed: bool,
}

/// Why a reference cannot be resolved; `None` if it already has a diagnostic.
pub(super) type Unresolved = Option<Box<Diagnostic>>;

/// The maximum number of uses shown for one diagnostic.
const SHOWN: usize = 3;

impl Uses {
    /// The diagnostic with the places of the first few other uses, and the number of the rest.
    pub(super) fn diagnostic(self) -> Diagnostic {
        let more = self.again.len().saturating_sub(SHOWN);
        self.again.into_iter().take(SHOWN).enumerate().fold(
            *self.diagnostic,
            |shown, (index, place)| {
                let remark = match more {
                    1.. if index + 1 == SHOWN => format!("also used here, and {more} more times"),
                    _ => "also used here".to_owned(),
                };
                shown.related(place, remark)
            },
        )
    }
}

impl Resolver<'_> {
    /// The origin of a node.
    pub(super) fn origin(&self, target: &Target) -> Origin {
        match target.file {
            MAIN => self.sources.origins.of(&target.pointer),
            file => Origin {
                file,
                pointer: target.pointer.clone(),
            },
        }
    }

    /// The place of the reference at `from`, or of a mapping's value.
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
        // Part of the main file's tree can come from an overlay.
        let origin = self.sources.written(origin);
        Place::Node {
            file: self.sources.name(origin.file).to_owned(),
            pointer: origin.pointer,
            part: Part::Value,
        }
    }
}
