//! Names from hints that conflict with other items of the same scope, or that are reserved.
//!
//! Without a hint, an item whose name is taken gets a different one. A hint is a decision of the user: it must neither be
//! ignored nor change the name of another item, so both are errors, which name the two items.

use std::collections::HashMap;

use super::lowering::Lowering;
use super::name_hint::NameHint;
use super::operation_name::name_operations;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::Group;
use crate::model::code_span;
use crate::model::name::{snake, unraw};
use crate::model::operation::Operation;
use crate::model::scope::Scope;
use crate::pointer::Pointer;

/// An item of a scope, once all items of the scope have their names.
pub(super) struct Item {
    /// The item in messages, such as "the property `id`".
    pub(super) what: String,
    pub(super) pointer: String,
    /// The name that the item gets if it is free, as an identifier.
    pub(super) wanted: String,
    /// The qualifier that is appended otherwise.
    pub(super) qualifier: String,
    /// The name that the item has.
    pub(super) name: String,
    pub(super) hint: Option<NameHint>,
}

impl Lowering<'_> {
    /// Reports the items of a scope that do not have the names from their hints, and those whose hints change the names
    /// of other items. `reserved` is the scope before it has items.
    pub(super) fn hinted_names(&mut self, reserved: Scope, items: &[Item]) {
        if items.iter().all(|item| item.hint.is_none()) {
            return;
        }
        let mut without_hints = reserved;
        let plain = items.iter().filter(|item| item.hint.is_none());
        let displaced: HashMap<String, &Item> = plain
            .map(|item| (without_hints.claim(&item.wanted, &item.qualifier), item))
            .filter(|(name, item)| *name != item.name)
            .collect();
        for item in items {
            let Some(hint) = &item.hint else {
                continue;
            };
            let other = if item.name == item.wanted {
                match displaced.get(&item.name) {
                    Some(other) => Some(*other),
                    None => continue,
                }
            } else {
                items.iter().find(|other| other.name == item.wanted)
            };
            let other = other.map(|other| (other.what.as_str(), other.pointer.as_str()));
            self.name_is_taken(&item.wanted, hint.place(), other);
        }
    }

    /// Reports the fields of a struct whose hints conflict with other fields: each with its name on the wire, its name,
    /// its pointer and its hint.
    pub(super) fn hinted_field_names<'f>(
        &mut self,
        fields: impl Iterator<Item = (((&'f str, &'f str), &'f str), Option<NameHint>)>,
    ) {
        let items = fields.map(|(((wire_name, name), pointer), hint)| Item {
            what: format!("the property {}", code_span(wire_name)),
            pointer: pointer.to_owned(),
            wanted: snake(hint.as_ref().map_or(wire_name, |hint| &hint.name)),
            qualifier: String::new(),
            name: name.to_owned(),
            hint,
        });
        let items: Vec<Item> = items.collect();
        self.hinted_names(Scope::default(), &items);
    }

    /// The operations of a group without those that hints name, before any has a name; `None` if no hint names one.
    pub(super) fn without_hints(&self, group: &Group) -> Option<Group> {
        let is_plain =
            |operation: &&Operation| !self.operation_hints.contains_key(&operation.pointer);
        let plain: Vec<Operation> = group.operations.iter().filter(is_plain).cloned().collect();
        (plain.len() < group.operations.len()).then(|| Group {
            operations: plain,
            ..group.clone()
        })
    }

    /// Reports the operations of a group that do not have the names from their hints, and those whose hints change the
    /// names of other operations. `without_hints` has the others.
    pub(super) fn hinted_operation_names(&mut self, group: &Group, mut without_hints: Group) {
        name_operations(
            &mut without_hints,
            self.short_operation_names,
            &HashMap::new(),
        );
        let mut displaced: HashMap<&str, &Operation> = HashMap::new();
        let (hinted, plain): (Vec<&Operation>, Vec<&Operation>) = group
            .operations
            .iter()
            .partition(|operation| self.operation_hints.contains_key(&operation.pointer));
        for (before, now) in without_hints.operations.iter().zip(plain) {
            let changed = names(before).zip(names(now));
            let changed = changed.filter(|(before, now)| before != now);
            displaced.extend(changed.map(|(before, _)| (before, now)));
        }
        for operation in hinted {
            let Some(hint) = self.operation_hints.get(&operation.pointer) else {
                continue;
            };
            let wanted = snake(hint);
            let place = NameHint::of(hint.clone(), &operation.pointer).place();
            let taken = if operation.name == wanted {
                let mut names = names(operation);
                match names.find_map(|name| Some((name, displaced.get(name)?))) {
                    Some((name, other)) => (name, Some(*other)),
                    None => continue,
                }
            } else {
                let mut others = group.operations.iter();
                let other = others.find(|other| {
                    other.pointer != operation.pointer && names(other).any(|name| name == wanted)
                });
                (wanted.as_str(), other)
            };
            let (name, other) = taken;
            let what = other.map(|other| format!("the operation {}", code_span(&other.id)));
            let other = what.as_deref().zip(other);
            let other = other.map(|(what, other)| (what, other.pointer.as_str()));
            self.name_is_taken(name, place, other);
        }
    }

    /// Reports a name from a hint that a different item has, or, without one, that is reserved.
    pub(super) fn name_is_taken(&mut self, name: &str, place: Place, other: Option<(&str, &str)>) {
        let name = unraw(name);
        let message = match other {
            Some((what, _)) => format!("the name `{name}` is already used by {what}"),
            None => format!("the name `{name}` is reserved by the generated code"),
        };
        let mut diagnostic = Diagnostic::error(Code::InvalidExtension, place, message)
            .help("choose a different name");
        if let Some((what, pointer)) = other {
            diagnostic = diagnostic.related(Pointer::base(pointer).key_place(), what);
        }
        self.diagnostics.push(diagnostic);
    }
}

/// The names of the public items of an operation.
fn names(operation: &Operation) -> impl Iterator<Item = &str> {
    let alternatives = operation.body.iter().flat_map(|body| &body.alternatives);
    let failure = Some(&operation.failure).filter(|_| !operation.failures.is_empty());
    [&operation.name, &operation.builder]
        .into_iter()
        .chain(failure)
        .chain(alternatives.map(|alternative| &alternative.function))
        .map(String::as_str)
}
