//! Which thing of the base is which thing of the new version?

use std::collections::HashMap;

use super::view::{View, undocumented};
use crate::model::Api;
use crate::model::types::{TypeDefinition, TypeId};
use crate::surface;

/// Two lists, side by side.
pub(super) struct Pairs<'a, T> {
    /// Each with its counterpart, in the base's order.
    pub(super) both: Vec<(&'a T, &'a T)>,
    /// What the base alone has.
    pub(super) removed: Vec<&'a T>,
    /// What the new version alone has.
    pub(super) added: Vec<&'a T>,
}

/// Whether two things are versions of one.
pub(super) type IsSame<'c, T> = dyn Fn(&T, &T) -> bool + 'c;

impl<'a, T> Pairs<'a, T> {
    /// Pairs what is alike, by the first criterion that says so.
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

    /// The counterparts in the new version that stand in another order than in the base, where any do.
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

/// The types of two versions, side by side: by name, by place, and what is left by what it is made of.
pub(super) fn types<'a>(base: &'a Api, new: &'a Api) -> Pairs<'a, TypeDefinition> {
    let alike = |one: &TypeDefinition, other: &TypeDefinition| match (
        shape(base, one),
        shape(new, other),
    ) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    };
    Pairs::of(
        base.types.iter().map(|(_, definition)| definition),
        new.types.iter().map(|(_, definition)| definition),
        &[
            &|one, other| one.name == other.name,
            &|one, other| one.pointer == other.pointer && same_kind(one, other),
            &alike,
        ],
    )
}

fn same_kind(one: &TypeDefinition, other: &TypeDefinition) -> bool {
    std::mem::discriminant(&one.kind) == std::mem::discriminant(&other.kind)
}

/// What a type is made of, whatever it is called; `None` where that is too little to know it again by.
fn shape(api: &Api, definition: &TypeDefinition) -> Option<String> {
    let items = undocumented(surface::types::items(api, definition));
    let view = View::of(&items);
    let is_telling = view.fields.len() + view.variants.len() > 1;
    is_telling.then(|| format!("{items:?}").replace(&definition.name, "_"))
}

/// The base with the names that its types have in the new version: what only uses a renamed type is not changed.
pub(super) fn with_new_names(base: &Api, types: &Pairs<'_, TypeDefinition>) -> Api {
    let mut aligned = base.clone();
    // By name: a document may have thousands of types.
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
    fn the_first_criterion_goes_before_the_second() {
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
    fn an_order_differs_only_where_what_both_have_stands_otherwise() {
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
