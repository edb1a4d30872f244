//! The client of generated code that depends on this crate has the methods and the documentation of the runtime's.

#![allow(missing_docs, reason = "the names of tests describe them")]

use std::collections::BTreeMap;

const CLIENT: &str = include_str!("../src/call/client.rs");
const BUILDER: &str = include_str!("../src/call/builder.rs");
const CALL: &str = include_str!("../src/call/arguments.rs");
const LAYERS: &str = include_str!("../src/call/layers.rs");
const REQUEST: &str = include_str!("../src/call/custom_request.rs");
const OWN: &str = include_str!("../src/own_client.rs");

/// The public functions and structs of a file, each with its documentation and its signature, in words.
fn items(source: &str) -> BTreeMap<String, (String, String)> {
    let mut items = BTreeMap::new();
    let mut docs = Vec::new();
    let mut lines = source.lines().map(str::trim);
    while let Some(line) = lines.next() {
        if let Some(text) = line.strip_prefix("///") {
            // The examples in the macro cannot name its crate, so doc tests ignore them.
            if !is_hidden(text, &docs) {
                docs.push(text.replace("```no_run", "```ignore"));
            }
        } else if let Some(rest) = line
            .strip_prefix("pub fn ")
            .or(line.strip_prefix("pub struct "))
        {
            let name = rest.split(['(', '<', ' ', ';']).next().unwrap_or_default();
            let mut signature = rest.to_owned();
            while !signature.ends_with(['{', ';']) {
                signature += lines.next().expect("an item ends");
            }
            let found = (in_words(&docs.join(" ")), in_words(&signature));
            items.insert(name.to_owned(), found);
            docs.clear();
        } else if line.starts_with("#[") && !line.ends_with(']') {
            // An attribute on several lines.
            lines
                .find(|line| line.ends_with(']'))
                .expect("an attribute ends");
        } else if !line.starts_with("#[") && !line.starts_with("//") {
            docs.clear();
        }
    }
    items
}

/// Whether a line is in a code block and not shown.
fn is_hidden(line: &str, before: &[String]) -> bool {
    let fences = before.iter().filter(|line| line.trim().starts_with("```"));
    fences.count() % 2 == 1 && line.trim().starts_with("# ")
}

/// The words of a comment or a signature, without the paths of links and of types, which differ between the files.
fn in_words(text: &str) -> String {
    let mut text = text.to_owned();
    for link in ["super::super::", "super::error::", "super::"] {
        text = text.replace(&format!("]({link}"), "](");
    }
    for name in ["ClientBuilder", "Error", "RetryPolicy"] {
        // `[`Error::Api`](Error::Api)`
        let link = format!("]({name}");
        let mut parts = text.split(&link);
        let mut without = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            without.push(']');
            without.push_str(part.split_once(')').map_or(part, |(_, rest)| rest));
        }
        text = without;
    }
    for path in [
        "$crate::",
        "::std::time::",
        "tower_layer::",
        "tower_service::",
        "bytes::",
        "mut ",
    ] {
        text = text.replace(path, "");
    }
    text = text.replace("http::HeaderValue", "HeaderValue");
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ',')
        .collect();
    text.replace("](ApiError)", "]")
}

#[test]
fn it_has_the_methods_of_the_embedded_client() {
    let own = items(OWN);
    let mut expected = items(BUILDER);
    expected.extend(
        items(CLIENT)
            .into_iter()
            .filter(|(name, _)| name == "Client"),
    );
    expected.extend(
        items(LAYERS)
            .into_iter()
            .filter(|(name, _)| name == "layer"),
    );
    expected.extend(
        items(REQUEST)
            .into_iter()
            .filter(|(name, _)| name == "request"),
    );
    expected.extend(items(CALL).into_iter().filter(|(name, _)| name == "call"));
    assert!(expected.len() > 15, "{expected:?}");
    let names = |items: &BTreeMap<String, (String, String)>| -> Vec<String> {
        items.keys().cloned().collect()
    };
    assert_eq!(names(&own), names(&expected));
    for (name, (docs, signature)) in &expected {
        let (own_docs, own_signature) = &own[name];
        if !matches!(name.as_str(), "call") {
            assert_eq!(own_docs, docs, "the documentation of `{name}`");
        }
        let is_struct = matches!(name.as_str(), "Client" | "ClientBuilder");
        if !is_struct {
            assert_eq!(own_signature, signature, "the signature of `{name}`");
        }
    }
}

#[test]
fn it_has_the_methods_of_the_default_transport_only_with_it() {
    let count = |source: &str, condition: &str| source.matches(condition).count();
    let of_builder = BUILDER
        .split("impl ClientBuilder {")
        .nth(1)
        .and_then(|rest| rest.split("impl fmt::Debug").next())
        .expect("the builder has methods");
    let of_builder = of_builder.split_whitespace().collect::<Vec<_>>().join(" ");
    for (macro_name, condition) in [
        ("with_reqwest", "not(target_family = \"wasm\")"),
        (
            "with_http_client",
            "any(not(target_family = \"wasm\"), target_os = \"unknown\")",
        ),
    ] {
        let on_one_line = format!("#[cfg(all(feature = \"reqwest\", {condition}))] pub fn ");
        let on_several = format!("#[cfg(all( feature = \"reqwest\", {condition} ))] pub fn ");
        let methods = count(&of_builder, &on_one_line) + count(&of_builder, &on_several);
        assert!(methods > 0, "{macro_name}");
        assert_eq!(count(OWN, &format!("$crate::{macro_name}! {{")), methods);
    }
}
