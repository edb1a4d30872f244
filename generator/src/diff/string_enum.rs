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
    for variant in &variants.removed {
        removed(was, variant, found);
    }
    for variant in &variants.added {
        added(is, variant, found);
    }
    for (one, other) in &variants.both {
        let places = Places {
            base: place(found.places().base.as_ref(), was, one),
            new: place(found.places().new.as_ref(), is, other),
        };
        both(one, other, places, found);
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

fn removed(was: &StringEnum, variant: &Variant, found: &mut Found<'_>) {
    let places = Places {
        base: place(found.places().base.as_ref(), was, variant),
        new: found.places().new.clone(),
    };
    found.push_at(
        places,
        Effect::Breaking,
        Kind::Removed,
        described(variant),
        "Code that names it no longer compiles; the value, if received, is an unknown one.",
    );
}

fn added(is: &StringEnum, variant: &Variant, found: &mut Found<'_>) {
    let places = Places {
        base: found.places().base.clone(),
        new: place(found.places().new.as_ref(), is, variant),
    };
    found.push_at(
        places,
        Effect::Addition,
        Kind::Added,
        described(variant),
        "A `match` already has a wildcard arm, which takes this variant until it has its own arm.",
    );
}

fn both(one: &Variant, other: &Variant, places: Places, found: &mut Found<'_>) {
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

fn described(variant: &Variant) -> String {
    format!(
        "variant `{}` for the value {}",
        variant.name,
        code_span(&variant.wire_name)
    )
}

/// The JSON pointer of a variant's value, below that of its enum.
fn place(pointer: Option<&String>, list: &StringEnum, variant: &Variant) -> Option<String> {
    let pointer = pointer?;
    let index = list.variants.iter().position(|other| other == variant)?;
    Some(format!("{pointer}/enum/{index}"))
}
