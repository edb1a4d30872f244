//! Compares the arguments of an operation: the positional ones in order, and the setters of the optional ones.

use indexmap::IndexMap;

use super::change::{Effect, Found, Kind, Places};
use super::matching::{Pairs, successor, with_successor};
use super::placed::Placed;
use super::view::{Function, View};
use crate::model::operation::{Location, Operation, Parameter, Segment};
use crate::surface::ty::Ty;

/// The arguments of an operation, as the generated code declares them.
pub(super) struct Arguments {
    /// Names and types, in the order in which they are passed.
    pub(super) positional: Vec<(String, Ty)>,
    /// The functions of the builder, including the setters.
    pub(super) functions: IndexMap<String, Function>,
    /// The methods that start a call with a body of a different media type.
    pub(super) alternatives: IndexMap<String, Function>,
}

impl Arguments {
    pub(super) fn of(method: &str, group: View, builder: View) -> Self {
        let mut alternatives = group.functions;
        let method = alternatives.shift_remove(method);
        Self {
            positional: method.map(|method| method.arguments).unwrap_or_default(),
            functions: builder.functions,
            alternatives,
        }
    }

    /// The types of the positional arguments.
    pub(super) fn types(&self) -> impl Iterator<Item = &Ty> {
        self.positional.iter().map(|(_, ty)| ty)
    }
}

/// The parameters of both versions, paired.
pub(super) type Matched<'a> = Pairs<'a, Parameter>;

/// Pairs the parameters of an operation: path parameters by position, others by location and name.
pub(super) fn matched<'a>(base: &Placed<'a>, new: &Placed<'a>) -> Matched<'a> {
    let same_path = base.template() == new.template();
    let (one, other) = (base.operation, new.operation);
    let place = |operation: &Operation, parameter: &Parameter| {
        let segments = operation.path.segments.iter();
        let mut placed = segments.filter_map(|segment| match segment {
            Segment::Parameter(index) => operation.parameters.get(*index),
            Segment::Literal(_) => None,
        });
        placed.position(|one| one.wire_name == parameter.wire_name)
    };
    Pairs::of(
        &one.parameters,
        &other.parameters,
        &[
            &|a, b| {
                same_path
                    && a.location == Location::Path
                    && b.location == Location::Path
                    && place(one, a) == place(other, b)
            },
            &|a, b| a.location == b.location && same_wire_name(a, b),
            &|a, b| a.wire_name == b.wire_name,
            // The same argument for callers, under a different wire name.
            &|a, b| a.location == b.location && a.name == b.name,
        ],
    )
}

fn same_wire_name(one: &Parameter, other: &Parameter) -> bool {
    match one.location {
        // Header field names are case-insensitive (RFC 9110, section 5.1).
        Location::Header => one.wire_name.eq_ignore_ascii_case(&other.wire_name),
        Location::Path | Location::Query | Location::Querystring | Location::Cookie => {
            one.wire_name == other.wire_name
        }
    }
}

/// The purpose of an argument, which identifies it across renames.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Purpose {
    /// A parameter of both versions, by its index among the pairs.
    Both(usize),
    Body,
    /// Anything else, by name: a parameter of only one version, a part of a body.
    Other(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Base,
    New,
}

/// A positional argument or a setter.
struct Slot<'a> {
    purpose: Purpose,
    name: &'a str,
    ty: &'a Ty,
}

/// The arguments of one version.
struct Slots<'a> {
    positional: Vec<Slot<'a>>,
    setters: Vec<Slot<'a>>,
}

impl<'a> Slots<'a> {
    fn of(
        arguments: &'a Arguments,
        operation: &Operation,
        matched: &Matched<'_>,
        side: Side,
    ) -> Self {
        let purpose = |name: &str| {
            let is = |parameter: &Parameter| parameter.name == name;
            let index = matched.both.iter().position(|(one, other)| match side {
                Side::Base => is(one),
                Side::New => is(other),
            });
            match index {
                Some(index) => Purpose::Both(index),
                None if operation
                    .body
                    .as_ref()
                    .is_some_and(|body| body.name == name) =>
                {
                    Purpose::Body
                }
                None => Purpose::Other(name.to_owned()),
            }
        };
        let positional = arguments.positional.iter();
        let positional = positional
            .map(|(name, ty)| Slot {
                purpose: purpose(name),
                name,
                ty,
            })
            .collect();
        let setters = arguments.functions.iter();
        let setters = setters
            .filter_map(|(name, function)| {
                Some(Slot {
                    purpose: purpose(name),
                    name,
                    ty: function.passed()?,
                })
            })
            .collect();
        Self {
            positional,
            setters,
        }
    }

    fn positional(&self, purpose: &Purpose) -> Option<&Slot<'a>> {
        self.positional.iter().find(|slot| slot.purpose == *purpose)
    }

    fn setter(&self, purpose: &Purpose) -> Option<&Slot<'a>> {
        self.setters.iter().find(|slot| slot.purpose == *purpose)
    }
}

pub(super) fn compare(
    was: &Arguments,
    is: &Arguments,
    base: &Placed<'_>,
    new: &Placed<'_>,
    matched: &Matched<'_>,
    found: &mut Found<'_>,
) {
    let one = Slots::of(was, base.operation, matched, Side::Base);
    let other = Slots::of(is, new.operation, matched, Side::New);
    let places = Pointers {
        base: base.operation,
        new: new.operation,
    };
    required(&one, &other, &places, silent(was, is), found);
    order(&one, &other, was, is, found);
    optional(&one, &other, &places, found);
}

/// The operation in both versions, to locate slots in the documents.
struct Pointers<'a> {
    base: &'a Operation,
    new: &'a Operation,
}

impl Pointers<'_> {
    /// The places of a removed slot.
    fn removed(&self, slot: &Slot<'_>) -> Places {
        Places::both(place(self.base, slot), self.new.pointer.as_str())
    }

    /// The places of an added slot.
    fn added(&self, slot: &Slot<'_>) -> Places {
        Places::both(self.base.pointer.as_str(), place(self.new, slot))
    }

    fn both(&self, one: &Slot<'_>, other: &Slot<'_>) -> Places {
        Places::both(place(self.base, one), place(self.new, other))
    }
}

fn place(operation: &Operation, slot: &Slot<'_>) -> String {
    match operation
        .parameters
        .iter()
        .find(|parameter| parameter.name == slot.name)
    {
        Some(parameter) => parameter.pointer.clone(),
        None if slot.purpose == Purpose::Body => format!("{}/requestBody", operation.pointer),
        None => operation.pointer.clone(),
    }
}

const TOO_MANY: &str = "Existing calls pass one argument too many and no longer compile.";
const TOO_FEW: &str = "Existing calls do not pass it and no longer compile.";
const OLD_TYPE: &str = "Calls that pass a value of the old type no longer compile.";

/// Compares the positional arguments.
fn required(
    one: &Slots<'_>,
    other: &Slots<'_>,
    places: &Pointers<'_>,
    silent: Option<&str>,
    found: &mut Found<'_>,
) {
    for slot in &one.positional {
        if let Some(setter) = other.setter(&slot.purpose) {
            made_optional(slot, setter, places, found);
        } else if let Some(same) = other.positional(&slot.purpose) {
            retyped(slot, same, places, found);
        } else {
            found.push_at(
                places.removed(slot),
                Effect::Breaking,
                Kind::Removed,
                format!("argument `{}: {}`", slot.name, slot.ty),
                silent.unwrap_or(TOO_MANY),
            );
        }
    }
    for slot in &other.positional {
        if let Some(setter) = one.setter(&slot.purpose) {
            made_required(setter, slot, places, found);
        } else if one.positional(&slot.purpose).is_none() {
            found.push_at(
                places.added(slot),
                Effect::Breaking,
                Kind::Added,
                format!("argument `{}: {}`", slot.name, slot.ty),
                silent.unwrap_or(TOO_FEW),
            );
        }
    }
}

fn made_optional(slot: &Slot<'_>, setter: &Slot<'_>, places: &Pointers<'_>, found: &mut Found<'_>) {
    found.push_at(
        places.both(slot, setter),
        Effect::Breaking,
        Kind::Changed,
        format!(
            "argument `{}` is now optional, set with `{}({})`",
            slot.name, setter.name, setter.ty
        ),
        TOO_MANY,
    );
}

fn made_required(setter: &Slot<'_>, slot: &Slot<'_>, places: &Pointers<'_>, found: &mut Found<'_>) {
    found.push_at(
        places.both(setter, slot),
        Effect::Breaking,
        Kind::Changed,
        format!(
            "argument `{}: {}` is now required, was a setter",
            slot.name, slot.ty
        ),
        TOO_FEW,
    );
}

fn retyped(slot: &Slot<'_>, same: &Slot<'_>, places: &Pointers<'_>, found: &mut Found<'_>) {
    if slot.ty != same.ty {
        found.push_at(
            places.both(slot, same),
            Effect::Breaking,
            Kind::Changed,
            format!(
                "argument `{}` changed from `{}` to `{}`",
                slot.name, slot.ty, same.ty
            ),
            OLD_TYPE,
        );
    }
}

/// Compares the setters.
fn optional(one: &Slots<'_>, other: &Slots<'_>, places: &Pointers<'_>, found: &mut Found<'_>) {
    let only = |setters: &'_ Slots<'_>, others: &Slots<'_>| -> Vec<(String, Ty)> {
        let setters = setters.setters.iter();
        let only = setters.filter(|slot| {
            others.setter(&slot.purpose).is_none() && others.positional(&slot.purpose).is_none()
        });
        only.map(|slot| (slot.name.to_owned(), slot.ty.clone()))
            .collect()
    };
    let (removed, added) = (only(one, other), only(other, one));
    for slot in &one.setters {
        if let Some(same) = other.setter(&slot.purpose) {
            setter(slot, same, places, found);
        } else if other.positional(&slot.purpose).is_none() {
            let this = (slot.name.to_owned(), slot.ty.clone());
            let successor = successor(&this, &removed, &added, |(_, one), (_, other)| one == other);
            found.push_at(
                places.removed(slot),
                Effect::Breaking,
                Kind::Removed,
                format!("setter `{}({})`", slot.name, slot.ty),
                with_successor(
                    "Calls that set it no longer compile.",
                    successor.map(|(name, _)| name.as_str()),
                ),
            );
        }
    }
    for slot in &other.setters {
        if one.setter(&slot.purpose).is_none() && one.positional(&slot.purpose).is_none() {
            found.push_at(
                places.added(slot),
                Effect::Addition,
                Kind::Added,
                format!("setter `{}({})`", slot.name, slot.ty),
                "Existing calls compile unchanged; new ones can set it.",
            );
        }
    }
}

fn setter(slot: &Slot<'_>, same: &Slot<'_>, places: &Pointers<'_>, found: &mut Found<'_>) {
    let name = slot.name;
    let (what, why) = if name != same.name {
        (
            format!("setter `{name}` renamed to `{}`", same.name),
            "Calls that use the old name no longer compile.",
        )
    } else if slot.ty != same.ty {
        (
            format!(
                "setter `{name}` changed from `{}` to `{}`",
                slot.ty, same.ty
            ),
            OLD_TYPE,
        )
    } else {
        return;
    };
    found.push_at(
        places.both(slot, same),
        Effect::Breaking,
        Kind::Changed,
        what,
        why,
    );
}

/// Compares the order of the arguments that both versions take.
fn order(
    one: &Slots<'_>,
    other: &Slots<'_>,
    was: &Arguments,
    is: &Arguments,
    found: &mut Found<'_>,
) {
    let kept = |slots: &Slots<'_>, others: &Slots<'_>| -> Vec<Purpose> {
        let purposes = slots.positional.iter().map(|slot| slot.purpose.clone());
        purposes
            .filter(|purpose| others.positional(purpose).is_some())
            .collect()
    };
    if kept(one, other) != kept(other, one) {
        let list = |arguments: &Arguments| {
            let names: Vec<&str> = arguments
                .positional
                .iter()
                .map(|(name, _)| name.as_str())
                .collect();
            names.join(", ")
        };
        found.push(
            Effect::Breaking,
            Kind::Changed,
            format!("arguments reordered from ({}) to ({})", list(was), list(is)),
            silent(was, is).unwrap_or("Calls pass values in the old order and no longer compile."),
        );
    }
}

/// The reason for a change after which existing calls still compile, but pass the wrong values.
fn silent(was: &Arguments, is: &Arguments) -> Option<&'static str> {
    was.types().eq(is.types()).then_some(
        "Existing calls still compile but pass a value to the wrong argument: review each call.",
    )
}
