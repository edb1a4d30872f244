//! What changes in a list of strings: its values, and their names in Rust?

use super::change::{Effect, Found, Kind, Places};
use super::matching::Pairs;
use crate::model::types::{StringEnum, Variant};

pub(super) fn compare(was: &StringEnum, is: &StringEnum, found: &mut Found<'_>) {
    let variants = Pairs::of(
        &was.variants,
        &is.variants,
        &[
            &|one, other| one.wire_name == other.wire_name,
            &|one, other| one.name == other.name,
        ],
    );
    let at = |list: &StringEnum, variant: &Variant| {
        list.variants
            .iter()
            .position(|other| other == variant)
            .map(|index| format!("enum/{index}"))
    };
    let below = |found: &Found<'_>, one: Option<&Variant>, other: Option<&Variant>| {
        let place = |list: &StringEnum, variant: Option<&Variant>, pointer: &Option<String>| {
            let pointer = pointer.as_ref()?;
            let step = variant.and_then(|variant| at(list, variant));
            Some(step.map_or_else(|| pointer.clone(), |step| format!("{pointer}/{step}")))
        };
        Places {
            base: place(was, one, &found.places().base),
            new: place(is, other, &found.places().new),
        }
    };
    for variant in &variants.removed {
        found.push_at(
            below(found, Some(variant), None),
            Effect::Breaking,
            Kind::Removed,
            format!("variant `{}`, the value `{}`", variant.name, variant.wire_name),
            "Code that names it does not compile; the value, where it still comes, is an unknown one.",
        );
    }
    for variant in &variants.added {
        found.push_at(
            below(found, None, Some(variant)),
            Effect::Addition,
            Kind::Added,
            format!("variant `{}`, the value `{}`", variant.name, variant.wire_name),
            "A `match` has an arm for unknown values already, and gets this one there until it has one of its own.",
        );
    }
    for (one, other) in &variants.both {
        let places = below(found, Some(one), Some(other));
        if one.name != other.name {
            found.push_at(
                places,
                Effect::Breaking,
                Kind::Changed,
                format!("variant `{}` is now `{}`", one.name, other.name),
                "Code that names it does not compile.",
            );
        } else if one.wire_name != other.wire_name {
            found.push_at(
                places,
                Effect::Behaviour,
                Kind::Changed,
                format!(
                    "variant `{}` is the value `{}`, was `{}`",
                    one.name, other.wire_name, one.wire_name
                ),
                "It is sent, and known where it comes, under another value.",
            );
        }
    }
    if was.other != is.other {
        found.push(
            Effect::Breaking,
            Kind::Changed,
            format!(
                "the variant of unknown values is `{}`, was `{}`",
                is.other, was.other
            ),
            "Code that names it does not compile, or means another value.",
        );
    }
    if found.is_empty() && variants.is_reordered(&is.variants) {
        found.push(
            Effect::Documentation,
            Kind::Changed,
            "the order of the variants",
            "Nothing that callers can do depends on it.",
        );
    }
}
