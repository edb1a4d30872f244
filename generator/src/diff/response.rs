//! Compares the responses of an operation: the result, the documented errors, and the pagination.

use super::argument::Arguments;
use super::change::{Effect, Found, Kind};
use super::matching::Pairs;
use super::placed::Placed;
use crate::model::operation::Failure;
use crate::model::types::Type;
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
            format!("documented statuses of the success: {is}; previously: {was}"),
            "Only code that compares the status of a response can notice it.",
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
    let pairs = Pairs::of(
        &base.operation.failures,
        &new.operation.failures,
        &[&|one, other| one.status == other.status],
    );
    let place = |failure: &Failure| format!("responses/{}", failure.status);
    for failure in &pairs.removed {
        let mut places = found.places().below(&place(failure));
        places.new.clone_from(&found.places().new);
        found.push_at(
            places,
            Effect::Documentation,
            Kind::Removed,
            format!("documented error {}", status(failure)),
            "Code compiles unchanged, but code that handles this error may never run.",
        );
    }
    for failure in &pairs.added {
        let mut places = found.places().below(&place(failure));
        places.base.clone_from(&found.places().base);
        found.push_at(
            places,
            Effect::Documentation,
            Kind::Added,
            format!("documented error {}", status(failure)),
            "It is an `Error::Api` as before; callers may want to handle it separately.",
        );
    }
    for (one, other) in &pairs.both {
        let body = |placed: &Placed<'_>, failure: &Failure| {
            let body = failure.body.as_ref();
            body.map(|ty| rust_type(placed, ty))
        };
        let (was, is) = (body(base, one), body(new, other));
        if was != is {
            let written = |body: Option<Ty>| body.map_or("none".to_owned(), |ty| ty.to_string());
            let (was, is) = (written(was), written(is));
            found.push_at(
                found.places().below(&place(one)),
                Effect::Behaviour,
                Kind::Changed,
                format!("body of error {} changed from `{was}` to `{is}`", status(one)),
                "Code that decodes it with `json()` compiles, but fails at run time if it asks for the old type.",
            );
        }
    }
}

/// The Rust type, as written outside the module `types`.
fn rust_type(placed: &Placed<'_>, ty: &Type) -> Ty {
    Ty::of(&placed.api.types, ty, Scope::Elsewhere)
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
    } else if (&one.cursor, &one.next, &one.items) != (&other.cursor, &other.next, &other.items) {
        found.push_at(
            places,
            Effect::Behaviour,
            Kind::Changed,
            "pagination",
            "`items()` and `pages()` find the cursor or the items in a different place, or send the cursor differently.",
        );
    }
}
