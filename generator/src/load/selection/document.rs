//! Removes the members of the document, and the components, that the selected operations do not need.

use std::collections::HashSet;

use serde_json::Value;

use super::reachable::{reachable, reference};
use super::{Operation, Removal, operations, servers};
use crate::load::specification;
use crate::pointer::Pointer;

impl Removal<'_> {
    /// Removes the security requirements of the document if every operation has its own, and the webhooks.
    pub(super) fn document_members(&mut self) {
        let needs_security = operations(self.document).any(|one| inherits_security(&one));
        let Value::Object(members) = &mut *self.document else {
            return;
        };
        for (name, needed) in [("security", needs_security), ("webhooks", false)] {
            if !needed && members.shift_remove(name).is_some() {
                self.dropped.set(&format!("/{name}"), false, self.sources);
            }
        }
    }

    /// Replaces the servers of the document by those of the first operation if every operation has its own.
    ///
    /// A client needs a base URL. Operations with these servers use it, and the others still have their own.
    pub(super) fn servers(&mut self) {
        if servers(self.document).is_none() {
            return;
        }
        let Some((own, pointer)) = own_servers(self.document) else {
            return;
        };
        let own = own.clone();
        self.dropped.set("/servers", false, self.sources);
        let origin = self.sources.origins.of(&pointer);
        self.sources.origins.set("/servers", origin);
        let Value::Object(document) = &mut *self.document else {
            return;
        };
        let paths = document.get_mut("paths").and_then(Value::as_object_mut);
        for (_, item) in paths.into_iter().flatten() {
            remove_equal(item, &own);
            if servers(item).is_none() {
                let pointers = specification::operations(item).map(|(below, _)| below);
                for below in pointers.collect::<Vec<_>>() {
                    if let Some(operation) = item.pointer_mut(&below) {
                        remove_equal(operation, &own);
                    }
                }
            }
        }
        document.insert("servers".to_owned(), own);
    }

    /// Removes the tags that no operation has, except the parents of others.
    pub(super) fn tags(&mut self) {
        let mut used: HashSet<String> = operations(self.document)
            .flat_map(|operation| operation.tags())
            .map(str::to_owned)
            .collect();
        let Some(Value::Array(tags)) = self.document.get_mut("tags") else {
            return;
        };
        let member = |tag: &Value, name: &str| tag.get(name)?.as_str().map(str::to_owned);
        let mut pending: Vec<String> = used.iter().cloned().collect();
        while let Some(name) = pending.pop() {
            let named = tags
                .iter()
                .filter(|tag| member(tag, "name").as_ref() == Some(&name));
            let parents = named.filter_map(|tag| member(tag, "parent"));
            pending.extend(parents.filter(|parent| used.insert(parent.clone())));
        }
        let is_unused = |tag: &Value| member(tag, "name").is_none_or(|name| !used.contains(&name));
        let indices = tags.iter().enumerate();
        let unused: HashSet<usize> = indices
            .filter(|(_, tag)| is_unused(tag))
            .map(|(index, _)| index)
            .collect();
        self.dropped
            .remove_elements("/tags", tags, &unused, self.sources);
    }

    /// Removes the components that nothing needs.
    pub(super) fn components(&mut self) {
        let reachable = reachable(self.document, requirements(self.document));
        let Some(Value::Object(components)) = self.document.get_mut("components") else {
            return;
        };
        let root = Pointer::ROOT.key("components");
        for (section, members) in components {
            let at = root.key(section);
            // An extension has no components.
            let Some(members) = members
                .as_object_mut()
                .filter(|_| !section.starts_with("x-"))
            else {
                continue;
            };
            members.retain(|name, _| {
                let needed = reachable.contains(&reference(section, name));
                let pointer = at.key(name).to_string();
                self.dropped.set(&pointer, needed, self.sources);
                needed
            });
        }
    }
}

/// Removes the servers of a path or an operation if they are these.
fn remove_equal(holder: &mut Value, these: &Value) {
    if let Value::Object(members) = holder
        && members.get("servers") == Some(these)
    {
        members.shift_remove("servers");
    }
}

/// Whether the security requirements of the document apply to an operation. Its own list may be empty.
fn inherits_security(operation: &Operation<'_>) -> bool {
    operation.value.get("security").is_none_or(Value::is_null)
}

/// The security requirements that apply: those of the operations, and those of the document if it still has any.
fn requirements(document: &Value) -> impl Iterator<Item = &Value> {
    let own = operations(document).filter_map(|operation| operation.value.get("security"));
    own.chain(document.get("security"))
}

/// The servers of the first operation and their pointer, if every operation has its own, or its path has.
///
/// None if one of them is relative: it is resolved against the host of the document's server.
fn own_servers(document: &Value) -> Option<(&Value, String)> {
    let mut first = None;
    let paths = document.get("paths")?.as_object()?;
    let section = Pointer::ROOT.key("paths");
    for (path, item) in paths {
        let at = section.key(path);
        for (below, operation) in specification::operations(item) {
            let own = servers(operation).map(|own| (own, format!("{at}{below}/servers")));
            let of_path = || Some((servers(item)?, at.key("servers").to_string()));
            let (own, pointer) = own.or_else(of_path)?;
            let url = own.get(0)?.get("url")?.as_str()?;
            if !url.contains("://") {
                return None;
            }
            first.get_or_insert((own, pointer));
        }
    }
    first
}
