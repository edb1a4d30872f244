//! Compares everything that all operations share: the package, the base URL, the credentials and the rate limit.

use super::change::{Change, Effect, Found, Kind, Places};
use super::view::undocumented;
use super::{credential, generic};
use crate::model::{Api, code_span};
use crate::surface::client;

pub(super) fn compare(base: &Api, new: &Api, changes: &mut Vec<Change>) {
    let mut found = Found::of("Client", Places::both("/info", "/info"), changes);
    package(base, new, &mut found);
    server(base, new, &mut found);
    credential::compare(base, new, &mut found);
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
