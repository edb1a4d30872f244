//! How do callers reach operations: the accessors of the client, and which operations each leads to?

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
            format!("the accessor, and the module `{}`", group.module),
            "Code that calls it, or names what is in the module, does not compile.",
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
            "the accessor",
            "There are more operations to call.",
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
                format!("the accessor and its module are now `{}`", other.module),
                "Code that calls it, or names what is in the module, does not compile.",
            );
        } else if one.type_name != other.type_name {
            found.push(
                Effect::Breaking,
                Kind::Changed,
                format!(
                    "the struct `{}` is now `{}`",
                    one.type_name, other.type_name
                ),
                "Code that names the struct does not compile.",
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

/// A tag is not always listed; its first operation names it.
fn place(group: &Group) -> Option<String> {
    group
        .operations
        .first()
        .map(|operation| format!("{}/tags", operation.pointer))
}
