//! The declared parameters of an operation, and how they match its path.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::diagnostic::suggestion::nearest;
use crate::load::specification::operation_at_mut;
use crate::path_template::PathTemplate;
use crate::pointer::Pointer;

/// The maximum number of undeclared parameters that each name of a path is compared with, and of such names.
const MOST_COMPARED: usize = 256;

/// A parameter of an operation, and its place.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    pub(super) name: String,
    pub(super) location: String,
    /// Whether it is declared on the path item, for all operations of the path.
    pub(super) of_item: bool,
    pub(super) index: usize,
}

/// A rendered pointer.
pub(super) struct Rendered(pub(super) String);

impl Rendered {
    pub(super) fn base(&self) -> Pointer<'_> {
        Pointer::base(&self.0)
    }
}

impl Declared {
    /// The pointer of the array that contains it.
    pub(super) fn list(&self, at: &Pointer<'_>, below: &str) -> String {
        if self.of_item {
            at.key("parameters").to_string()
        } else {
            format!("{at}{below}/parameters")
        }
    }

    pub(super) fn at(&self, at: &Pointer<'_>, below: &str) -> Rendered {
        Rendered(format!("{}/{}", self.list(at, below), self.index))
    }

    pub(super) fn parameters<'v>(
        &self,
        item: &'v mut Map<String, Value>,
        below: &str,
    ) -> Option<&'v mut Vec<Value>> {
        let holder = if self.of_item {
            item
        } else {
            operation_at_mut(item, below)?
        };
        holder.get_mut("parameters")?.as_array_mut()
    }
}

/// The path parameters of an operation, compared with its path.
pub(super) struct Agreement<'t, 'd> {
    /// Names in the path, each with the parameter that is intended but has a different name.
    pub(super) misspelt: Vec<(&'t str, &'d Declared)>,
    /// Names in the path without a parameter.
    pub(super) missing: Vec<&'t str>,
    /// Parameters that are not in the path.
    pub(super) surplus: Vec<&'d Declared>,
}

impl<'t, 'd> Agreement<'t, 'd> {
    pub(super) fn of(template: &PathTemplate<'t>, declared: &'d [Declared]) -> Self {
        let of_path = || declared.iter().filter(|one| one.location == "path");
        let names: HashSet<&str> = of_path().map(|one| one.name.as_str()).collect();
        let in_path: HashSet<&str> = template.names.iter().copied().collect();
        let mut seen = HashSet::new();
        let mut missing: Vec<&str> = template
            .names
            .iter()
            .copied()
            .filter(|name| !names.contains(name) && seen.insert(*name))
            .collect();
        let mut surplus: Vec<&Declared> = of_path()
            .filter(|one| !in_path.contains(one.name.as_str()))
            .collect();
        // A similar name is a misspelling. A single missing name and a single unused parameter belong together too.
        let mut misspelt: Vec<(&str, &Declared)> = Vec::new();
        let mut compared = 0;
        missing.retain(|name| {
            let few = surplus.iter().take(MOST_COMPARED);
            compared += few.len();
            if compared > MOST_COMPARED * MOST_COMPARED {
                return true;
            }
            let meant = nearest(name, few.map(|one| one.name.as_str()));
            let meant = meant.and_then(|meant| surplus.iter().position(|one| one.name == meant));
            misspelt.extend(meant.map(|index| (*name, surplus.remove(index))));
            meant.is_none()
        });
        if let ([name], [one]) = (missing.as_slice(), surplus.as_slice()) {
            misspelt.push((name, one));
            (missing, surplus) = (Vec::new(), Vec::new());
        }
        Self {
            misspelt,
            missing,
            surplus,
        }
    }
}
