//! Names of groups from the hints of tags, and their conflicts.

use std::collections::HashMap;

use openapiv3::Tag;

use super::extension::Extensions;
use super::lowering::Lowering;
use crate::diagnostic::{Code, Diagnostic, Part, Place};
use crate::hints::{NAME, Object};
use crate::model::Group;
use crate::model::name::snake;
use crate::pointer::Pointer;

/// A tag that a hint names.
pub(super) struct HintedTag {
    name: String,
    pointer: String,
    /// The index of its group.
    group: usize,
}

impl HintedTag {
    /// The name from the hint.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    fn place(&self) -> Place {
        Place::Resolved {
            pointer: self.pointer.clone(),
            part: Part::Value,
        }
    }
}

impl Lowering<'_> {
    /// The hint of the tag with this index, whose group has the index `group`.
    pub(super) fn hinted_tag(
        &mut self,
        tag: &Tag,
        index: usize,
        group: usize,
    ) -> Option<HintedTag> {
        let list = Pointer::ROOT.key("tags");
        let at = list.index(index);
        let extensions = Extensions::new(&tag.extensions, at.to_string());
        extensions.check(Object::Tag, self.diagnostics);
        Some(HintedTag {
            name: extensions.name(self.diagnostics)?,
            pointer: at.key(NAME).to_string(),
            group,
        })
    }

    /// Reports names from hints that a different group wants, or that are reserved. `wanted` has the module name that
    /// each group would have without conflicts.
    pub(super) fn conflicting_tag_names(
        &mut self,
        hinted: &[HintedTag],
        wanted: &[String],
        groups: &[Group],
    ) {
        let mut wanting: HashMap<&str, Vec<usize>> = HashMap::new();
        if !hinted.is_empty() {
            for (index, name) in wanted.iter().enumerate() {
                wanting.entry(name).or_default().push(index);
            }
        }
        let by_group: HashMap<usize, &HintedTag> =
            hinted.iter().map(|hint| (hint.group, hint)).collect();
        for hint in hinted {
            let name = snake(&hint.name);
            // If two hints have the same name, the second is reported.
            let mut others = wanting.get(name.as_str()).into_iter().flatten();
            let other = others.find(|other| {
                **other != hint.group && (**other < hint.group || !by_group.contains_key(*other))
            });
            let diagnostic = if let Some(other) = other {
                let tag = groups.get(*other).map_or("", |group| &group.tag);
                let message = format!("the name `{name}` is already used by the tag `{tag}`");
                Diagnostic::error(Code::InvalidExtension, hint.place(), message)
            } else if groups.get(hint.group).is_some_and(|one| one.module != name) {
                let message = format!("the name `{name}` is reserved by the generated code");
                Diagnostic::error(Code::InvalidExtension, hint.place(), message)
            } else {
                continue;
            };
            self.diagnostics
                .push(diagnostic.help("choose a different name"));
        }
    }
}
