//! Moves the target of a reference into `components`.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::name;
use super::resolver::{Fragment, Resolver, Target};
use crate::load::origin::MAIN;
use crate::load::specification::{Kind, Object};
use crate::pointer::{escape, steps};

impl Resolver<'_> {
    /// Returns the name of the component for a node, which becomes a component if it is not one.
    pub(super) fn component(&mut self, object: Object, target: &Target) -> String {
        let section = object.section().unwrap_or_default();
        if target.file == MAIN
            && let Some(name) = component_name(&target.pointer, section)
        {
            return name;
        }
        if let Some(name) = self.names.get(&(object, target.clone())) {
            return name.clone();
        }
        let tree = self.trees.get(&target.file);
        let wanted = name::of(&target.pointer, self.sources.name(target.file), tree);
        let existing = self
            .trees
            .get(&MAIN)
            .and_then(|tree| tree.get("components")?.get(section));
        let free = |name: &String| {
            existing.is_none_or(|existing| existing.get(name).is_none())
                && !self.taken.contains(&(object, name.clone()))
        };
        // Thousands of targets may want the same name.
        let number = self.numbers.entry((object, wanted.clone())).or_insert(1);
        let mut name = wanted.clone();
        while !free(&name) {
            *number += 1;
            name = format!("{wanted}{number}");
        }
        self.taken.insert((object, name.clone()));
        self.names.insert((object, target.clone()), name.clone());
        let known = matches!(
            self.expected_kind(target),
            Some(Kind::Reference(_) | Kind::BooleanOrReference(_))
        );
        // Webhooks, for example, are no longer part of the document.
        if target.file == MAIN && known && self.document.pointer(&target.pointer).is_some() {
            self.moved
                .push((target.pointer.clone(), object, name.clone()));
            return name;
        }
        let Some(value) = tree.and_then(|tree| tree.pointer(&target.pointer)).cloned() else {
            return name;
        };
        let Some(members) = components(self.document, section) else {
            return name;
        };
        members.insert(name.clone(), value);
        let pointer = format!("/components/{section}/{}", escape(&name));
        self.copied.push((pointer.clone(), self.origin(target)));
        self.pending.push(Fragment {
            pointer,
            from: target.clone(),
            kind: Kind::Reference(object),
            advisory: false,
            inside: Rc::default(),
        });
        name
    }

    pub(super) fn move_to_components(&mut self) {
        // The innermost first, so that the outer ones contain a reference to it.
        self.moved
            .sort_by_key(|(pointer, ..)| std::cmp::Reverse(steps(pointer).count()));
        for (from, object, name) in std::mem::take(&mut self.moved) {
            let section = object.section().unwrap_or_default();
            let to = format!("/components/{section}/{}", escape(&name));
            let Some(place) = self.document.pointer_mut(&from) else {
                continue;
            };
            let reference = Map::from_iter([("$ref".to_owned(), Value::String(format!("#{to}")))]);
            let value = std::mem::replace(place, Value::Object(reference));
            if let Some(members) = components(self.document, section) {
                members.insert(name, value);
                self.sources.origins.relocate(&from, &to);
            }
        }
    }
}

/// Returns the component's name if `pointer` is that of a component of the section.
pub(super) fn component_name(pointer: &str, section: &str) -> Option<String> {
    let mut steps = steps(pointer);
    let is_component = steps.next()? == "components" && steps.next()? == section;
    let name = steps.next().filter(|_| is_component)?.into_owned();
    steps.next().is_none().then_some(name)
}

/// Returns the components of a section, which is created if missing; `None` if its value is not an object.
fn components<'d>(document: &'d mut Value, section: &str) -> Option<&'d mut Map<String, Value>> {
    let object = |value: &'d mut Value, name: &str| {
        value.as_object_mut().map(|members| {
            members
                .entry(name.to_owned())
                .or_insert_with(|| Value::Object(Map::new()))
        })
    };
    object(object(document, "components")?, section)?.as_object_mut()
}
