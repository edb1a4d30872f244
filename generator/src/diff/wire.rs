//! Compares the wire format of an operation: parameters, media types, retries and credentials.

use super::argument::Matched;
use super::change::{Effect, Found, Kind, Places};
use super::placed::Placed;
use crate::model::code_span;
use crate::model::operation::{Location, Parameter, Repeat};

pub(super) fn compare(
    base: &Placed<'_>,
    new: &Placed<'_>,
    parameters: &Matched<'_>,
    found: &mut Found<'_>,
) {
    for (one, other) in &parameters.both {
        parameter(one, other, found);
    }
    let listed = |parameter: &&Parameter| !parameter.required;
    let in_new = new.operation.parameters.iter();
    if parameters.is_reordered(in_new)
        && parameters.both.iter().any(|(_, other)| listed(other))
        && base.operation.required_parameters().count()
            == new.operation.required_parameters().count()
        && found.is_empty()
    {
        found.push(
            Effect::Behaviour,
            Kind::Changed,
            "order of parameters",
            "Requests have the same parameters in a different order.",
        );
    }
    body(base, new, found);
    repeat(base, new, found);
    security(base, new, found);
    if base.operation.success.accept != new.operation.success.accept {
        found.push_at(
            found.places().below("responses"),
            Effect::Behaviour,
            Kind::Changed,
            format!(
                "`accept` header changed from {} to {}",
                list(&base.operation.success.accept),
                list(&new.operation.success.accept)
            ),
            "Requests ask for different media types.",
        );
    }
}

fn parameter(one: &Parameter, other: &Parameter, found: &mut Found<'_>) {
    let places = Places::both(one.pointer.as_str(), other.pointer.as_str());
    let name = &other.name;
    // The name of a path parameter is not sent.
    let in_path = one.location == Location::Path && other.location == Location::Path;
    if one.location != other.location {
        found.push_at(
            places.clone(),
            Effect::Behaviour,
            Kind::Changed,
            format!(
                "`{name}` moved from the {} to the {}",
                part(one.location),
                part(other.location)
            ),
            "Calls send it in a different part of the request.",
        );
    } else if !in_path && !one.wire_name.eq_ignore_ascii_case(&other.wire_name) {
        found.push_at(
            places.clone(),
            Effect::Behaviour,
            Kind::Changed,
            format!(
                "`{name}` is sent as {} instead of {}",
                code_span(&other.wire_name),
                code_span(&one.wire_name)
            ),
            "Calls send it under a different name.",
        );
    }
    let style =
        |parameter: &Parameter| (parameter.style, parameter.explode, parameter.allow_reserved);
    if style(one) != style(other) && one.location == other.location {
        found.push_at(
            places.clone(),
            Effect::Behaviour,
            Kind::Changed,
            format!("style of `{name}`"),
            "Calls send its value in a different format.",
        );
    }
    notes(
        &one.docs.notes,
        &other.docs.notes,
        &format!("`{name}`"),
        &places,
        found,
    );
    if one.docs.deprecated != other.docs.deprecated && !other.required {
        found.deprecation(&format!("setter `{name}`"), other.docs.deprecated, places);
    }
}

fn part(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "headers",
        Location::Cookie => "cookies",
    }
}

/// Compares the notes on an item: its default, which the server applies if nothing is sent, and its limits.
pub(super) fn notes(
    one: &[String],
    other: &[String],
    of: &str,
    places: &Places,
    found: &mut Found<'_>,
) {
    const DEFAULT: &str = "Default: ";
    let default = |notes: &[String]| {
        let default = notes.iter().find_map(|note| note.strip_prefix(DEFAULT));
        default.map(|default| default.trim_end_matches('.').to_owned())
    };
    let (was, is) = (default(one), default(other));
    if was != is {
        let (kind, what) = match (was, is) {
            (Some(was), Some(is)) => (
                Kind::Changed,
                format!("default of {of} changed from {was} to {is}"),
            ),
            (None, Some(is)) => (Kind::Added, format!("default {is} of {of}")),
            (Some(was), None) => (Kind::Removed, format!("default {was} of {of}")),
            (None, None) => return,
        };
        let why = "The client sends nothing if it is not set, and the server then uses a different value.";
        found.push_at(places.clone(), Effect::Behaviour, kind, what, why);
    }
    let limits = |notes: &[String]| -> Vec<String> {
        notes
            .iter()
            .filter(|note| !note.starts_with(DEFAULT))
            .cloned()
            .collect()
    };
    let (was, is) = (limits(one), limits(other));
    if was != is {
        let joined = |limits: &[String]| {
            if limits.is_empty() {
                "None.".to_owned()
            } else {
                limits.join(" ")
            }
        };
        found.push_at(
            places.clone(),
            Effect::Documentation,
            Kind::Changed,
            format!("limits of {of}: {} Previously: {}", joined(&is), joined(&was)),
            "The client checks none of them; the server may reject values that it accepted, or accept values that it rejected.",
        );
    }
}

fn body(base: &Placed<'_>, new: &Placed<'_>, found: &mut Found<'_>) {
    if let (Some(one), Some(other)) = (&base.operation.body, &new.operation.body)
        && one.media_type != other.media_type
    {
        found.push_at(
            found.places().below("requestBody"),
            Effect::Behaviour,
            Kind::Changed,
            format!(
                "body media type changed from {} to {}",
                code_span(&one.media_type),
                code_span(&other.media_type)
            ),
            "Requests have a different `content-type`.",
        );
    }
}

fn repeat(base: &Placed<'_>, new: &Placed<'_>, found: &mut Found<'_>) {
    let (one, other) = (&base.operation.repeat, &new.operation.repeat);
    if one == other {
        return;
    }
    let words = |repeat: &Repeat| match repeat {
        Repeat::Always => "always".to_owned(),
        Repeat::Never => "never".to_owned(),
        Repeat::Unless(names) => format!("unless {} is set", list(names)),
    };
    found.push_at(
        found.places().below("x-rust-retry"),
        Effect::Behaviour,
        Kind::Changed,
        format!("retries: {}; previously: {}", words(other), words(one)),
        "Calls with an unknown outcome are retried under different conditions.",
    );
}

fn security(base: &Placed<'_>, new: &Placed<'_>, found: &mut Found<'_>) {
    let (one, other) = (&base.operation.security, &new.operation.security);
    if one == other {
        return;
    }
    let words = |alternatives: &[Vec<String>]| {
        let alternatives: Vec<String> = alternatives
            .iter()
            .map(|schemes| {
                if schemes.is_empty() {
                    "none".to_owned()
                } else {
                    schemes
                        .iter()
                        .map(|scheme| code_span(scheme))
                        .collect::<Vec<_>>()
                        .join(" with ")
                }
            })
            .collect();
        if alternatives.is_empty() {
            "none".to_owned()
        } else {
            alternatives.join(" or ")
        }
    };
    found.push_at(
        found.places().below("security"),
        Effect::Behaviour,
        Kind::Changed,
        format!("credentials: {}; previously: {}", words(other), words(one)),
        "Requests carry different credentials; the server rejects a client that has none of them.",
    );
}

fn list(names: &[String]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    names
        .iter()
        .map(|name| code_span(name))
        .collect::<Vec<_>>()
        .join(", ")
}
