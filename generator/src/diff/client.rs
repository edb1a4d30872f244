//! What changes for all operations: the package, the address, who calls, and the accessors of the client?

use super::change::{Change, Effect, Found, Kind, Places};
use super::generic;
use super::matching::Pairs;
use super::view::undocumented;
use crate::model::Api;
use crate::model::security::Credential;
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
    // Accessors and their documentation are the groups'.
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
            format!("the package is `{}`, was `{}`", new.package, base.package),
            "Callers depend on another package, and import from it.",
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
            format!("base URL `{one}`"),
            "A client that names no `base_url` cannot be built any more.",
        ),
        ("", other) => found.push_at(
            places,
            Effect::Addition,
            Kind::Added,
            format!("base URL `{other}`"),
            "A client needs no `base_url` of its own any more.",
        ),
        (one, other) => found.push_at(
            places,
            Effect::Behaviour,
            Kind::Changed,
            format!("the base URL is `{other}`, was `{one}`"),
            "A client that names no `base_url` talks to another address.",
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
            "The setter of a credential is gone: code that calls it does not compile.",
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
            "There is one more credential to set.",
        );
    }
    for (one, other) in &pairs.both {
        let places = Places::both(place(one), place(other));
        if one.setter != other.setter {
            found.push_at(
                places.clone(),
                Effect::Breaking,
                Kind::Changed,
                format!("`ClientBuilder::{}` is now `{}`", one.setter, other.setter),
                "The setter of a credential has another name: code that calls the old one does not compile.",
            );
        }
        if one.kind != other.kind {
            found.push_at(
                places.clone(),
                Effect::Behaviour,
                Kind::Changed,
                format!(
                    "what `ClientBuilder::{}` sets goes elsewhere in a request",
                    other.setter
                ),
                "The credential is sent in another place; code compiles as before.",
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
            format!("`Client::from_env` reads `{variable}`"),
            "The credential can come from the environment.",
        ),
        (Some(variable), None) => found.push_at(
            places,
            Effect::Breaking,
            Kind::Removed,
            format!("`Client::from_env` does not read `{variable}`"),
            "Where the credential came from that variable it is missing now, at run time.",
        ),
        (Some(one), Some(other)) => found.push_at(
            places,
            Effect::Breaking,
            Kind::Changed,
            format!("`Client::from_env` reads `{other}`, not `{one}`"),
            "Where the credential came from the old variable it is missing now, at run time.",
        ),
    }
}

/// The constructor is there where any credential names a variable.
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
            "No credential names a variable any more: code that calls it does not compile.",
        ),
        (false, true) => found.push(
            Effect::Addition,
            Kind::Added,
            "`Client::from_env`",
            "A client can be made from what is in the environment.",
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
            "the headers that count requests",
            "`rate_limit()` of responses and errors reads other headers than before, or none.",
        );
    }
}
