//! Removes the operations that are not selected, and the members of their paths that the others override.

use std::collections::HashSet;

use serde_json::Value;

use super::{Operation, Removal, servers};
use crate::load::specification;
use crate::pointer::{Pointer, unescape};

impl Removal<'_> {
    /// Removes the operations that are not wanted, and the paths without operations.
    pub(super) fn operations(&mut self, is_wanted: impl Fn(&Operation<'_>) -> bool) {
        let Some(Value::Object(paths)) = self.document.get_mut("paths") else {
            return;
        };
        let section = Pointer::ROOT.key("paths");
        for (path, item) in paths.iter_mut() {
            let Value::Object(members) = item else {
                continue;
            };
            let at = section.key(path);
            specification::retain_operations(members, |below, value| {
                let wanted = is_wanted(&Operation { path, value });
                self.dropped
                    .set(&format!("{at}{below}"), wanted, self.sources);
                wanted
            });
        }
        paths.retain(|path, item| {
            let wanted = !path.starts_with('/') || specification::operations(item).next().is_some();
            let pointer = section.key(path).to_string();
            self.dropped.set(&pointer, wanted, self.sources);
            wanted
        });
    }

    /// Removes the servers and parameters of each path that all its operations override.
    pub(super) fn overridden_members(&mut self) {
        let Value::Object(document) = &mut *self.document else {
            return;
        };
        // Taken out, so that the paths can be changed while components are looked up.
        let mut paths = document.get_mut("paths").map(Value::take);
        let parameters = document
            .get("components")
            .and_then(|all| all.get("parameters"));
        let section = Pointer::ROOT.key("paths");
        let items = paths.as_mut().and_then(Value::as_object_mut);
        for (path, item) in items.into_iter().flatten() {
            let at = section.key(path);
            let overridden = overridden(item, parameters);
            let have_servers =
                specification::operations(item).all(|(_, one)| servers(one).is_some());
            let Some(members) = item.as_object_mut().filter(|_| path.starts_with('/')) else {
                continue;
            };
            if have_servers && members.shift_remove("servers").is_some() {
                let pointer = at.key("servers").to_string();
                self.dropped.set(&pointer, false, self.sources);
            }
            if let Some(Value::Array(list)) = members.get_mut("parameters") {
                let pointer = at.key("parameters").to_string();
                self.dropped
                    .remove_elements(&pointer, list, &overridden, self.sources);
            }
        }
        if let Some(paths) = paths {
            document.insert("paths".to_owned(), paths);
        }
    }
}

/// The indices of the parameters of a path item that all its operations override.
fn overridden(item: &Value, components: Option<&Value>) -> HashSet<usize> {
    let keys = |holder: &Value| -> Vec<Option<Key>> {
        let parameters = holder.get("parameters").and_then(Value::as_array);
        let parameters = parameters.into_iter().flatten();
        parameters.map(|one| key(one, components)).collect()
    };
    let of_path = keys(item);
    if of_path.is_empty() {
        return HashSet::new();
    }
    let of_operations: Vec<HashSet<Key>> = specification::operations(item)
        .map(|(_, operation)| keys(operation).into_iter().flatten().collect())
        .collect();
    let all_have = |key: &Key| of_operations.iter().all(|keys| keys.contains(key));
    let keys = of_path.iter().enumerate();
    keys.filter(|(_, key)| key.as_ref().is_some_and(all_have))
        .map(|(index, _)| index)
        .collect()
}

/// The name and location that identify a parameter.
type Key = (String, String);

fn key(parameter: &Value, components: Option<&Value>) -> Option<Key> {
    let mut parameter = parameter;
    // A longer chain of references, or a cycle, leads to none.
    for _ in 0..8 {
        let Some(reference) = parameter.get("$ref") else {
            let member = |name: &str| Some(parameter.get(name)?.as_str()?.to_owned());
            return Some((member("name")?, member("in")?));
        };
        let name = reference
            .as_str()?
            .strip_prefix("#/components/parameters/")?;
        parameter = components?.get(unescape(name).as_ref())?;
    }
    None
}
