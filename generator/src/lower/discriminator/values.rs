//! The discriminator values that identify each variant of an enum.

use std::collections::{HashMap, HashSet};

use crate::model::name::pascal;

/// The keywords about a discriminator's values in the schema of one variant.
#[derive(Default)]
pub(in crate::lower) struct Candidate {
    /// The name of the schema; `None` for an inline schema.
    pub(in crate::lower) name: Option<String>,
    /// The values that the discriminator maps to the schema.
    pub(in crate::lower) mapped: Vec<String>,
    /// The values in the `enum` of the property; empty if any string is allowed.
    pub(in crate::lower) listed: Vec<String>,
    /// Whether the schema itself has that `enum`, and does not inherit it from a parent of all variants.
    pub(in crate::lower) is_own: bool,
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
    for is_name in [is_equal, is_alike] {
        for (candidate, chosen) in candidates.iter().zip(&mut chosen) {
            let Some(name) = candidate.name.as_ref().filter(|_| chosen.is_empty()) else {
                continue;
            };
            let value = match candidate.listed.as_slice() {
                [] => Some(name),
                listed => listed.iter().find(|value| is_name(value, name)),
            };
            chosen.extend(value.filter(|value| taken.insert(value)).cloned());
        }
    }
    let mut owners: HashMap<&str, usize> = HashMap::new();
    for candidate in candidates.iter().filter(|candidate| candidate.is_own) {
        for value in candidate.listed.iter().collect::<HashSet<_>>() {
            *owners.entry(value).or_default() += 1;
        }
    }
    for (candidate, chosen) in candidates
        .iter()
        .zip(&mut chosen)
        .filter(|(one, _)| one.is_own)
    {
        let own = candidate
            .listed
            .iter()
            .filter(|value| owners.get(value.as_str()) == Some(&1));
        chosen.extend(own.filter(|value| taken.insert(value)).cloned());
    }
    for _ in 0..MOST_PASSES {
        if !assign_last_values(candidates, &mut chosen, &mut taken) {
            break;
        }
    }
    chosen
}

/// Assigns the only free value of a list, unless it is the only free value of two lists. Returns whether there was one.
fn assign_last_values<'c>(
    candidates: &'c [Candidate],
    chosen: &mut [Vec<String>],
    taken: &mut HashSet<&'c str>,
) -> bool {
    let mut last: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, (candidate, chosen)) in candidates.iter().zip(&*chosen).enumerate() {
        let mut free = candidate
            .listed
            .iter()
            .filter(|value| !taken.contains(value.as_str()));
        if chosen.is_empty()
            && candidate.is_own
            && let (Some(value), None) = (free.next(), free.next())
        {
            last.entry(value).or_default().push(index);
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

fn is_equal(value: &str, name: &str) -> bool {
    value == name
}

/// Whether a value equals a name except for case and punctuation: `credit-card` and `CREDITCARD` equal `CreditCard`.
pub(in crate::lower) fn is_alike(value: &str, name: &str) -> bool {
    pascal(value).to_lowercase() == pascal(name).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(name: &str, mapped: &[&str], listed: &[&str]) -> Candidate {
        let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
        Candidate {
            name: (!name.is_empty()).then(|| name.to_owned()),
            mapped: owned(mapped),
            listed: owned(listed),
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
