//! Pairs the items of the base with those of the new version.

use std::collections::{HashMap, HashSet};

use super::rename;
use crate::model::Api;
use crate::model::types::{TypeDefinition, TypeId};

/// Two lists, paired.
pub(super) struct Pairs<'a, T> {
    /// The items of both versions, in the base's order.
    pub(super) both: Vec<(&'a T, &'a T)>,
    /// The items of the base only.
    pub(super) removed: Vec<&'a T>,
    /// The items of the new version only.
    pub(super) added: Vec<&'a T>,
}

/// Whether two items are versions of the same item.
pub(super) type IsSame<'c, T> = dyn Fn(&T, &T) -> bool + 'c;

impl<'a, T> Pairs<'a, T> {
    /// Pairs items by the first criterion that matches.
    pub(super) fn of(
        base: impl IntoIterator<Item = &'a T>,
        new: impl IntoIterator<Item = &'a T>,
        criteria: &[&IsSame<'_, T>],
    ) -> Self {
        let base: Vec<&T> = base.into_iter().collect();
        let mut added: Vec<&T> = new.into_iter().collect();
        let mut partners: Vec<Option<&T>> = vec![None; base.len()];
        for is_same in criteria {
            for (&one, partner) in base
                .iter()
                .zip(&mut partners)
                .filter(|(_, partner)| partner.is_none())
            {
                if let Some(at) = added.iter().position(|other| is_same(one, other)) {
                    *partner = Some(added.remove(at));
                }
            }
        }
        let mut pairs = Self {
            both: Vec::new(),
            removed: Vec::new(),
            added,
        };
        for (one, partner) in base.into_iter().zip(partners) {
            match partner {
                Some(partner) => pairs.both.push((one, partner)),
                None => pairs.removed.push(one),
            }
        }
        pairs
    }

    /// Pairs items that only one version has so far. The new pairs follow the others.
    fn pair_rest(&mut self, is_same: &IsSame<'_, T>) {
        for one in std::mem::take(&mut self.removed) {
            match self.added.iter().position(|other| is_same(one, other)) {
                Some(at) => self.both.push((one, self.added.remove(at))),
                None => self.removed.push(one),
            }
        }
    }

    /// Whether the new version has the paired items in a different order.
    pub(super) fn is_reordered(&self, new: impl IntoIterator<Item = &'a T>) -> bool {
        let kept = |one: &&T| {
            self.both
                .iter()
                .any(|(_, other)| std::ptr::eq(*other, *one))
        };
        let in_new = new.into_iter().filter(kept);
        let in_base = self.both.iter().map(|(_, other)| *other);
        !in_new
            .zip(in_base)
            .all(|(one, other)| std::ptr::eq(one, other))
    }
}

/// The added item that a removed one may have been renamed to: each is the only one like the other.
pub(super) fn successor<'a, T>(
    one: &T,
    removed: &[T],
    added: &'a [T],
    are_alike: impl Fn(&T, &T) -> bool,
) -> Option<&'a T> {
    let mut like_one = added.iter().filter(|other| are_alike(one, other));
    let (other, None) = (like_one.next()?, like_one.next()) else {
        return None;
    };
    let like_other = removed.iter().filter(|one| are_alike(one, other));
    (like_other.count() == 1).then_some(other)
}

/// Adds that a new item may be the removed one under a different name.
pub(super) fn with_successor(why: &str, name: Option<&str>) -> String {
    name.map_or_else(
        || why.to_owned(),
        |name| format!("{why} `{name}`, which is new, has the same type."),
    )
}

/// Pairs the types of two versions: by name, then by JSON pointer, then by content.
pub(super) fn types<'a>(base: &'a Api, new: &'a Api) -> Pairs<'a, TypeDefinition> {
    let mut pairs = Pairs::of(
        base.types.iter().map(|(_, definition)| definition),
        new.types.iter().map(|(_, definition)| definition),
        &[&|one, other| one.name == other.name, &|one, other| {
            one.pointer == other.pointer && same_kind(one, other)
        }],
    );
    // Comparing the content copies both APIs.
    if pairs.removed.is_empty() || pairs.added.is_empty() {
        return pairs;
    }
    let renamed = rename::renamed(
        with_new_names(base, &pairs),
        &ids(base, &pairs.removed),
        new,
        &ids(new, &pairs.added),
    );
    let new_names: HashMap<&str, &str> = renamed
        .into_iter()
        .map(|(one, other)| (&*base.types[one].name, &*new.types[other].name))
        .collect();
    pairs.pair_rest(&|one, other| new_names.get(&*one.name) == Some(&&*other.name));
    pairs
}

/// The ids of these types of an API.
fn ids(api: &Api, definitions: &[&TypeDefinition]) -> Vec<TypeId> {
    let names: HashSet<&str> = definitions.iter().map(|one| one.name.as_str()).collect();
    let all = api.types.iter();
    all.filter(|(_, definition)| names.contains(definition.name.as_str()))
        .map(|(id, _)| id)
        .collect()
}

fn same_kind(one: &TypeDefinition, other: &TypeDefinition) -> bool {
    std::mem::discriminant(&one.kind) == std::mem::discriminant(&other.kind)
}

/// Renames the types of the base as in the new version, so that the uses of a renamed type do not count as changed.
pub(super) fn with_new_names(base: &Api, types: &Pairs<'_, TypeDefinition>) -> Api {
    let mut aligned = base.clone();
    // A map, because a document may have thousands of types.
    let others: HashMap<&str, &TypeDefinition> = types
        .both
        .iter()
        .map(|(one, other)| (one.name.as_str(), *other))
        .collect();
    let ids: Vec<TypeId> = aligned.types.ids().collect();
    for id in ids {
        if let Some(other) = others.get(base.types[id].name.as_str()) {
            aligned.types[id].name.clone_from(&other.name);
        }
    }
    aligned
}

#[cfg(test)]
mod tests {
    use super::Pairs;

    #[test]
    fn the_first_criterion_takes_precedence() {
        let (base, new) = (["ab", "cd", "x"], ["cx", "ab", "y"]);
        let pairs = Pairs::of(
            &base,
            &new,
            &[&|a, b| a == b, &|a, b| a.as_bytes()[0] == b.as_bytes()[0]],
        );
        assert_eq!(pairs.both, [(&"ab", &"ab"), (&"cd", &"cx")]);
        assert_eq!((pairs.removed, pairs.added), (vec![&"x"], vec![&"y"]));
    }

    #[test]
    fn only_the_paired_items_count_for_the_order() {
        let base = [1, 2, 3];
        for (new, reordered) in [
            ([1, 2, 3], false),
            ([0, 1, 3], false),
            ([2, 1, 3], true),
            ([3, 0, 1], true),
        ] {
            let pairs = Pairs::of(&base, &new, &[&|a, b| a == b]);
            assert_eq!(pairs.is_reordered(&new), reordered, "{new:?}");
        }
    }
}
