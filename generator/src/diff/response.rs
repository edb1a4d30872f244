//! Compares the responses of an operation: the result, the documented errors, and the pagination.

use super::argument::Arguments;
use super::change::{Effect, Found, Kind};
use super::matching::Pairs;
use super::placed::Placed;
use crate::model::operation::{Failure, Operation, Statuses};
use crate::model::types::Type;
use crate::surface::failures;
use crate::surface::item::values;
use crate::surface::ty::{Scope, Ty};

pub(super) fn compare(
    was: &Arguments,
    is: &Arguments,
    base: &Placed<'_>,
    new: &Placed<'_>,
    found: &mut Found<'_>,
) {
    functions(was, is, found);
    statuses(base, new, found);
    failures(base, new, found);
    pagination(base, new, found);
}

/// Compares the documented statuses of the success. A client accepts any status from 200 to 299.
fn statuses(base: &Placed<'_>, new: &Placed<'_>, found: &mut Found<'_>) {
    let list = |placed: &Placed<'_>| {
        let statuses = placed.operation.success.statuses.iter();
        let statuses: Vec<&str> = statuses.map(|one| one.status.as_str()).collect();
        match statuses[..] {
            [] => "none".to_owned(),
            _ => statuses.join(", "),
        }
    };
    let (was, is) = (list(base), list(new));
    // A status with a body of a different type changes the type of the response, which `functions` reports.
    if was != is && found.is_empty() {
        found.push_at(
            found.places().below("responses"),
            Effect::Documentation,
            Kind::Changed,
            format!("documented success statuses: {is}; previously: {was}"),
            "Only code that compares the status of a response is affected.",
        );
    }
}

/// Compares the functions of an unsent call that are not setters: `send`, `items`, `pages`.
fn functions(was: &Arguments, is: &Arguments, found: &mut Found<'_>) {
    for (name, function) in was
        .functions
        .iter()
        .filter(|(_, function)| function.passed().is_none())
    {
        let places = found.places().below(if name == "send" {
            "responses"
        } else {
            "x-rust-pagination"
        });
        match is.functions.get(name) {
            Some(other) if other.is_called_like(function) => {}
            Some(other) => found.push_at(
                places,
                Effect::Breaking,
                Kind::Changed,
                format!(
                    "`{name}` returns `{}` instead of `{}`",
                    value(&other.output),
                    value(&function.output)
                ),
                "Code that expects the old type no longer compiles.",
            ),
            None => found.push_at(
                places,
                Effect::Breaking,
                Kind::Removed,
                format!("`{name}()`"),
                "Code that calls it no longer compiles.",
            ),
        }
    }
    for name in is
        .functions
        .iter()
        .filter(|(_, function)| function.passed().is_none())
        .map(|(name, _)| name)
    {
        if !was.functions.contains_key(name) {
            found.push_at(
                found.places().below("x-rust-pagination"),
                Effect::Addition,
                Kind::Added,
                format!("`{name}()`"),
                "Callers can send the call in a new way.",
            );
        }
    }
}

/// The type of a successful result.
fn value(output: &Ty) -> &Ty {
    match output {
        Ty::Path(path, arguments) if path == "Result" => arguments.first().unwrap_or(output),
        other => other,
    }
}

fn failures(base: &Placed<'_>, new: &Placed<'_>, found: &mut Found<'_>) {
    let (was, is) = (base.operation, new.operation);
    let pairs = Pairs::of(
        &was.failures,
        &is.failures,
        &[&|one, other| one.status == other.status],
    );
    let place = |failure: &Failure| format!("responses/{}", failure.status);
    for failure in &pairs.removed {
        let mut places = found.places().below(&place(failure));
        places.new.clone_from(&found.places().new);
        found.push_at(
            places,
            Effect::Breaking,
            Kind::Removed,
            documented(failure, &was.failure),
            effect_of_removed(is, failure),
        );
    }
    for failure in &pairs.added {
        let mut places = found.places().below(&place(failure));
        places.base.clone_from(&found.places().base);
        let (effect, why) = match covering(&was.failures, failure) {
            Some(other) => (
                Effect::Behaviour,
                format!(
                    "It is no longer the variant `{}` of `{}`.",
                    other.variant, was.failure
                ),
            ),
            None if was.failures.is_empty() => (
                Effect::Addition,
                format!(
                    "The enum is new: `Error::failure::<{}>()` returns it.",
                    is.builder
                ),
            ),
            None => (
                Effect::Addition,
                "A `match` already has a wildcard arm, which takes this variant until it has its own arm."
                    .to_owned(),
            ),
        };
        found.push_at(
            places,
            effect,
            Kind::Added,
            documented(failure, &is.failure),
            why,
        );
    }
    for (one, other) in &pairs.both {
        let held =
            |placed: &Placed<'_>, failure| values(&failures::values(&placed.api.types, failure));
        let (was, is) = (held(base, one), held(new, other));
        if was != is {
            let variant = &one.variant;
            found.push_at(
                found.places().below(&place(one)),
                Effect::Breaking,
                Kind::Changed,
                format!(
                    "body of error {} changed: `{variant}{was}` is now `{variant}{is}`",
                    status(one)
                ),
                "Code that matches the variant no longer compiles, and `json()` fails at run time if it asks for the \
                 old type.",
            );
        }
    }
    let has_both = !was.failures.is_empty() && !is.failures.is_empty();
    if has_both && was.failure != is.failure && was.builder == is.builder {
        found.push(
            Effect::Breaking,
            Kind::Changed,
            format!("enum `{}` renamed to `{}`", was.failure, is.failure),
            "Code that names it no longer compiles.",
        );
    }
}

/// The effect of a removed failure, which depends on what remains.
fn effect_of_removed(is: &Operation, failure: &Failure) -> String {
    let status = match failure.statuses() {
        Statuses::One(status) => format!("status {status}"),
        Statuses::Class(_) | Statuses::Others => "such a status".to_owned(),
    };
    match covering(&is.failures, failure) {
        Some(other) => format!(
            "Code that matches the variant no longer compiles. An error with {status} is the variant `{}`.",
            other.variant
        ),
        None if is.failures.is_empty() => format!(
            "The enum is removed: code that names it, or calls `Error::failure` for the operation, no longer compiles. \
             `Error::status()` still identifies an error with {status}."
        ),
        None => format!(
            "Code that matches the variant no longer compiles. `Error::failure` returns `None` for an error with \
             {status}, which `Error::status()` still identifies."
        ),
    }
}

/// The documented failure that included the status of a new one.
fn covering<'a>(base: &'a [Failure], failure: &Failure) -> Option<&'a Failure> {
    let includes = |other: &&Failure| match (other.statuses(), failure.statuses()) {
        (Statuses::Others, _) => true,
        (Statuses::Class(class), Statuses::One(status)) => status / 100 == class,
        _ => false,
    };
    let classes = |other: &&Failure| matches!(other.statuses(), Statuses::Class(_));
    let mut covering = base.iter().filter(includes);
    covering.clone().find(classes).or(covering.next())
}

/// The Rust type, as written outside the module `types`.
fn rust_type(placed: &Placed<'_>, ty: &Type) -> Ty {
    Ty::of(&placed.api.types, ty, Scope::Elsewhere)
}

/// A documented error with its variant.
fn documented(failure: &Failure, name: &str) -> String {
    format!(
        "documented error {}, the variant `{name}::{}`",
        status(failure),
        failure.variant
    )
}

fn status(failure: &Failure) -> String {
    match failure.status.as_str() {
        "default" => "for any other status".to_owned(),
        status => status.to_owned(),
    }
}

fn pagination(base: &Placed<'_>, new: &Placed<'_>, found: &mut Found<'_>) {
    let (Some(one), Some(other)) = (&base.operation.pagination, &new.operation.pagination) else {
        return;
    };
    let (was, is) = (rust_type(base, &one.item), rust_type(new, &other.item));
    let places = found.places().below("x-rust-pagination");
    if was != is {
        found.push_at(
            places,
            Effect::Breaking,
            Kind::Changed,
            format!("`items()` yields `{is}` instead of `{was}`"),
            "Code that expects the old item type no longer compiles.",
        );
    } else if (&one.paging, &one.last, &one.items) != (&other.paging, &other.last, &other.items) {
        found.push_at(
            places,
            Effect::Behaviour,
            Kind::Changed,
            "pagination",
            "`items()` and `pages()` find the items or the next page in a different place, or request it differently.",
        );
    }
}
