//! Compares the items of the `servers` module: the servers of an API that has a choice of them.

use super::change::{Change, Effect, Found, Kind, Places};
use super::generic;
use super::matching::Pairs;
use super::view::undocumented;
use crate::model::{Api, Server, ServerVariable, code_span};
use crate::surface::servers;

pub(super) fn compare(base: &Api, new: &Api, changes: &mut Vec<Change>) {
    let pairs = Pairs::of(
        &base.servers,
        &new.servers,
        &[&|one, other| one.name == other.name],
    );
    let place = |api: &Api, server: &Server| {
        let index = api.servers.iter().position(|one| one == server);
        format!("/servers/{}", index.unwrap_or_default())
    };
    for server in &pairs.removed {
        let places = Places {
            base: Some(place(base, server)),
            new: None,
        };
        Found::of(item(server), places, changes).push(
            Effect::Breaking,
            Kind::Removed,
            format!("server {}", code_span(&server.url)),
            "Code that uses it no longer compiles.",
        );
    }
    for server in &pairs.added {
        let places = Places {
            base: None,
            new: Some(place(new, server)),
        };
        Found::of(item(server), places, changes).push(
            Effect::Addition,
            Kind::Added,
            format!("server {}", code_span(&server.url)),
            "Callers can use it as their base URL.",
        );
    }
    for (one, other) in &pairs.both {
        let places = Places::both(place(base, one), place(new, other));
        let mut found = Found::of(item(one), places, changes);
        if one.url != other.url && one.variables.is_empty() == other.variables.is_empty() {
            found.push(
                Effect::Behaviour,
                Kind::Changed,
                format!(
                    "URL changed from {} to {}",
                    code_span(&one.url),
                    code_span(&other.url)
                ),
                "Clients with this base URL connect to the new address.",
            );
        }
        let are_same = variables(one, other, &mut found);
        let [was, is] = [one, other].map(|server| undocumented(servers::items(server)));
        if found.is_empty() || !are_same {
            generic::compare(&was, &is, &mut found);
        }
        if found.is_empty() && one != other {
            found.prose();
        }
    }
}

/// Compares the variables of a server by their defaults: those without one are arguments of its constructor.
///
/// False if one of the servers has a variable that the other does not have.
fn variables(one: &Server, other: &Server, found: &mut Found<'_>) -> bool {
    let pairs = Pairs::of(
        &one.variables,
        &other.variables,
        &[&|one, other| one.wire_name == other.wire_name && one.name == other.name],
    );
    if !pairs.added.is_empty() || !pairs.removed.is_empty() {
        return false;
    }
    let constructor = |server: &Server| {
        if required(server).next().is_some() {
            format!("`{}::new`", server.name)
        } else {
            format!("`{}::default`", server.name)
        }
    };
    for (was, is) in &pairs.both {
        let name = code_span(&is.wire_name);
        let (what, effect, why) = match (&was.default, &is.default) {
            (Some(_), None) => (
                format!("variable {name} no longer has a default"),
                Effect::Breaking,
                format!("Code must pass it to {}.", constructor(other)),
            ),
            (None, Some(default)) => (
                format!("variable {name} has the default {}", code_span(default)),
                Effect::Breaking,
                format!(
                    "Code must use {} and no longer pass it.",
                    constructor(other)
                ),
            ),
            (Some(old), Some(new)) if old != new => (
                format!(
                    "default of the variable {name} changed from {} to {}",
                    code_span(old),
                    code_span(new)
                ),
                Effect::Behaviour,
                "Servers that keep the default have a different URL.".to_owned(),
            ),
            _ => continue,
        };
        found.push(effect, Kind::Changed, what, why);
    }
    let are_new = |(was, is): &(&ServerVariable, &ServerVariable)| {
        was.default.is_some() != is.default.is_some()
    };
    let order = |server: &Server| -> Vec<String> {
        required(server).map(|one| one.wire_name.clone()).collect()
    };
    if !pairs.both.iter().any(are_new) && order(one) != order(other) {
        found.push(
            Effect::Breaking,
            Kind::Changed,
            "order of the arguments of `new`".to_owned(),
            "Calls compile unchanged, but pass the values to different variables.",
        );
    }
    true
}

/// The variables without a default.
fn required(server: &Server) -> impl Iterator<Item = &ServerVariable> {
    server.variables.iter().filter(|one| one.default.is_none())
}

fn item(server: &Server) -> String {
    format!("servers::{}", server.name)
}
