//! Compares string enums: their values, and the variants for them.

use super::change::{Effect, Found, Kind, Places};
use super::matching::Pairs;
use crate::model::code_span;
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
            format!(
                "variant `{}` for the value {}",
                variant.name,
                code_span(&variant.wire_name)
            ),
            "Code that names it no longer compiles; the value, if received, is an unknown one.",
        );
    }
    for variant in &variants.added {
        found.push_at(
            below(found, None, Some(variant)),
            Effect::Addition,
            Kind::Added,
            format!("variant `{}` for the value {}", variant.name, code_span(&variant.wire_name)),
            "A `match` already has a wildcard arm, which takes this variant until it has its own arm.",
        );
    }
    for (one, other) in &variants.both {
        let places = below(found, Some(one), Some(other));
        if one.name != other.name {
            found.push_at(
                places,
                Effect::Breaking,
                Kind::Changed,
                format!("variant `{}` renamed to `{}`", one.name, other.name),
                "Code that uses the old name no longer compiles.",
            );
        } else if one.wire_name != other.wire_name {
            found.push_at(
                places,
                Effect::Behaviour,
                Kind::Changed,
                format!(
                    "value of variant `{}` changed from {} to {}",
                    one.name,
                    code_span(&one.wire_name),
                    code_span(&other.wire_name)
                ),
                "Requests send the new value, and responses are matched against it.",
            );
        }
    }
    if was.other != is.other {
        found.push(
            Effect::Breaking,
            Kind::Changed,
            format!(
                "variant for unknown values renamed from `{}` to `{}`",
                was.other, is.other
            ),
            "Code that uses the old name no longer compiles, or means a different value.",
        );
    }
    if found.is_empty() && variants.is_reordered(&is.variants) {
        found.push(
            Effect::Documentation,
            Kind::Changed,
            "order of the variants",
            "Callers are not affected.",
        );
    }
}
