//! Removes the component schemas that only replaced schemas refer to.

use std::collections::HashSet;

use serde_json::Value;

use crate::pointer::unescape;

const PREFIX: &str = "#/components/schemas/";

/// The component schemas that nothing outside of the component schemas uses, directly or not.
pub(super) fn unused(document: &Value) -> HashSet<String> {
    let used = search(document, &HashSet::new());
    let unused = names(document).filter(|name| !used.contains(*name));
    unused.cloned().collect()
}

/// Removes the component schemas that are no longer used. Those that were unused `before` are kept.
pub(super) fn remove(document: &mut Value, before: &HashSet<String>) {
    let now = search(document, before);
    let schemas = document.pointer_mut("/components/schemas");
    if let Some(schemas) = schemas.and_then(Value::as_object_mut) {
        schemas.retain(|name, _| now.contains(name));
    }
}

fn names(document: &Value) -> impl Iterator<Item = &String> {
    let schemas = document.pointer("/components/schemas");
    schemas
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(serde_json::Map::keys)
}

/// The schemas that everything except the component schemas refers to, those in `also`, and those that they refer to.
fn search(document: &Value, also: &HashSet<String>) -> HashSet<String> {
    let mut pending: Vec<String> = also.iter().cloned().collect();
    for (name, value) in document.as_object().into_iter().flatten() {
        if name != "components" {
            references(value, &mut pending);
            continue;
        }
        for (section, value) in value.as_object().into_iter().flatten() {
            if section != "schemas" {
                references(value, &mut pending);
            }
        }
    }
    let schemas = document.pointer("/components/schemas");
    let mut found = HashSet::new();
    while let Some(name) = pending.pop() {
        if let Some(schema) = schemas.and_then(|schemas| schemas.get(&name))
            && found.insert(name)
        {
            references(schema, &mut pending);
        }
    }
    found
}

/// Adds the names of the schemas that a value refers to, also in the mapping of a discriminator.
fn references(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let name = text
                .strip_prefix(PREFIX)
                .and_then(|rest| rest.split('/').next());
            into.extend(name.map(|name| unescape(name).into_owned()));
        }
        Value::Array(elements) => elements.iter().for_each(|one| references(one, into)),
        Value::Object(members) => members.values().for_each(|one| references(one, into)),
        _ => {}
    }
}
