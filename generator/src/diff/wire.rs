//! What changes between client and server where callers see the same types: names, styles, places, credentials?

use super::argument::Matched;
use super::change::{Effect, Found, Kind, Places};
use super::placed::Placed;
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
            "the order of parameters",
            "Requests have the same parameters in another order.",
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
                "asks for {}, asked for {}",
                media_types(&new.operation.success.accept),
                media_types(&base.operation.success.accept)
            ),
            "Requests have another `accept` header.",
        );
    }
}

fn parameter(one: &Parameter, other: &Parameter, found: &mut Found<'_>) {
    let places = Places::both(one.pointer.as_str(), other.pointer.as_str());
    let name = &other.name;
    // What a part of the path is called does not go over the wire.
    let in_path = one.location == Location::Path && other.location == Location::Path;
    if one.location != other.location {
        found.push_at(
            places.clone(),
            Effect::Behaviour,
            Kind::Changed,
            format!(
                "`{name}` goes into the {}, went into the {}",
                part(other.location),
                part(one.location)
            ),
            "Calls send it in another part of the request.",
        );
    } else if !in_path && !one.wire_name.eq_ignore_ascii_case(&other.wire_name) {
        found.push_at(
            places.clone(),
            Effect::Behaviour,
            Kind::Changed,
            format!(
                "`{name}` is sent as `{}`, was sent as `{}`",
                other.wire_name, one.wire_name
            ),
            "Calls send it under another name.",
        );
    }
    let style =
        |parameter: &Parameter| (parameter.style, parameter.explode, parameter.allow_reserved);
    if style(one) != style(other) && one.location == other.location {
        found.push_at(
            places.clone(),
            Effect::Behaviour,
            Kind::Changed,
            format!("the style of `{name}`"),
            "Calls send its value in another form.",
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
        let (kind, effect, what) = if other.docs.deprecated {
            (
                Kind::Added,
                Effect::Addition,
                format!("setter `{name}` is deprecated"),
            )
        } else {
            (
                Kind::Removed,
                Effect::Documentation,
                format!("setter `{name}` is not deprecated any more"),
            )
        };
        found.push_at(
            places,
            effect,
            kind,
            what,
            "Code that uses it compiles, with or without a warning.",
        );
    }
}

fn part(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookies",
    }
}

/// What keywords say beyond types; a default is what the server does where nothing is sent.
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
                format!("the default of {of} is {is}, was {was}"),
            ),
            (None, Some(is)) => (Kind::Added, format!("the default of {of} is {is}")),
            (Some(was), None) => (Kind::Removed, format!("the default of {of}, {was}")),
            (None, None) => return,
        };
        let why = "The client sends nothing where nothing is set, and the server takes another value then.";
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
        let said = |limits: &[String]| {
            if limits.is_empty() {
                "none".to_owned()
            } else {
                limits.join(" ")
            }
        };
        found.push_at(
            places.clone(),
            Effect::Documentation,
            Kind::Changed,
            format!("the limits of {of}: {} Before: {}", said(&is), said(&was)),
            "The client checks none of them; the server may refuse what it took, or take what it refused.",
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
                "the body is `{}`, was `{}`",
                other.media_type, one.media_type
            ),
            "Requests have another `content-type`.",
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
        Repeat::Unless(names) => format!("unless it has {}", media_types(names)),
    };
    found.push_at(
        found.places().below("x-rust-retry"),
        Effect::Behaviour,
        Kind::Changed,
        format!("may be repeated: {}; before: {}", words(other), words(one)),
        "A call whose outcome is unknown is sent again where it was not, or the other way round.",
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
                    schemes.join(" with ")
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
        format!("credentials: {}; before: {}", words(other), words(one)),
        "Requests carry other credentials; a client that has none of them is refused by the server.",
    );
}

fn media_types(names: &[String]) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
