//! Compares the credentials of an API.

use super::change::{Effect, Found, Kind, Places};
use super::matching::Pairs;
use crate::model::security::{Credential, CredentialKind};
use crate::model::{Api, code_span};

pub(super) fn compare(base: &Api, new: &Api, found: &mut Found<'_>) {
    credentials(base, new, found);
    from_env(base, new, found);
    of_custom_requests(base, new, found);
}

fn credentials(base: &Api, new: &Api, found: &mut Found<'_>) {
    let pointer =
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
                base: Some(pointer(credential)),
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
                new: Some(pointer(credential)),
            },
            Effect::Addition,
            Kind::Added,
            format!("`ClientBuilder::{}`", credential.setter),
            "Callers can set this credential.",
        );
    }
    for (one, other) in &pairs.both {
        let places = Places::both(pointer(one), pointer(other));
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
        kind(one, other, &places, found);
        source(one, other, &places, found);
        variable(one, other, places, found);
    }
}

/// Compares the place of a credential in requests. A user name and a password are two arguments.
fn kind(one: &Credential, other: &Credential, places: &Places, found: &mut Found<'_>) {
    if one.kind == other.kind {
        return;
    }
    let is_pair = |credential: &Credential| credential.kind == CredentialKind::Basic;
    let takes = |credential: &Credential| {
        if is_pair(credential) {
            "a user name and a password"
        } else {
            "one string"
        }
    };
    if is_pair(one) != is_pair(other) {
        let what = format!(
            "`ClientBuilder::{}` takes {} instead of {}",
            other.setter,
            takes(other),
            takes(one)
        );
        let why = "Code that sets this credential no longer compiles.";
        found.push_at(places.clone(), Effect::Breaking, Kind::Changed, what, why);
    }
    let what = format!(
        "`ClientBuilder::{}` is sent {}; previously: {}",
        other.setter,
        place(&other.kind),
        place(&one.kind)
    );
    let why = "Requests carry the credential in a different place or form.";
    found.push_at(places.clone(), Effect::Behaviour, Kind::Changed, what, why);
}

fn place(kind: &CredentialKind) -> String {
    match kind {
        CredentialKind::ApiKeyHeader(name) => format!("in the header {}", code_span(name)),
        CredentialKind::ApiKeyQuery(name) => format!("in the query parameter {}", code_span(name)),
        CredentialKind::ApiKeyCookie(name) => format!("in the cookie {}", code_span(name)),
        CredentialKind::Basic => "with the scheme `Basic`".to_owned(),
        CredentialKind::Bearer => "with the scheme `Bearer`".to_owned(),
    }
}

/// Compares the setters of a source of tokens.
fn source(one: &Credential, other: &Credential, places: &Places, found: &mut Found<'_>) {
    let mut push = |effect, kind, what, why| {
        found.push_at(places.clone(), effect, kind, what, why);
    };
    match (&one.source_setter, &other.source_setter) {
        (None, None) => {}
        (Some(was), Some(is)) if was == is => {}
        (None, Some(setter)) => push(
            Effect::Addition,
            Kind::Added,
            format!("`ClientBuilder::{setter}`"),
            "Callers can set a source of tokens.",
        ),
        (Some(setter), None) => push(
            Effect::Breaking,
            Kind::Removed,
            format!("`ClientBuilder::{setter}`"),
            "Code that sets a source of tokens no longer compiles.",
        ),
        (Some(was), Some(is)) => push(
            Effect::Breaking,
            Kind::Changed,
            format!("`ClientBuilder::{was}` renamed to `{is}`"),
            "Code that sets a source of tokens by the old name no longer compiles.",
        ),
    }
}

/// Compares the credentials of `Client::request`.
fn of_custom_requests(base: &Api, new: &Api, found: &mut Found<'_>) {
    if base.security != new.security {
        found.push_at(
            Places::both("/security", "/security"),
            Effect::Behaviour,
            Kind::Changed,
            format!(
                "credentials of `Client::request`: {}; previously: {}",
                words(&new.security),
                words(&base.security)
            ),
            "Calls of `Client::request` carry different credentials.",
        );
    }
}

/// The sets of credentials of which a request needs one.
pub(super) fn words(alternatives: &[Vec<String>]) -> String {
    let words = |schemes: &Vec<String>| {
        if schemes.is_empty() {
            return "none".to_owned();
        }
        let schemes: Vec<String> = schemes.iter().map(|scheme| code_span(scheme)).collect();
        schemes.join(" with ")
    };
    if alternatives.is_empty() {
        return "none".to_owned();
    }
    let alternatives: Vec<String> = alternatives.iter().map(words).collect();
    alternatives.join(" or ")
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
