//! Compares the fields of structs.

use super::change::{Effect, Found, Kind, Places};
use super::matching::with_successor;
use super::note::{self, Noted};
use super::written::Written;
use crate::model::code_span;
use crate::model::types::Field;
use crate::pointer::escape;

/// Reports a removed field. `successor` may be the same field under a different name.
pub(super) fn removed(
    base: &Written<'_>,
    field: &Field,
    successor: Option<&Field>,
    found: &mut Found<'_>,
) {
    let places = Places {
        base: below(found.places().base.as_ref(), field),
        new: found.places().new.clone(),
    };
    found.push_at(
        places,
        Effect::Breaking,
        Kind::Removed,
        format!("field `{}: {}`", field.name, base.view.field(&field.name)),
        with_successor(
            "Code that reads or sets it no longer compiles.",
            successor.map(|field| field.name.as_str()),
        ),
    );
}

pub(super) fn added(base: &Written<'_>, new: &Written<'_>, field: &Field, found: &mut Found<'_>) {
    let places = Places {
        base: found.places().base.clone(),
        new: below(found.places().new.as_ref(), field),
    };
    let (effect, why) = effect_of_added(base, new, field);
    let what = format!("field `{}: {}`", field.name, new.view.field(&field.name));
    found.push_at(places, effect, Kind::Added, what, why);
}

/// The effect of a new field, which depends on how a value is built.
fn effect_of_added(base: &Written<'_>, new: &Written<'_>, field: &Field) -> (Effect, &'static str) {
    if !field.is_argument() {
        (
            Effect::Addition,
            "Code that builds or reads a value compiles unchanged.",
        )
    } else if base.view.constructor().is_some() {
        (
            Effect::Breaking,
            "`new` takes one more argument: code that calls it no longer compiles.",
        )
    } else if base.view.has_default() && !new.view.has_default() {
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

fn below(pointer: Option<&String>, field: &Field) -> Option<String> {
    pointer.map(|pointer| format!("{pointer}/properties/{}", escape(&field.wire_name)))
}

/// A field of both versions.
pub(super) struct Versions<'a> {
    base: &'a Written<'a>,
    one: &'a Field,
    new: &'a Written<'a>,
    other: &'a Field,
    places: Places,
}

impl<'a> Versions<'a> {
    pub(super) fn of(
        base: &'a Written<'a>,
        one: &'a Field,
        new: &'a Written<'a>,
        other: &'a Field,
        found: &Found<'_>,
    ) -> Self {
        let places = Places {
            base: below(found.places().base.as_ref(), one),
            new: below(found.places().new.as_ref(), other),
        };
        Self {
            base,
            one,
            new,
            other,
            places,
        }
    }

    pub(super) fn compare(&self, found: &mut Found<'_>) {
        let (one, other) = (self.one, self.other);
        self.name(found);
        self.setter(found);
        if self.base.view.field(&one.name) == self.new.view.field(&other.name) {
            self.absent_value(found);
        } else {
            self.ty(found);
        }
        if !one.is_optional() && !other.is_optional() && one.tag != other.tag {
            self.tag(found);
        }
        if one.wire_name != other.wire_name {
            let what = format!(
                "JSON name of field `{}` changed from {} to {}",
                other.name,
                code_span(&one.wire_name),
                code_span(&other.wire_name)
            );
            let why = "It is read and written under the new name.";
            self.push(Effect::Behaviour, what, why, found);
        }
        self.notes(found);
        if one.docs.deprecated != other.docs.deprecated {
            let part = format!("field `{}`", other.name);
            found.deprecation(&part, other.docs.deprecated, self.places.clone());
        }
    }

    fn push(&self, effect: Effect, what: String, why: &str, found: &mut Found<'_>) {
        found.push_at(self.places.clone(), effect, Kind::Changed, what, why);
    }

    fn notes(&self, found: &mut Found<'_>) {
        let noted = |written: &'a Written<'a>, field: &'a Field| Noted {
            types: &written.api.types,
            ty: &field.ty,
            notes: &field.docs.notes,
        };
        note::of_value(
            &noted(self.base, self.one),
            &noted(self.new, self.other),
            &format!("`{}`", self.other.name),
            &self.places,
            found,
        );
    }

    fn name(&self, found: &mut Found<'_>) {
        let (was, is) = (&self.one.name, &self.other.name);
        if was != is {
            let what = format!("field `{was}` renamed to `{is}`");
            let why = "Code that uses the old name no longer compiles.";
            self.push(Effect::Breaking, what, why, found);
        }
    }

    /// Compares the name of the setter, which differs from that of the field if a different function has that name.
    fn setter(&self, found: &mut Found<'_>) {
        let (was, is) = (
            self.base.view.setter_of(&self.one.name),
            self.new.view.setter_of(&self.other.name),
        );
        if let (Some(was), Some(is)) = (was, is)
            && was != is
            && self.one.name == self.other.name
        {
            let what = format!("setter `{was}` renamed to `{is}`");
            let why = "Code that uses the old name no longer compiles, or sets a different field.";
            self.push(Effect::Breaking, what, why, found);
        }
    }

    /// Reports that the type changed.
    fn ty(&self, found: &mut Found<'_>) {
        let why = match (self.one.is_optional(), self.other.is_optional()) {
            (true, false) if self.new.view.constructor().is_some() => {
                "It is always present: code that expects an `Option` no longer compiles, and `new` takes it."
            }
            (true, false) => {
                "It is always present: code that expects an `Option` no longer compiles."
            }
            (false, true) => "It may be missing: code that expects a value no longer compiles.",
            _ => "Code that relies on the old type no longer compiles.",
        };
        let what = format!(
            "field `{}` changed from `{}` to `{}`",
            self.other.name,
            self.base.view.field(&self.one.name),
            self.new.view.field(&self.other.name)
        );
        self.push(Effect::Breaking, what, why, found);
    }

    /// Compares how a field without a value is sent. `nullable` alone makes no difference to it.
    fn absent_value(&self, found: &mut Found<'_>) {
        if self.one.required == self.other.required {
            return;
        }
        let (what, why) = if self.other.required {
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
        let what = format!("field `{}` {what}", self.other.name);
        self.push(Effect::Behaviour, what, why, found);
    }

    /// Compares the preset value of the property that identifies the struct among others.
    fn tag(&self, found: &mut Found<'_>) {
        let view = &self.base.view;
        if view.constructor().is_none() && !view.has_default() {
            return;
        }
        let name = &self.other.name;
        let (effect, what, why) = match (&self.one.tag, &self.other.tag) {
            (None, Some(tag)) => (
                Effect::Breaking,
                format!(
                    "`new` sets `{name}` to {} instead of taking it",
                    code_span(tag)
                ),
                "Code that builds a value no longer compiles.",
            ),
            (Some(_), None) => (
                Effect::Breaking,
                format!("`new` takes `{name}` instead of setting it"),
                "Code that builds a value no longer compiles.",
            ),
            (Some(before), Some(tag)) => (
                Effect::Behaviour,
                format!(
                    "preset value of field `{name}` changed from {} to {}",
                    code_span(before),
                    code_span(tag)
                ),
                "Requests with a newly built value contain the new string.",
            ),
            (None, None) => return,
        };
        self.push(effect, what, why, found);
    }
}
