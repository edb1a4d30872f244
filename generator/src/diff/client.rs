//! Compares everything that all operations share: the package, the base URL, the credentials and the rate limit.

use super::change::{Change, Effect, Found, Kind, Places};
use super::generic;
use super::matching::Pairs;
use super::view::undocumented;
use crate::model::security::Credential;
use crate::model::{Api, code_span};
use crate::surface::client;

pub(super) fn compare(base: &Api, new: &Api, changes: &mut Vec<Change>) {
    let mut found = Found::of("Client", Places::both("/info", "/info"), changes);
    package(base, new, &mut found);
    server(base, new, &mut found);
    credentials(base, new, &mut found);
    from_env(base, new, &mut found);
    rate_limit(base, new, &mut found);
    if base.docs != new.docs {
        found.prose();
    }
    // `group` compares the accessors and their documentation.
    let without_groups = |api: &Api| Api {
        groups: Vec::new(),
        ..api.clone()
    };
    let [one, other] = [base, new].map(|api| undocumented(client::items(&without_groups(api))));
    if found.is_empty() {
        generic::compare(&one, &other, &mut found);
    }
}

fn package(base: &Api, new: &Api, found: &mut Found<'_>) {
    if base.package != new.package {
        found.push(
            Effect::Breaking,
            Kind::Changed,
            format!(
                "package renamed from `{}` to `{}`",
                base.package, new.package
            ),
            "Callers must depend on the new package and change their imports.",
        );
    }
}

fn server(base: &Api, new: &Api, found: &mut Found<'_>) {
    let places = Places::both("/servers/0/url", "/servers/0/url");
    match (base.server.as_str(), new.server.as_str()) {
        (one, other) if one == other => {}
        (one, "") => found.push_at(
            places,
            Effect::Breaking,
            Kind::Removed,
            format!("base URL {}", code_span(one)),
            "A client that sets no `base_url` can no longer be built.",
        ),
        ("", other) => found.push_at(
            places,
            Effect::Addition,
            Kind::Added,
            format!("base URL {}", code_span(other)),
            "A client no longer has to set `base_url`.",
        ),
        (one, other) => found.push_at(
            places,
            Effect::Behaviour,
            Kind::Changed,
            format!(
                "base URL changed from {} to {}",
                code_span(one),
                code_span(other)
            ),
            "A client that sets no `base_url` connects to the new address.",
        ),
    }
}

fn credentials(base: &Api, new: &Api, found: &mut Found<'_>) {
    let place =
        |credential: &Credential| format!("/components/securitySchemes/{}", credential.scheme);
    let pairs = Pairs::of(
        &base.credentials,
        &new.credentials,
        &[&|one, other| one.scheme == other.scheme, &|one, other| {
            one.setter == other.setter
        }],
    );
    for credential in &pairs.removed {
        found.push_at(
            Places {
                base: Some(place(credential)),
                new: None,
            },
            Effect::Breaking,
            Kind::Removed,
            format!("`ClientBuilder::{}`", credential.setter),
            "Code that sets this credential no longer compiles.",
        );
    }
    for credential in &pairs.added {
        found.push_at(
            Places {
                base: None,
                new: Some(place(credential)),
            },
            Effect::Addition,
            Kind::Added,
            format!("`ClientBuilder::{}`", credential.setter),
            "Callers can set this credential.",
        );
    }
    for (one, other) in &pairs.both {
        let places = Places::both(place(one), place(other));
        if one.setter != other.setter {
            found.push_at(
                places.clone(),
                Effect::Breaking,
                Kind::Changed,
                format!(
                    "`ClientBuilder::{}` renamed to `{}`",
                    one.setter, other.setter
                ),
                "Code that sets this credential by the old name no longer compiles.",
            );
        }
        if one.kind != other.kind {
            found.push_at(
                places.clone(),
                Effect::Behaviour,
                Kind::Changed,
                format!(
                    "`ClientBuilder::{}` sends its credential differently",
                    other.setter
                ),
                "Code compiles unchanged; requests carry the credential in a different place or form.",
            );
        }
        variable(one, other, places, found);
    }
}

fn variable(one: &Credential, other: &Credential, places: Places, found: &mut Found<'_>) {
    match (&one.variable, &other.variable) {
        (None, None) => {}
        (Some(one), Some(other)) if one == other => {}
        (None, Some(variable)) => found.push_at(
            places,
            Effect::Addition,
            Kind::Added,
            format!("`Client::from_env` reads {}", code_span(variable)),
            "The credential can be set through the environment.",
        ),
        (Some(variable), None) => found.push_at(
            places,
            Effect::Breaking,
            Kind::Removed,
            format!("`Client::from_env` no longer reads {}", code_span(variable)),
            "A credential set through that variable is missing at run time.",
        ),
        (Some(one), Some(other)) => found.push_at(
            places,
            Effect::Breaking,
            Kind::Changed,
            format!(
                "`Client::from_env` reads {} instead of {}",
                code_span(other),
                code_span(one)
            ),
            "A credential set through the old variable is missing at run time.",
        ),
    }
}

/// `Client::from_env` exists if any credential has an environment variable.
fn from_env(base: &Api, new: &Api, found: &mut Found<'_>) {
    let has = |api: &Api| {
        api.credentials
            .iter()
            .any(|credential| credential.variable.is_some())
    };
    match (has(base), has(new)) {
        (true, false) => found.push(
            Effect::Breaking,
            Kind::Removed,
            "`Client::from_env`",
            "No credential has an environment variable: code that calls it no longer compiles.",
        ),
        (false, true) => found.push(
            Effect::Addition,
            Kind::Added,
            "`Client::from_env`",
            "A client can be built from environment variables.",
        ),
        (true, true) | (false, false) => {}
    }
}

fn rate_limit(base: &Api, new: &Api, found: &mut Found<'_>) {
    if base.rate_limit != new.rate_limit {
        found.push_at(
            Places::both("/x-rust-rate-limit", "/x-rust-rate-limit"),
            Effect::Behaviour,
            Kind::Changed,
            "rate limit headers",
            "`rate_limit()` on responses and errors reads different headers, or none.",
        );
    }
}
