//! The discriminator values that identify each variant of an enum.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use indexmap::IndexMap;

use crate::model::name::pascal;

/// The keywords about a discriminator's values in the schema of one variant.
#[derive(Default)]
pub(in crate::lower) struct Candidate {
    /// The name of the schema; `None` for an inline schema.
    pub(in crate::lower) name: Option<String>,
    /// The values that the discriminator maps to the schema.
    pub(in crate::lower) mapped: Vec<String>,
    /// The values in the `enum` of the property; empty if any string is allowed.
    pub(in crate::lower) listed: Rc<Listed>,
    /// Whether the schema itself has that `enum`, and does not inherit it from a parent of all variants.
    pub(in crate::lower) is_own: bool,
}

/// The values of an `enum`.
#[derive(Default)]
pub(in crate::lower) struct Listed {
    values: Vec<String>,
    known: HashSet<String>,
    /// The index of the first value of each name.
    by_name: HashMap<String, usize>,
}

impl Listed {
    pub(in crate::lower) fn of(values: Vec<String>) -> Self {
        let mut by_name = HashMap::new();
        for (index, value) in values.iter().enumerate() {
            by_name.entry(folded(value)).or_insert(index);
        }
        Self {
            known: values.iter().cloned().collect(),
            by_name,
            values,
        }
    }

    pub(in crate::lower) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(in crate::lower) fn values(&self) -> &[String] {
        &self.values
    }

    pub(in crate::lower) fn contains(&self, value: &str) -> bool {
        self.known.contains(value)
    }

    /// The value that equals a name except for case and punctuation.
    fn alike(&self, name: &str) -> Option<&String> {
        self.values.get(*self.by_name.get(&folded(name))?)
    }

    /// The value that equals a name, in the spelling of the `enum` if that includes it.
    pub(in crate::lower) fn spelled(&self, name: &str) -> String {
        let exact = self.known.get(name);
        let value = exact.or_else(|| self.alike(name));
        value.map_or_else(|| name.to_owned(), String::clone)
    }
}

/// The values of each `enum`, once for all candidates that have the same.
#[derive(Default)]
pub(in crate::lower) struct Lists(HashMap<Vec<String>, Rc<Listed>>);

impl Lists {
    pub(in crate::lower) fn of(&mut self, values: Vec<String>) -> Rc<Listed> {
        if let Some(known) = self.0.get(&values) {
            return Rc::clone(known);
        }
        let listed = Rc::new(Listed::of(values.clone()));
        self.0.insert(values, Rc::clone(&listed));
        listed
    }
}

/// The maximum number of passes that assign the last free value of an `enum`.
const MOST_PASSES: usize = 8;

/// The values of each candidate: those mapped to it, its name, and those that no other candidate has.
///
/// Without a mapping, the value is the name of the schema (OpenAPI 3.0.3, "Discriminator Object"), in the spelling of
/// the property's `enum` if only case and punctuation differ. If the `enum` excludes the name, the values are those
/// that no other candidate allows, or none if there are no such values.
pub(in crate::lower) fn values(candidates: &[Candidate]) -> Vec<Vec<String>> {
    let mut taken: HashSet<&str> = HashSet::new();
    let mut chosen: Vec<Vec<String>> = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let mapped = candidate.mapped.iter().filter(|value| taken.insert(value));
        chosen.push(mapped.cloned().collect());
    }
    // An exact name takes precedence over one that is only alike.
    for is_exact in [true, false] {
        for (candidate, chosen) in candidates.iter().zip(&mut chosen) {
            let Some(name) = candidate.name.as_ref().filter(|_| chosen.is_empty()) else {
                continue;
            };
            let listed = &candidate.listed;
            let value = if listed.is_empty() {
                Some(name)
            } else if is_exact {
                listed.known.get(name)
            } else {
                listed.alike(name)
            };
            chosen.extend(value.filter(|value| taken.insert(value)).cloned());
        }
    }
    let lists = own_lists(candidates);
    let mut owners: HashMap<&str, usize> = HashMap::new();
    for (listed, candidates) in lists.values() {
        for value in &listed.known {
            *owners.entry(value).or_default() += candidates.len();
        }
    }
    for (listed, indexes) in lists.values() {
        // A list of several candidates has no value of one of them.
        if let [index] = indexes.as_slice()
            && let Some(chosen) = chosen.get_mut(*index)
        {
            let values = listed.values.iter();
            let own = values.filter(|value| owners.get(value.as_str()) == Some(&1));
            chosen.extend(own.filter(|value| taken.insert(value)).cloned());
        }
    }
    for _ in 0..MOST_PASSES {
        if !assign_last_values(&lists, &mut chosen, &mut taken) {
            break;
        }
    }
    chosen
}

/// Each list, and the indexes of the candidates that have it.
type OwnLists<'c> = IndexMap<*const Listed, (&'c Listed, Vec<usize>)>;

fn own_lists(candidates: &[Candidate]) -> OwnLists<'_> {
    let mut lists = OwnLists::new();
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.is_own {
            let (_, candidates) = lists
                .entry(Rc::as_ptr(&candidate.listed))
                .or_insert_with(|| (&candidate.listed, Vec::new()));
            candidates.push(index);
        }
    }
    lists
}

/// Assigns the only free value of a list, unless it is the only free value of two lists. Returns whether there was one.
fn assign_last_values<'c>(
    lists: &OwnLists<'c>,
    chosen: &mut [Vec<String>],
    taken: &mut HashSet<&'c str>,
) -> bool {
    let mut last: HashMap<&str, Vec<usize>> = HashMap::new();
    for (listed, candidates) in lists.values() {
        let mut free = listed
            .values
            .iter()
            .filter(|value| !taken.contains(value.as_str()));
        if let (Some(value), None) = (free.next(), free.next()) {
            let without = candidates
                .iter()
                .filter(|index| chosen.get(**index).is_some_and(Vec::is_empty));
            last.entry(value).or_default().extend(without);
        }
    }
    let mut assigned = false;
    for (value, indexes) in last {
        if let [index] = indexes.as_slice()
            && let Some(chosen) = chosen.get_mut(*index)
        {
            chosen.push(value.to_owned());
            taken.insert(value);
            assigned = true;
        }
    }
    assigned
}

/// A name without case and punctuation: `credit-card` and `CREDITCARD` equal `CreditCard`.
fn folded(name: &str) -> String {
    pascal(name).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(name: &str, mapped: &[&str], listed: &[&str]) -> Candidate {
        let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
        Candidate {
            name: (!name.is_empty()).then(|| name.to_owned()),
            mapped: owned(mapped),
            listed: Rc::new(Listed::of(owned(listed))),
            is_own: true,
        }
    }

    #[test]
    fn a_shared_enum_is_divided_by_the_names_of_the_schemas() {
        let both = ["Cat", "Dog"];
        let of = values(&[candidate("Cat", &[], &both), candidate("Dog", &[], &both)]);
        assert_eq!(of, [["Cat"], ["Dog"]]);
    }

    #[test]
    fn names_may_differ_in_case_and_punctuation() {
        let all = ["guide-dog", "dog", "DOG", "cat"];
        let of = values(&[
            candidate("GuideDog", &[], &all),
            candidate("Dog", &[], &all),
            candidate("DOG", &[], &all),
            candidate("Cat", &[], &all),
        ]);
        assert_eq!(of, [["guide-dog"], ["dog"], ["DOG"], ["cat"]]);
    }

    #[test]
    fn names_may_be_in_upper_case() {
        let all = ["CREDITCARD", "GIFT_CARD"];
        let of = values(&[
            candidate("CreditCard", &[], &all),
            candidate("GiftCard", &[], &all),
        ]);
        assert_eq!(of, [["CREDITCARD"], ["GIFT_CARD"]]);
    }

    #[test]
    fn values_that_only_one_schema_allows_are_its_own() {
        let of = values(&[
            candidate("Cat", &[], &["meows", "both"]),
            candidate("Dog", &[], &["Dog", "puppy", "both"]),
            candidate("", &[], &["other"]),
        ]);
        assert_eq!(of, [vec!["meows"], vec!["Dog", "puppy"], vec!["other"]]);
    }

    #[test]
    fn a_mapped_value_belongs_to_no_other_schema() {
        let both = ["cat", "Dog"];
        let of = values(&[
            candidate("Cat", &["Dog"], &both),
            candidate("Dog", &["cat"], &both),
            candidate("Bird", &[], &[]),
        ]);
        assert_eq!(of, [["Dog"], ["cat"], ["Bird"]]);
    }

    #[test]
    fn a_constant_belongs_to_the_only_schema_that_has_no_other() {
        let of = values(&[
            candidate("Dog", &[], &["hound"]),
            candidate("Cat", &[], &["hound", "feline", "bird"]),
            candidate("Bird", &[], &["hound", "bird"]),
        ]);
        assert_eq!(of, [vec!["hound"], vec!["feline"], vec!["bird"]]);
    }

    #[test]
    fn values_that_two_schemas_share_identify_neither() {
        let shared = ["a", "b"];
        let of = values(&[
            candidate("Cat", &[], &shared),
            candidate("Dog", &[], &shared),
            candidate("", &[], &shared),
            candidate("Ant", &[], &["c"]),
            candidate("Bee", &[], &["c"]),
        ]);
        assert_eq!(of, vec![Vec::<String>::new(); 5]);
    }
}
