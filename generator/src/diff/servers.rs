//! Compares the items of the `servers` module: the servers of an API that has a choice of them.

use super::change::{Change, Effect, Found, Kind, Places};
use super::generic;
use super::matching::Pairs;
use super::view::undocumented;
use crate::model::{Api, Server, code_span};
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
        if one.url != other.url && one.variables.is_empty() && other.variables.is_empty() {
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
        let [was, is] = [one, other].map(|server| undocumented(servers::items(server)));
        if found.is_empty() {
            generic::compare(&was, &is, &mut found);
        }
        if found.is_empty() && one != other {
            found.prose();
        }
    }
}

fn item(server: &Server) -> String {
    format!("servers::{}", server.name)
}
