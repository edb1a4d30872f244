//! What changes in what comes back: the result, the documented failures, and the ways through pages?

use super::argument::{Arguments, is_setter};
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
    failures(base, new, found);
    pagination(base, new, found);
}

/// What an unsent call can do besides taking arguments: `send`, `items`, `pages`.
fn functions(was: &Arguments, is: &Arguments, found: &mut Found<'_>) {
    for (name, function) in was
        .functions
        .iter()
        .filter(|(_, function)| !is_setter(function))
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
                    "`{name}` gives `{}`, gave `{}`",
                    value(&other.output),
                    value(&function.output)
                ),
                "Code that takes the result for what it was does not compile.",
            ),
            None => found.push_at(
                places,
                Effect::Breaking,
                Kind::Removed,
                format!("`{name}()`"),
                "Code that calls it does not compile.",
            ),
        }
    }
    for name in is
        .functions
        .iter()
        .filter(|(_, function)| !is_setter(function))
        .map(|(name, _)| name)
    {
        if !was.functions.contains_key(name) {
            found.push_at(
                found.places().below("x-rust-pagination"),
                Effect::Addition,
                Kind::Added,
                format!("`{name}()`"),
                "There is one more way to send the call.",
            );
        }
    }
}

/// What a call yields where it succeeds.
fn value(output: &str) -> &str {
    output
        .strip_prefix("Result<")
        .and_then(|rest| rest.strip_suffix(", Error>"))
        .unwrap_or(output)
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
            format!("the documented error {}", status(failure)),
            "Errors are told apart at run time: code compiles, and what waits for this one may never run.",
        );
    }
    for failure in &pairs.added {
        let mut places = found.places().below(&place(failure));
        places.base.clone_from(&found.places().base);
        found.push_at(
            places,
            Effect::Documentation,
            Kind::Added,
            format!("the documented error {}", status(failure)),
            "It was an `Error::Api` before, and is one now: callers may want to tell it apart.",
        );
    }
    for (one, other) in &pairs.both {
        let written = |placed: &Placed<'_>, failure: &Failure| match &failure.body {
            Some(ty) => written_type(placed, ty),
            None => "none".to_owned(),
        };
        let (was, is) = (written(base, one), written(new, other));
        if was != is {
            found.push_at(
                found.places().below(&place(one)),
                Effect::Behaviour,
                Kind::Changed,
                format!("the body of error {} is `{is}`, was `{was}`", status(one)),
                "Code that reads it with `json()` compiles, and fails at run time where it asks for the old type.",
            );
        }
    }
}

/// A type as it is written outside the module `types`.
fn written_type(placed: &Placed<'_>, ty: &Type) -> String {
    Ty::of(&placed.api.types, ty, Scope::Elsewhere).to_string()
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
    let (was, is) = (
        written_type(base, &one.item),
        written_type(new, &other.item),
    );
    let places = found.places().below("x-rust-pagination");
    if was != is {
        found.push_at(
            places,
            Effect::Breaking,
            Kind::Changed,
            format!("`items()` yields `{is}`, yielded `{was}`"),
            "Code that takes an item for what it was does not compile.",
        );
    } else if (&one.cursor, &one.next, &one.items) != (&other.cursor, &other.next, &other.items) {
        found.push_at(
            places,
            Effect::Behaviour,
            Kind::Changed,
            "the way from one page to the next",
            "`items()` and `pages()` look elsewhere for the cursor or the items, or send it otherwise.",
        );
    }
}
