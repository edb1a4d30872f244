//! Compares two versions of an operation.

use super::argument::{self, Arguments};
use super::change::{Change, Effect, Found, Kind, Places};
use super::placed::{PARTS, Placed};
use super::view::{View, undocumented};
use super::{generic, response, wire};
use crate::model::code_span;

/// The arguments of an operation.
fn arguments(placed: &Placed<'_>) -> Arguments {
    let [method, builder, ..] = placed.written();
    Arguments::of(
        &placed.operation.name,
        View::of(&method),
        View::of(&builder),
    )
}

pub(super) fn removed(operation: &Placed<'_>, changes: &mut Vec<Change>) {
    let places = Places {
        base: Some(operation.operation.pointer.clone()),
        new: None,
    };
    Found::of(operation.item(), places, changes).push(
        Effect::Breaking,
        Kind::Removed,
        format!("operation {}", code_span(&operation.request())),
        "Code that calls it no longer compiles.",
    );
}

pub(super) fn added(operation: &Placed<'_>, changes: &mut Vec<Change>) {
    let places = Places {
        base: None,
        new: Some(operation.operation.pointer.clone()),
    };
    Found::of(operation.item(), places, changes).push(
        Effect::Addition,
        Kind::Added,
        format!("operation {}", code_span(&operation.request())),
        "Callers can call a new operation.",
    );
}

pub(super) fn compare(base: &Placed<'_>, new: &Placed<'_>, changes: &mut Vec<Change>) {
    let (one, other) = (base.operation, new.operation);
    let places = Places::both(one.pointer.as_str(), other.pointer.as_str());
    let mut found = Found::of(base.item(), places, changes);
    names(base, new, &mut found);
    if base.written() == new.written()
        && one.success.statuses == other.success.statuses
        && one.pagination.is_none()
        && other.pagination.is_none()
    {
        return;
    }
    if base.request() != new.request()
        && (one.method != other.method || base.template() != new.template())
    {
        found.push(
            Effect::Behaviour,
            Kind::Changed,
            format!(
                "request changed from {} to {}",
                code_span(&base.request()),
                code_span(&new.request())
            ),
            "Code compiles unchanged; test doubles and firewall rules for the old request need an update.",
        );
    }
    let (was, is) = (arguments(base), arguments(new));
    let parameters = argument::matched(base, new);
    argument::compare(&was, &is, base, new, &parameters, &mut found);
    if one.name == other.name {
        alternatives(&was, &is, &mut found);
    }
    response::compare(&was, &is, base, new, &mut found);
    wire::compare(base, new, &parameters, &mut found);
    if one.docs.deprecated != other.docs.deprecated {
        let places = found.places().clone();
        found.deprecation("", other.docs.deprecated, places);
    }
    if found.is_empty() {
        remaining(base, new, &mut found);
    }
}

fn names(base: &Placed<'_>, new: &Placed<'_>, found: &mut Found<'_>) {
    let (one, other) = (base.operation, new.operation);
    // Renaming the module of a tag is one change, not one for each of its operations.
    let moved = base.group.tag != new.group.tag && base.group.module != new.group.module;
    if one.name != other.name || moved {
        found.push(
            Effect::Breaking,
            Kind::Changed,
            format!("`{}` is now `{}`", base.call(), new.call()),
            "Code that calls it by the old name no longer compiles.",
        );
    } else if one.builder != other.builder {
        found.push(
            Effect::Breaking,
            Kind::Changed,
            format!("returns `{}` instead of `{}`", other.builder, one.builder),
            "Code that names the type of an unsent call no longer compiles.",
        );
    }
}

/// Compares the methods for other media types of the body.
fn alternatives(was: &Arguments, is: &Arguments, found: &mut Found<'_>) {
    // A change of the arguments that all methods have is reported once.
    let is_reported = |name: &String| {
        !was.types().eq(is.types())
            && was.alternatives.contains_key(name)
            && is.alternatives.contains_key(name)
    };
    let view = |arguments: &Arguments| {
        let functions = arguments.alternatives.iter();
        View {
            functions: functions
                .filter(|(name, _)| !is_reported(name))
                .map(|(name, function)| (name.clone(), function.clone()))
                .collect(),
            ..View::default()
        }
    };
    generic::views(&view(was), &view(is), found);
}

/// Compares what no rule covers: the generated code, then its documentation.
fn remaining(base: &Placed<'_>, new: &Placed<'_>, found: &mut Found<'_>) {
    for part in PARTS {
        if found.is_empty() && differs_beyond_names(base, new) {
            generic::compare(&undocumented(part(base)), &undocumented(part(new)), found);
        }
    }
    if found.is_empty() && base.written() != new.written() {
        found.push(
            Effect::Documentation,
            Kind::Changed,
            "documentation",
            "Only the documentation changed.",
        );
    }
}

/// Whether a difference in the code is worth reporting. The code contains the operation's id and the names of path
/// parameters, which mean nothing to callers or to the server; declared headers are reported with their type.
fn differs_beyond_names(base: &Placed<'_>, new: &Placed<'_>) -> bool {
    let (one, other) = (base.operation, new.operation);
    one.id == other.id && one.path.template == other.path.template && other.success.headed.is_none()
}
