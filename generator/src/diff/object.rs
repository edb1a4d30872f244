//! What changes in a struct: its fields, how it is made, and what it does with properties nobody described?

use super::change::{Effect, Found, Kind, Places};
use super::matching::Pairs;
use super::view::View;
use super::written::{Written, way};
use super::{generic, wire};
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
            "Code that reads or sets it does not compile.",
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
        // The functions that come or go with it are told one by one otherwise.
        let (effect, kind, why, view) = if to.request {
            (
                Effect::Addition,
                Kind::Added,
                "Users can build it now.",
                other,
            )
        } else {
            (
                Effect::Breaking,
                Kind::Removed,
                "Code that builds it does not compile.",
                one,
            )
        };
        if let Some(builders) = builders(view) {
            found.push(
                effect,
                kind,
                format!("{builders}; its values go {}, went {}", way(to), way(from)),
                why,
            );
        }
    }
    rest(was, one, is, other, found);
}

/// The functions that users build a value with, in words.
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

/// The type of a field as it is written.
fn written<'a>(view: &'a View, field: &Field) -> &'a str {
    view.fields.get(&field.name).map_or("", String::as_str)
}

/// How a value is made is what a new field may break.
fn added(one: &View, other: &View, field: &Field) -> (Effect, &'static str) {
    let had_default = one.traits.contains("Default") && !other.traits.contains("Default");
    if !field.is_argument() {
        (
            Effect::Addition,
            "Code that builds or reads a value compiles as before.",
        )
    } else if one.functions.contains_key("new") {
        (
            Effect::Breaking,
            "`new` takes one argument more: code that calls it does not compile.",
        )
    } else if had_default {
        (
            Effect::Breaking,
            "`Default` gives way to `new`, which takes it: code that builds a value does not compile.",
        )
    } else {
        (
            Effect::Addition,
            "Code that reads a value compiles as before.",
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
            format!("field `{}` is now `{}`", field.name, same.name),
            "Code that reads or sets it by the old name does not compile.",
        );
    }
    if was != is {
        let why = match (field.is_optional(), same.is_optional()) {
            (true, false) if other.functions.contains_key("new") => {
                "It is always there: code that takes it for an `Option` does not compile, and a value is made with it."
            }
            (true, false) => {
                "It is always there: code that takes it for an `Option` does not compile."
            }
            (false, true) => "It may be missing: code that takes it for granted does not compile.",
            _ => "Code that has a value of the old type there does not compile.",
        };
        let what = format!("field `{}` is `{is}`, was `{was}`", same.name);
        found.push_at(places.clone(), Effect::Breaking, Kind::Changed, what, why);
    } else if (field.required, field.nullable) != (same.required, same.nullable) {
        let (what, why) = if same.required {
            (
                "is `null` where it has no value, was left out",
                "A request with `None` has `null` in it, and had nothing.",
            )
        } else {
            (
                "is left out where it has no value, was `null`",
                "A request with `None` has nothing in it, and had `null`.",
            )
        };
        // Without a value in requests, nobody sees a difference.
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
                "field `{}` is `{}` in JSON, was `{}`",
                same.name, same.wire_name, field.wire_name
            ),
            "It is read and written under another name.",
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
        let (effect, kind, what) = if same.docs.deprecated {
            (
                Effect::Addition,
                Kind::Added,
                format!("field `{}` is deprecated", same.name),
            )
        } else {
            (
                Effect::Documentation,
                Kind::Removed,
                format!("field `{}` is not deprecated any more", same.name),
            )
        };
        found.push_at(
            places,
            effect,
            kind,
            what,
            "Code that uses it compiles, with or without a warning.",
        );
    }
}

/// What sets the property that tells the struct from others?
fn tag(field: &Field, same: &Field, one: &View, places: &Places, found: &mut Found<'_>) {
    let is_built = one.functions.contains_key("new") || one.traits.contains("Default");
    let (effect, what, why) = match (&field.tag, &same.tag) {
        (None, Some(tag)) => (
            Effect::Breaking,
            format!(
                "`new` does not take `{}` any more, and sets `{tag}`",
                same.name
            ),
            "Code that builds a value does not compile.",
        ),
        (Some(_), None) => (
            Effect::Breaking,
            format!("`new` takes `{}`, and sets nothing there", same.name),
            "Code that builds a value does not compile.",
        ),
        (Some(before), Some(tag)) => (
            Effect::Behaviour,
            format!("field `{}` is made as `{tag}`, was `{before}`", same.name),
            "A value that is built anew has the other text in a request.",
        ),
        (None, None) => return,
    };
    if is_built {
        found.push_at(places.clone(), effect, Kind::Changed, what, why);
    }
}

/// The order of what `new` takes.
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
        format!("`new` takes {}, took {}", names(now), names(was)),
        if silent {
            "Calls of `new` compile as before, and give one field the value of another: look at each of them."
        } else {
            "Calls of `new` pass values in the old order, and do not compile."
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
            "Properties that the document does not name are not kept: code that reads or sets them does not compile.",
        ),
        (None, Some(field)) => found.push(
            Effect::Addition,
            Kind::Added,
            format!("field `{field}: {}`", ty(other, &field)),
            "Properties that the document does not name are kept.",
        ),
        (Some(field), Some(same)) if field != same => found.push(
            Effect::Breaking,
            Kind::Changed,
            format!("field `{field}` is now `{same}`"),
            "Code that reads or sets what the document does not name does so by the old name, and does not compile.",
        ),
        (Some(field), Some(same)) => {
            let (was, is) = (ty(one, &field), ty(other, &same));
            if was != is {
                found.push(
                    Effect::Breaking,
                    Kind::Changed,
                    format!("field `{field}` is `{is}`, was `{was}`"),
                    "Code that has a value of the old type there does not compile.",
                );
            }
        }
    }
}

/// What is left when fields and all that is made for them are taken away.
fn rest(was: &Object, one: &View, is: &Object, other: &View, found: &mut Found<'_>) {
    let fields = || was.fields.iter().chain(&is.fields);
    let is_of_field = |name: &str| {
        let bare = name.trim_start_matches("r#");
        name == "new"
            || fields().any(|field| {
                let field = field.name.trim_start_matches("r#");
                // A setter whose own name is taken has this one.
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
