//! Compares structs: their fields, their constructors, and what they do with undeclared properties.

use super::change::{Effect, Found, Kind, Places};
use super::matching::Pairs;
use super::view::View;
use super::written::{Written, use_of};
use super::{generic, wire};
use crate::model::code_span;
use crate::model::types::{Additional, Field, Object};
use crate::pointer::escape;

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
    for field in &fields.removed {
        let places = Places {
            base: below(found.places().base.as_ref(), field),
            new: found.places().new.clone(),
        };
        found.push_at(
            places,
            Effect::Breaking,
            Kind::Removed,
            format!("field `{}: {}`", field.name, written(one, field)),
            "Code that reads or sets it no longer compiles.",
        );
    }
    for field in &fields.added {
        let places = Places {
            base: found.places().base.clone(),
            new: below(found.places().new.as_ref(), field),
        };
        let (effect, why) = added(one, other, field);
        let what = format!("field `{}: {}`", field.name, written(other, field));
        found.push_at(places, effect, Kind::Added, what, why);
    }
    for (field, same) in &fields.both {
        both(one, field, other, same, found);
    }
    order(one, other, &fields, is, found);
    additional(was, one, is, other, found);
    let (from, to) = (base.definition.direction, new.definition.direction);
    if from != to && (from.request != to.request) {
        // One change, instead of one for each function that is added or removed.
        let (effect, kind, why, view) = if to.request {
            (
                Effect::Addition,
                Kind::Added,
                "Callers can now build it.",
                other,
            )
        } else {
            (
                Effect::Breaking,
                Kind::Removed,
                "Code that builds it no longer compiles.",
                one,
            )
        };
        if let Some(builders) = builders(view) {
            found.push(
                effect,
                kind,
                format!(
                    "{builders}: the type is now {}, was {}",
                    use_of(to),
                    use_of(from)
                ),
                why,
            );
        }
    }
    rest(was, one, is, other, found);
}

/// The names of the functions that build a value.
fn builders(view: &View) -> Option<&'static str> {
    let has_setters = view.functions.keys().any(|name| name != "new");
    match (view.functions.contains_key("new"), has_setters) {
        (true, true) => Some("`new` and setters"),
        (true, false) => Some("`new`"),
        (false, true) => Some("setters"),
        (false, false) => None,
    }
}

fn below(pointer: Option<&String>, field: &Field) -> Option<String> {
    pointer.map(|pointer| format!("{pointer}/properties/{}", escape(&field.wire_name)))
}

/// The Rust type of a field.
fn written<'a>(view: &'a View, field: &Field) -> &'a str {
    view.fields.get(&field.name).map_or("", String::as_str)
}

/// The effect of a new field, which depends on how a value is built.
fn added(one: &View, other: &View, field: &Field) -> (Effect, &'static str) {
    let had_default = one.traits.contains("Default") && !other.traits.contains("Default");
    if !field.is_argument() {
        (
            Effect::Addition,
            "Code that builds or reads a value compiles unchanged.",
        )
    } else if one.functions.contains_key("new") {
        (
            Effect::Breaking,
            "`new` takes one more argument: code that calls it no longer compiles.",
        )
    } else if had_default {
        (
            Effect::Breaking,
            "`new` replaces `Default` and takes it: code that builds a value no longer compiles.",
        )
    } else {
        (
            Effect::Addition,
            "Code that reads a value compiles unchanged.",
        )
    }
}

fn both(one: &View, field: &Field, other: &View, same: &Field, found: &mut Found<'_>) {
    let places = Places {
        base: below(found.places().base.as_ref(), field),
        new: below(found.places().new.as_ref(), same),
    };
    let (was, is) = (written(one, field), written(other, same));
    if field.name != same.name {
        found.push_at(
            places.clone(),
            Effect::Breaking,
            Kind::Changed,
            format!("field `{}` renamed to `{}`", field.name, same.name),
            "Code that uses the old name no longer compiles.",
        );
    }
    if was != is {
        let why = match (field.is_optional(), same.is_optional()) {
            (true, false) if other.functions.contains_key("new") => {
                "It is always present: code that expects an `Option` no longer compiles, and `new` takes it."
            }
            (true, false) => {
                "It is always present: code that expects an `Option` no longer compiles."
            }
            (false, true) => "It may be missing: code that expects a value no longer compiles.",
            _ => "Code that relies on the old type no longer compiles.",
        };
        let what = format!("field `{}` changed from `{was}` to `{is}`", same.name);
        found.push_at(places.clone(), Effect::Breaking, Kind::Changed, what, why);
    } else if (field.required, field.nullable) != (same.required, same.nullable) {
        let (what, why) = if same.required {
            (
                "is `null` instead of omitted if it has no value",
                "A request with `None` now contains `null`.",
            )
        } else {
            (
                "is omitted instead of `null` if it has no value",
                "A request with `None` no longer contains the property.",
            )
        };
        // `nullable` alone makes no difference to a field that has no value.
        if field.required != same.required {
            let what = format!("field `{}` {what}", same.name);
            found.push_at(places.clone(), Effect::Behaviour, Kind::Changed, what, why);
        }
    }
    if !field.is_optional() && !same.is_optional() && field.tag != same.tag {
        tag(field, same, one, &places, found);
    }
    if field.wire_name != same.wire_name {
        found.push_at(
            places.clone(),
            Effect::Behaviour,
            Kind::Changed,
            format!(
                "JSON name of field `{}` changed from {} to {}",
                same.name,
                code_span(&field.wire_name),
                code_span(&same.wire_name)
            ),
            "It is read and written under the new name.",
        );
    }
    wire::notes(
        &field.docs.notes,
        &same.docs.notes,
        &format!("`{}`", same.name),
        &places,
        found,
    );
    if field.docs.deprecated != same.docs.deprecated {
        found.deprecation(
            &format!("field `{}`", same.name),
            same.docs.deprecated,
            places,
        );
    }
}

/// Compares the preset value of the property that identifies the struct among others.
fn tag(field: &Field, same: &Field, one: &View, places: &Places, found: &mut Found<'_>) {
    let is_built = one.functions.contains_key("new") || one.traits.contains("Default");
    let (effect, what, why) = match (&field.tag, &same.tag) {
        (None, Some(tag)) => (
            Effect::Breaking,
            format!(
                "`new` sets `{}` to {} instead of taking it",
                same.name,
                code_span(tag)
            ),
            "Code that builds a value no longer compiles.",
        ),
        (Some(_), None) => (
            Effect::Breaking,
            format!("`new` takes `{}` instead of setting it", same.name),
            "Code that builds a value no longer compiles.",
        ),
        (Some(before), Some(tag)) => (
            Effect::Behaviour,
            format!(
                "preset value of field `{}` changed from {} to {}",
                same.name,
                code_span(before),
                code_span(tag)
            ),
            "Requests with a newly built value contain the new string.",
        ),
        (None, None) => return,
    };
    if is_built {
        found.push_at(places.clone(), effect, Kind::Changed, what, why);
    }
}

/// Compares the order of the arguments of `new`.
fn order(one: &View, other: &View, fields: &Pairs<'_, Field>, is: &Object, found: &mut Found<'_>) {
    let (Some(was), Some(now)) = (one.functions.get("new"), other.functions.get("new")) else {
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

fn names(function: &super::view::Function) -> String {
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
    let ty = |view: &View, field: &str| view.fields.get(field).cloned().unwrap_or_default();
    match (kept(&was.additional), kept(&is.additional)) {
        (None, None) => {}
        (Some(field), None) => found.push(
            Effect::Breaking,
            Kind::Removed,
            format!("field `{field}: {}`", ty(one, &field)),
            "Undeclared properties are no longer kept: code that reads or sets them no longer compiles.",
        ),
        (None, Some(field)) => found.push(
            Effect::Addition,
            Kind::Added,
            format!("field `{field}: {}`", ty(other, &field)),
            "Undeclared properties are now kept.",
        ),
        (Some(field), Some(same)) if field != same => found.push(
            Effect::Breaking,
            Kind::Changed,
            format!("field `{field}` renamed to `{same}`"),
            "Code that uses the old name no longer compiles.",
        ),
        (Some(field), Some(same)) => {
            let (was, is) = (ty(one, &field), ty(other, &same));
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

/// Compares what remains without the fields and their functions.
fn rest(was: &Object, one: &View, is: &Object, other: &View, found: &mut Found<'_>) {
    let fields = || was.fields.iter().chain(&is.fields);
    let is_of_field = |name: &str| {
        let bare = name.trim_start_matches("r#");
        name == "new"
            || fields().any(|field| {
                let field = field.name.trim_start_matches("r#");
                // The name of a setter whose plain name is taken.
                field == bare || bare.strip_prefix("with_").is_some_and(|rest| rest == field)
            })
    };
    let bare = |view: &View| {
        let functions = view.functions.iter().filter(|(name, _)| !is_of_field(name));
        let traits = view.traits.iter().filter(|name| *name != "Default");
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
