//! Security requirements, which can refer to a scheme by its address.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::load::specification;
use crate::pointer::unescape;

/// The start of a reference to a scheme of the document.
const SCHEMES: &str = "#/components/securitySchemes/";

/// Rewrites the requirements that refer to a scheme of the document as its name.
pub(in crate::load) fn security_requirements(document: &mut Value) {
    let schemes: HashSet<String> = document
        .pointer("/components/securitySchemes")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::keys)
        .cloned()
        .collect();
    let own = document.get("$self").and_then(Value::as_str);
    let own = own.unwrap_or_default().to_owned();
    requirements(document, &schemes, &own);
    let Some(Value::Object(paths)) = document.get_mut("paths") else {
        return;
    };
    for item in paths.values_mut() {
        let operations: Vec<String> = specification::operations(item)
            .map(|(below, _)| below)
            .collect();
        for below in operations {
            if let Some(operation) = item.pointer_mut(&below) {
                requirements(operation, &schemes, &own);
            }
        }
    }
}

/// Rewrites the requirements of the document or of an operation.
fn requirements(holder: &mut Value, schemes: &HashSet<String>, own: &str) {
    let Some(Value::Array(requirements)) = holder.get_mut("security") else {
        return;
    };
    // The name of a component takes precedence over an address.
    let name_of = |name: &str| {
        let local = name
            .strip_prefix(own)
            .filter(|rest| rest.starts_with('#'))
            .unwrap_or(name);
        let local = unescape(local.strip_prefix(SCHEMES)?);
        (!schemes.contains(name)).then(|| local.into_owned())
    };
    for requirement in requirements {
        if let Value::Object(members) = requirement
            && members.keys().any(|name| name_of(name).is_some())
        {
            *members = std::mem::take(members)
                .into_iter()
                .map(|(name, scopes)| (name_of(&name).unwrap_or(name), scopes))
                .collect();
        }
    }
}
