//! What changes for the callers of one operation?

use super::argument::{self, Arguments};
use super::change::{Change, Effect, Found, Kind, Places};
use super::placed::{PARTS, Placed};
use super::view::{View, undocumented};
use super::{generic, response, wire};

/// What callers can pass to an operation.
fn arguments(placed: &Placed<'_>) -> Arguments {
    let [method, builder, _] = placed.written();
    Arguments::of(
        &placed.operation.name,
        &View::of(&method),
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
        format!("the operation `{}`", operation.request()),
        "Code that calls it does not compile.",
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
        format!("the operation `{}`", operation.request()),
        "There is one more operation to call.",
    );
}

pub(super) fn compare(base: &Placed<'_>, new: &Placed<'_>, changes: &mut Vec<Change>) {
    let (one, other) = (base.operation, new.operation);
    let places = Places::both(one.pointer.as_str(), other.pointer.as_str());
    let mut found = Found::of(base.item(), places, changes);
    names(base, new, &mut found);
    if base.written() == new.written() && one.pagination.is_none() && other.pagination.is_none() {
        return;
    }
    if base.request() != new.request()
        && (one.method != other.method || base.template() != new.template())
    {
        found.push(
            Effect::Behaviour,
            Kind::Changed,
            format!("sends `{}`, sent `{}`", new.request(), base.request()),
            "The call is another request; a test double or a firewall that knows the old one has to learn it.",
        );
    }
    let (was, is) = (arguments(base), arguments(new));
    let parameters = argument::matched(base, new);
    argument::compare(&was, &is, base, new, &parameters, &mut found);
    response::compare(&was, &is, base, new, &mut found);
    wire::compare(base, new, &parameters, &mut found);
    if one.docs.deprecated != other.docs.deprecated {
        deprecation(other.docs.deprecated, &mut found);
    }
    if found.is_empty() {
        leftover(base, new, &mut found);
    }
}

/// What a deprecation does, or its end.
pub(super) fn deprecation(deprecated: bool, found: &mut Found<'_>) {
    if deprecated {
        let why = "Code that uses it compiles with a warning.";
        found.push(Effect::Addition, Kind::Added, "it is deprecated", why);
    } else {
        let why = "Code that uses it compiles without a warning.";
        found.push(
            Effect::Documentation,
            Kind::Removed,
            "it is not deprecated any more",
            why,
        );
    }
}

fn names(base: &Placed<'_>, new: &Placed<'_>, found: &mut Found<'_>) {
    let (one, other) = (base.operation, new.operation);
    // A group that is called otherwise is one change, not one for each of its operations.
    let moved = base.group.tag != new.group.tag && base.group.module != new.group.module;
    if one.name != other.name || moved {
        found.push(
            Effect::Breaking,
            Kind::Changed,
            format!("is now `{}`, was `{}`", new.call(), base.call()),
            "Code that calls it by the old name does not compile.",
        );
    } else if one.builder != other.builder {
        found.push(
            Effect::Breaking,
            Kind::Changed,
            format!("returns `{}`, returned `{}`", other.builder, one.builder),
            "Code that names the type of an unsent call does not compile.",
        );
    }
}

/// What no rule has found: anything that differs in the code, or else in its documentation.
fn leftover(base: &Placed<'_>, new: &Placed<'_>, found: &mut Found<'_>) {
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
            "Only what is said of it differs.",
        );
    }
}

/// Whether code that differs is news: an id or the name of a path's part is written there, and means nothing to callers
/// or to the server, and how declared headers are read is told with their type.
fn differs_beyond_names(base: &Placed<'_>, new: &Placed<'_>) -> bool {
    let (one, other) = (base.operation, new.operation);
    one.id == other.id && one.path.template == other.path.template && other.success.headed.is_none()
}
