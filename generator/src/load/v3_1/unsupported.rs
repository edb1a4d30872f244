//! Keywords of JSON Schema 2020-12 that restrict values and are not supported.

use serde_json::{Map, Value};

use super::rewriting::Rewriting;
use crate::pointer::Pointer;

/// Keywords about the schema itself. References to them have been resolved.
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

/// Unsupported keywords, each with its message.
const RESTRICTIONS: &[(&str, &str)] = &[
    ("contains", "`contains` is not checked"),
    ("dependentRequired", "`dependentRequired` is not checked"),
    ("dependentSchemas", "`dependentSchemas` is not checked"),
    ("if", "`if`, `then` and `else` are not supported"),
    ("propertyNames", "`propertyNames` is not checked"),
    ("unevaluatedItems", "`unevaluatedItems` is not checked"),
];

/// Keywords without effect unless one of the above is present.
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
                self.unsupported(
                    &at.key(name),
                    *what,
                    "values are read and sent without this check",
                );
            }
        }
        self.draft_4_dependencies(members, at);
    }

    /// Reports `dependencies`, which JSON Schema 2019-09 split into `dependentRequired` and `dependentSchemas`.
    fn draft_4_dependencies(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        if members.shift_remove("dependencies").is_some() {
            let what = "`dependencies` is not a keyword of JSON Schema 2020-12";
            self.unsupported(
                &at.key("dependencies"),
                what,
                "values are read and sent without this check",
            );
        }
    }
}
