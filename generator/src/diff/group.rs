//! Compares the groups of operations: the accessors of the client, and the operations of each group.

use super::change::{Change, Effect, Found, Kind, Places};
use super::matching::Pairs;
use super::operation;
use super::placed::Placed;
use crate::model::{Api, Group};

pub(super) fn compare(base: &Api, new: &Api, changes: &mut Vec<Change>) {
    let pairs = Pairs::of(
        &base.groups,
        &new.groups,
        &[&|one, other| one.module == other.module, &|one, other| {
            one.tag == other.tag
        }],
    );
    for group in &pairs.removed {
        let mut found = Found::of(
            accessor(group),
            Places {
                base: place(group),
                new: None,
            },
            changes,
        );
        found.push(
            Effect::Breaking,
            Kind::Removed,
            format!("accessor and module `{}`", group.module),
            "Code that calls the accessor or uses the module no longer compiles.",
        );
    }
    for group in &pairs.added {
        let mut found = Found::of(
            accessor(group),
            Places {
                base: None,
                new: place(group),
            },
            changes,
        );
        found.push(
            Effect::Addition,
            Kind::Added,
            format!("accessor and module `{}`", group.module),
            "Callers can call a new group of operations.",
        );
    }
    for (one, other) in &pairs.both {
        let places = Places {
            base: place(one),
            new: place(other),
        };
        let mut found = Found::of(accessor(one), places, changes);
        if one.module != other.module {
            found.push(
                Effect::Breaking,
                Kind::Changed,
                format!("accessor and module renamed to `{}`", other.module),
                "Code that calls the accessor or uses the module no longer compiles.",
            );
        } else if one.type_name != other.type_name {
            found.push(
                Effect::Breaking,
                Kind::Changed,
                format!(
                    "struct `{}` renamed to `{}`",
                    one.type_name, other.type_name
                ),
                "Code that names the struct no longer compiles.",
            );
        }
        if one.docs != other.docs {
            found.prose();
        }
    }
    operations(base, new, changes);
}

fn operations(base: &Api, new: &Api, changes: &mut Vec<Change>) {
    let placed = |api| Placed::all(api).collect::<Vec<Placed<'_>>>();
    let (one, other) = (placed(base), placed(new));
    let pairs = Pairs::of(
        &one,
        &other,
        &[
            &|one, other| one.operation.id == other.operation.id,
            &|one, other| {
                one.operation.method == other.operation.method && one.template() == other.template()
            },
        ],
    );
    for operation in &pairs.removed {
        operation::removed(operation, changes);
    }
    for operation in &pairs.added {
        operation::added(operation, changes);
    }
    for (one, other) in &pairs.both {
        operation::compare(one, other, changes);
    }
}

fn accessor(group: &Group) -> String {
    format!("Client::{}", group.module)
}

/// The tags of the first operation: the document need not declare a tag.
fn place(group: &Group) -> Option<String> {
    group
        .operations
        .first()
        .map(|operation| format!("{}/tags", operation.pointer))
}
