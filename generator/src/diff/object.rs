//! Compares structs: their fields, their constructors, and how they keep undeclared properties.

use super::change::{Effect, Found, Kind};
use super::matching::{Pairs, successor};
use super::view::{Function, View};
use super::written::{Written, use_of};
use super::{field, generic};
use crate::model::types::{Additional, Field, Object};

pub(super) fn compare(
    base: &Written<'_>,
    was: &Object,
    new: &Written<'_>,
    is: &Object,
    found: &mut Found<'_>,
) {
    let (one, other) = (&base.view, &new.view);
    let fields = Pairs::of(
        &was.fields,
        &is.fields,
        &[
            &|one, other| one.wire_name == other.wire_name,
            &|one, other| one.name == other.name,
        ],
    );
    for one in &fields.removed {
        let same_type = |one: &&Field, other: &&Field| {
            base.view.field(&one.name) == new.view.field(&other.name)
        };
        let successor = successor(one, &fields.removed, &fields.added, same_type);
        field::removed(base, one, successor.copied(), found);
    }
    for other in &fields.added {
        field::added(base, new, other, found);
    }
    for (one, other) in &fields.both {
        field::Versions::of(base, one, new, other, found).compare(found);
    }
    order(one, other, &fields, is, found);
    additional(was, one, is, other, found);
    invalid(was, one, is, other, found);
    builders(base, new, found);
    rest(one, other, found);
}

/// Compares whether callers can build a value: one change, not one for each function.
fn builders(base: &Written<'_>, new: &Written<'_>, found: &mut Found<'_>) {
    let (from, to) = (base.definition.direction, new.definition.direction);
    if from.request == to.request {
        return;
    }
    let (effect, kind, why, view) = if to.request {
        (
            Effect::Addition,
            Kind::Added,
            "Callers can now build it.",
            &new.view,
        )
    } else {
        (
            Effect::Breaking,
            Kind::Removed,
            "Code that builds it no longer compiles.",
            &base.view,
        )
    };
    if let Some(names) = builder_names(view) {
        let (to, from) = (use_of(to), use_of(from));
        let what = format!("{names}: the type is now {to}, was {from}");
        found.push(effect, kind, what, why);
    }
}

/// The names of the functions that build a value.
fn builder_names(view: &View) -> Option<&'static str> {
    match (view.constructor().is_some(), view.has_setters()) {
        (true, true) => Some("`new` and setters"),
        (true, false) => Some("`new`"),
        (false, true) => Some("setters"),
        (false, false) => None,
    }
}

/// Compares the order of the arguments of `new`.
fn order(one: &View, other: &View, fields: &Pairs<'_, Field>, is: &Object, found: &mut Found<'_>) {
    let (Some(was), Some(now)) = (one.constructor(), other.constructor()) else {
        return;
    };
    let required: Vec<&Field> = is
        .fields
        .iter()
        .filter(|field| field.is_argument())
        .collect();
    let both = fields.both.iter().copied();
    let kept = both
        .filter(|(field, same)| field.is_argument() && same.is_argument())
        .collect();
    let kept = Pairs {
        both: kept,
        removed: Vec::new(),
        added: Vec::new(),
    };
    if !kept.is_reordered(required) {
        return;
    }
    let silent = was.types().eq(now.types());
    found.push(
        Effect::Breaking,
        Kind::Changed,
        format!(
            "arguments of `new` reordered from {} to {}",
            names(was),
            names(now)
        ),
        if silent {
            "Calls of `new` still compile but set one field to the value of another: review each call."
        } else {
            "Calls of `new` pass values in the old order and no longer compile."
        },
    );
}

fn names(function: &Function) -> String {
    let names: Vec<&str> = function
        .arguments
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    format!("({})", names.join(", "))
}

fn additional(was: &Object, one: &View, is: &Object, other: &View, found: &mut Found<'_>) {
    let kept = |additional: &Additional| match additional {
        Additional::Denied => None,
        Additional::Kept {
            field,
            ty: _,
            declared: _,
        } => Some(field.clone()),
    };
    match (kept(&was.additional), kept(&is.additional)) {
        (None, None) => {}
        (Some(field), None) => found.push(
            Effect::Breaking,
            Kind::Removed,
            format!("field `{field}: {}`", one.field(&field)),
            "Undeclared properties are no longer kept: code that reads or sets them no longer compiles.",
        ),
        (None, Some(field)) => found.push(
            Effect::Addition,
            Kind::Added,
            format!("field `{field}: {}`", other.field(&field)),
            "Undeclared properties are now kept.",
        ),
        (Some(field), Some(same)) if field != same => found.push(
            Effect::Breaking,
            Kind::Changed,
            format!("field `{field}` renamed to `{same}`"),
            "Code that uses the old name no longer compiles.",
        ),
        (Some(field), Some(same)) => {
            let (was, is) = (one.field(&field), other.field(&same));
            if was != is {
                found.push(
                    Effect::Breaking,
                    Kind::Changed,
                    format!("field `{field}` changed from `{was}` to `{is}`"),
                    "Code that relies on the old type no longer compiles.",
                );
            }
        }
    }
}

/// Compares the fields for properties that are not in their format.
fn invalid(was: &Object, one: &View, is: &Object, other: &View, found: &mut Found<'_>) {
    match (&was.invalid, &is.invalid) {
        (Some(field), None) => found.push(
            Effect::Breaking,
            Kind::Removed,
            format!("field `{field}: {}`", one.field(field)),
            "Code that reads or sets it no longer compiles.",
        ),
        (None, Some(field)) => found.push(
            Effect::Addition,
            Kind::Added,
            format!("field `{field}: {}`", other.field(field)),
            "Properties that do not match their format are now kept in it.",
        ),
        (Some(field), Some(same)) if field != same => found.push(
            Effect::Breaking,
            Kind::Changed,
            format!("field `{field}` renamed to `{same}`"),
            "Code that uses the old name no longer compiles.",
        ),
        (Some(_), Some(_)) | (None, None) => {}
    }
}

/// Compares what remains without the fields and their functions.
fn rest(one: &View, other: &View, found: &mut Found<'_>) {
    let is_of_field =
        |function: &Function| function.is_constructor() || function.field_set().is_some();
    let bare = |view: &View| {
        let functions = view
            .functions
            .iter()
            .filter(|(_, function)| !is_of_field(function));
        let traits = view
            .traits
            .iter()
            .filter(|implemented| !implemented.is_default());
        View {
            kind: view.kind,
            open: view.open,
            functions: functions
                .map(|(name, function)| (name.clone(), function.clone()))
                .collect(),
            traits: traits.cloned().collect(),
            ..View::default()
        }
    };
    generic::views(&bare(one), &bare(other), found);
}
