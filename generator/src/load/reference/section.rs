//! References in place of `components`, or of a section of it, whose targets become the components themselves.
//!
//! They are resolved before all others, so that a reference to a node of the target is one to the component.

use serde_json::{Map, Value};

use super::resolver::{Resolver, Target};
use super::site::sites;
use crate::load::specification::Object;
use crate::pointer::{escape, steps, unescape};

/// Whether a pointer is that of `components` or of a section of it.
pub(super) fn is_section(pointer: &str) -> bool {
    let mut steps = steps(pointer);
    steps.next().is_some_and(|step| step == "components") && steps.nth(1).is_none()
}

impl Resolver<'_> {
    /// Resolves the references that have taken the place of a section.
    pub(super) fn resolve_sections(&mut self) {
        let mut others = Vec::new();
        while let Some(fragment) = self.pending.pop() {
            let value = self.document.pointer(&fragment.pointer);
            let is_reference = value
                .and_then(|value| fragment.kind.misplaced_reference(value))
                .is_some();
            if !is_reference || !is_section(&fragment.pointer) {
                others.push(fragment);
                continue;
            }
            let from = fragment.from.pointer.as_str();
            let value = value.unwrap_or(&Value::Null);
            let mut found = sites(fragment.kind, value, from, None, self.version);
            // The members next to the reference are resolved with those of the target.
            found.truncate(1);
            self.resolve_fragment(&fragment, found);
        }
        others.reverse();
        self.pending = others;
    }

    /// Records the names of the components that were just copied to `here`.
    pub(super) fn name_components(&mut self, here: &str, target: &Target, beside: &[String]) {
        if !is_section(here) {
            return;
        }
        let section = steps(here).nth(1).map(std::borrow::Cow::into_owned);
        let Some(Value::Object(members)) = self.document.pointer(here) else {
            return;
        };
        let copied = |members: &Map<String, Value>| -> Vec<String> {
            let names = members.keys().filter(|name| *name != "$ref");
            names.cloned().collect()
        };
        let mut named = Vec::new();
        match section {
            Some(section) => named.push((section, target.pointer.clone(), copied(members))),
            None => {
                for (section, components) in members {
                    if let Value::Object(components) = components {
                        let pointer = format!("{}/{}", target.pointer, escape(section));
                        named.push((section.clone(), pointer, copied(components)));
                    }
                }
            }
        }
        for (section, pointer, names) in named {
            let Some(object) = Object::of_section(&section) else {
                continue;
            };
            if beside.iter().any(|own| unescape(own) == section) {
                continue;
            }
            for name in names {
                let escaped = escape(&name);
                if here.len() > "/components".len() && beside.iter().any(|own| *own == escaped) {
                    continue;
                }
                let node = Target {
                    file: target.file,
                    pointer: format!("{pointer}/{escaped}"),
                };
                self.taken.insert((object, name.clone()));
                self.names.entry((object, node)).or_insert(name);
            }
        }
    }
}
