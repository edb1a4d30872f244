//! Compares the wire format of an operation: parameters, media types, retries, credentials and server.

use super::argument::Matched;
use super::change::{Effect, Found, Kind, Places};
use super::credential;
use super::note::{self, Noted};
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
        parameter(base, one, new, other, found);
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
    server(base, new, found);
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

/// Compares the server of the operation, which receives its credentials too.
fn server(base: &Placed<'_>, new: &Placed<'_>, found: &mut Found<'_>) {
    let (one, other) = (&base.operation.server, &new.operation.server);
    let shown = |server: &Option<String>| match server {
        Some(url) => code_span(url),
        None => "that of the client".to_owned(),
    };
    if one != other {
        found.push(
            Effect::Behaviour,
            Kind::Changed,
            format!("server changed from {} to {}", shown(one), shown(other)),
            "A client that sets no `base_url` sends the request, with its credentials, to the new address.",
        );
    }
}

fn parameter(
    base: &Placed<'_>,
    one: &Parameter,
    new: &Placed<'_>,
    other: &Parameter,
    found: &mut Found<'_>,
) {
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
    note::of_value(
        &noted(base, one),
        &noted(new, other),
        &format!("`{name}`"),
        &places,
        found,
    );
    if one.docs.deprecated != other.docs.deprecated && !other.required {
        found.deprecation(&format!("setter `{name}`"), other.docs.deprecated, places);
    }
}

fn noted<'a>(placed: &Placed<'a>, parameter: &'a Parameter) -> Noted<'a> {
    Noted {
        types: &placed.api.types,
        ty: &parameter.ty,
        notes: &parameter.docs.notes,
    }
}

fn part(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Querystring => "whole query string",
        Location::Header => "headers",
        Location::Cookie => "cookies",
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
    found.push_at(
        found.places().below("security"),
        Effect::Behaviour,
        Kind::Changed,
        format!(
            "credentials: {}; previously: {}",
            credential::words(other),
            credential::words(one)
        ),
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
