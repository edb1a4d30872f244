//! Adds features that generated code refers to, to the manifest of an existing crate.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Array, DocumentMut, Item, Table, TableLike};

use super::dependency::{RUNTIME, is_optional, is_same_crate, strings};

/// The parts of a manifest that new features add or need.
#[derive(Default)]
pub(super) struct Completed {
    /// The added features, and the features with added entries: `testing`, `fs (tokio/fs)`.
    pub(super) added: Vec<String>,
    /// The optional dependencies that the manifest lacks.
    pub(super) dependencies: BTreeSet<String>,
}

/// Adds the features of `needed` that `is_used` by the code and that an existing manifest lacks, and the entries
/// without which a feature does not compile. A manifest without features gets all of them.
///
/// Other entries are choices of the user, such as `reqwest/rustls-no-provider` in place of `reqwest/rustls`. A name in a
/// `check-cfg` of the lint `unexpected_cfgs` is a feature that the user does not want.
pub(super) fn complete(
    manifest: &mut DocumentMut,
    needed: &DocumentMut,
    is_used: impl Fn(&str) -> bool,
) -> Completed {
    let mut completed = Completed::default();
    let Some(needed) = needed.get("features").and_then(Item::as_table) else {
        return completed;
    };
    let existing = Existing::of(manifest);
    let mut new = missing(needed, &existing, is_used);
    // A feature can enable features that the code does not refer to.
    let mut next = 0;
    while let Some(name) = new.get(next).copied() {
        next += 1;
        for entry in strings(needed.get(name)) {
            let feature = needed.get_key_value(&entry).map(|(key, _)| key.get());
            new.extend(feature.filter(|name| !existing.has(name) && !new.contains(name)));
        }
    }
    let mut entries: Vec<(&str, Vec<String>)> = Vec::new();
    for (name, list) in needed {
        let is_new = new.contains(&name);
        if !is_new && !existing.features.contains_key(name) {
            continue;
        }
        let list: Vec<String> = strings(Some(list))
            .iter()
            .filter(|entry| is_new || existing.lacks(name, entry))
            .filter_map(|entry| existing.entry(entry, &mut completed.dependencies))
            .collect();
        if is_new {
            completed.added.push(name.to_owned());
        } else if !list.is_empty() {
            completed
                .added
                .push(format!("{name} ({})", list.join(", ")));
        } else {
            continue;
        }
        entries.push((name, list));
    }
    insert(manifest, needed, entries);
    completed.dependencies.extend(existing.lacking());
    completed
}

/// The features that the manifest lacks.
fn missing<'a>(
    needed: &'a Table,
    existing: &Existing,
    is_used: impl Fn(&str) -> bool,
) -> Vec<&'a str> {
    let names = || needed.iter().map(|(name, _)| name);
    if existing.features.is_empty() && names().any(&is_used) {
        return names().filter(|name| !existing.has(name)).collect();
    }
    names()
        .filter(|name| !existing.has(name) && is_used(name))
        .collect()
}

/// Inserts features with their comments, and entries of existing features.
fn insert(manifest: &mut DocumentMut, needed: &Table, entries: Vec<(&str, Vec<String>)>) {
    if entries.is_empty() {
        return;
    }
    let section = manifest.entry("features").or_insert_with(|| {
        let mut table = Table::new();
        table.decor_mut().set_prefix("\n");
        Item::Table(table)
    });
    if let Some(table) = section.as_table_mut() {
        table.set_implicit(false);
    }
    for (name, entries) in entries {
        let Some(features) = section.as_table_like_mut() else {
            return;
        };
        if let Some(list) = features.get_mut(name).and_then(Item::as_array_mut) {
            list.extend(entries);
            continue;
        }
        let list: Item = entries.into_iter().collect::<Array>().into();
        match (section.as_table_mut(), needed.key(name)) {
            (Some(table), Some(key)) if !table.is_dotted() => {
                table.insert_formatted(key, list);
            }
            _ => {
                if let Some(features) = section.as_table_like_mut() {
                    features.insert(name, list);
                }
            }
        }
    }
}

/// The features and dependencies of an existing manifest.
struct Existing {
    features: BTreeMap<String, Vec<String>>,
    dependencies: BTreeMap<String, Dependency>,
    /// The text of the conditions that the compiler accepts.
    accepted: String,
}

/// A dependency, for all targets or for some.
#[derive(Default)]
struct Dependency {
    is_optional: bool,
    /// Whether the workspace states its features.
    is_of_workspace: bool,
    features: Vec<String>,
}

impl Existing {
    fn of(manifest: &DocumentMut) -> Self {
        let table = |item: Option<&'_ Item>| -> Vec<(String, Item)> {
            let table = item.and_then(Item::as_table_like);
            let entries = table.into_iter().flat_map(TableLike::iter);
            entries
                .map(|(key, item)| (key.to_owned(), item.clone()))
                .collect()
        };
        let features = table(manifest.get("features"))
            .into_iter()
            .map(|(name, list)| (name, strings(Some(&list))))
            .collect();
        let mut found = table(manifest.get("dependencies"));
        for (_, target) in table(manifest.get("target")) {
            let section = target.as_table_like();
            found.extend(table(
                section.and_then(|section| section.get("dependencies")),
            ));
        }
        let mut dependencies: BTreeMap<String, Dependency> = BTreeMap::new();
        for (name, item) in found {
            let dependency = dependencies.entry(name).or_default();
            let part = |key: &str| item.as_table_like().and_then(|table| table.get(key));
            dependency.is_optional |= is_optional(&item);
            dependency.is_of_workspace |= part("workspace").is_some();
            dependency.features.extend(strings(part("features")));
        }
        let lint = manifest
            .get("lints")
            .and_then(|lints| lints.get("rust")?.get("unexpected_cfgs"));
        let accepted = lint.and_then(|lint| lint.get("check-cfg"));
        Self {
            features,
            dependencies,
            accepted: strings(accepted).concat(),
        }
    }

    /// Whether there is a feature, or the user does not want it.
    fn has(&self, name: &str) -> bool {
        self.features.contains_key(name)
            || self.is_implicit(name)
            || self.accepted.contains(&format!("\"{name}\""))
    }

    /// Whether an optional dependency is also a feature of the same name.
    fn is_implicit(&self, name: &str) -> bool {
        let explicit = format!("dep:{name}");
        let is_optional = self
            .dependencies
            .get(name)
            .is_some_and(|one| one.is_optional);
        is_optional
            && !self.features.contains_key(name)
            && !self
                .features
                .values()
                .flatten()
                .any(|entry| *entry == explicit)
    }

    /// The dependency on a crate, with its name in the manifest.
    fn dependency(&self, name: &str) -> Option<(&str, &Dependency)> {
        let mut all = self.dependencies.iter();
        all.find(|(key, _)| is_same_crate(key, name))
            .map(|(key, dependency)| (key.as_str(), dependency))
    }

    /// The form of an entry in this manifest; `None` if it needs no entry. Adds the dependency that it needs.
    fn entry(&self, entry: &str, lacking: &mut BTreeSet<String>) -> Option<String> {
        let (crate_name, feature) = parts(entry);
        let Some(crate_name) = crate_name else {
            return Some(entry.to_owned());
        };
        let Some((name, dependency)) = self.dependency(crate_name) else {
            lacking.insert(crate_name.to_owned());
            return Some(entry.to_owned());
        };
        match feature {
            Some(feature) => Some(format!("{name}/{feature}")),
            None if !dependency.is_optional => None,
            None if self.is_implicit(name) => Some(name.to_owned()),
            None => Some(format!("dep:{name}")),
        }
    }

    /// The crates that entries of the features name and that are not dependencies, with which Cargo refuses the manifest.
    fn lacking(&self) -> impl Iterator<Item = String> {
        let entries = self.features.values().flatten();
        entries.filter_map(|entry| {
            let crate_name = match parts(entry) {
                (Some(crate_name), _) => crate_name,
                (None, _) if self.features.contains_key(entry) => return None,
                (None, _) => entry,
            };
            let lacks = self.dependency(crate_name).is_none();
            lacks.then(|| crate_name.to_owned())
        })
    }

    /// Whether an existing feature does not compile without an entry.
    fn lacks(&self, feature: &str, entry: &str) -> bool {
        let (Some(crate_name), wanted) = parts(entry) else {
            return false;
        };
        let dependency = self.dependency(crate_name);
        let name = dependency.map_or(crate_name, |(name, _)| name);
        let mut enabled = Vec::new();
        self.enabled(feature, &mut enabled);
        let of_crate = |entry: &String| {
            let is_weak = entry.contains("?/");
            match parts(entry) {
                (Some(one), Some(_)) => one == name && (wanted.is_some() || !is_weak),
                (Some(one), None) => one == name && wanted.is_none(),
                (None, _) => entry.as_str() == name && wanted.is_none(),
            }
        };
        if enabled.iter().any(of_crate) {
            return false;
        }
        match (dependency, wanted) {
            (None, _) => true,
            (Some((_, dependency)), None) => dependency.is_optional,
            (Some((_, dependency)), Some(wanted)) => {
                let mut features = dependency.features.iter();
                !features.any(|one| one.starts_with(wanted))
                    && (!dependency.is_of_workspace || is_same_crate(name, RUNTIME))
            }
        }
    }

    /// Adds the entries that a feature has, directly or through other features.
    fn enabled(&self, feature: &str, found: &mut Vec<String>) {
        for entry in self.features.get(feature).into_iter().flatten() {
            if !found.contains(entry) {
                found.push(entry.clone());
                self.enabled(entry, found);
            }
        }
    }
}

/// The crate and its feature that an entry names: none for the entry `a`, a crate for `dep:a`, both for `a/b` and `a?/b`.
fn parts(entry: &str) -> (Option<&str>, Option<&str>) {
    match (entry.strip_prefix("dep:"), entry.split_once('/')) {
        (Some(name), _) => (Some(name), None),
        (None, Some((name, feature))) => (Some(name.trim_end_matches('?')), Some(feature)),
        (None, None) => (None, None),
    }
}

#[cfg(test)]
mod tests;
