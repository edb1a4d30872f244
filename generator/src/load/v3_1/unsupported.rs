//! Keywords of JSON Schema 2020-12 that restrict values and have no counterpart in a type.

use serde_json::{Map, Value};

use super::rewriting::Rewriting;
use crate::pointer::Pointer;

/// What a schema says of itself rather than of its values; references to it have been followed.
const SILENT: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$schema",
    "$vocabulary",
    "definitions",
];

/// A keyword, and what it says that is not supported.
const RESTRICTIONS: &[(&str, &str)] = &[
    (
        "contains",
        "that an array contains a certain element is not checked",
    ),
    (
        "dependentRequired",
        "that a property requires others is not checked",
    ),
    (
        "dependentSchemas",
        "that a property changes what holds of the others is not checked",
    ),
    ("if", "a schema under a condition is not expressed"),
    (
        "propertyNames",
        "which names properties may have is not checked",
    ),
    (
        "unevaluatedItems",
        "which elements an array may have beyond those listed is not checked",
    ),
];

/// Keywords that say nothing without one of the above.
const COMPANIONS: &[&str] = &["else", "maxContains", "minContains", "then"];

impl Rewriting<'_> {
    pub(super) fn unsupported_keywords(
        &mut self,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        for name in SILENT.iter().chain(COMPANIONS) {
            members.shift_remove(*name);
        }
        for (name, what) in RESTRICTIONS {
            if members.shift_remove(*name).is_some() {
                self.unsupported(&at.key(name), *what, "values are read and sent without it");
            }
        }
        self.draft_4_dependencies(members, at);
    }

    /// What `dependentRequired` and `dependentSchemas` were before JSON Schema 2019-09.
    fn draft_4_dependencies(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        if members.shift_remove("dependencies").is_some() {
            let what = "`dependencies` is not a keyword of JSON Schema 2020-12";
            self.unsupported(
                &at.key("dependencies"),
                what,
                "values are read and sent without it",
            );
        }
    }
}
