//! What changes in what callers pass: the arguments in their order, and the setters of optional ones?

use indexmap::IndexMap;

use super::change::{Effect, Found, Kind, Places};
use super::matching::Pairs;
use super::placed::Placed;
use super::view::{Function, View};
use crate::model::operation::{Location, Operation, Parameter, Segment};

/// What callers can pass, as it is written.
pub(super) struct Arguments {
    /// Names and types, in the order in which they are passed.
    pub(super) positional: Vec<(String, String)>,
    /// What an unsent call has, setters among it.
    pub(super) functions: IndexMap<String, Function>,
}

impl Arguments {
    pub(super) fn of(method: &str, group: &View, builder: View) -> Self {
        let positional = group
            .functions
            .get(method)
            .map(|method| method.arguments.clone());
        Self {
            positional: positional.unwrap_or_default(),
            functions: builder.functions,
        }
    }
}

/// What both versions have for a parameter.
pub(super) type Matched<'a> = Pairs<'a, Parameter>;

/// Pairs the parameters of an operation: those of a path by their place in it, others by location and name.
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
            // The same argument for callers, under another name on the wire.
            &|a, b| a.location == b.location && a.name == b.name,
        ],
    )
}

fn same_wire_name(one: &Parameter, other: &Parameter) -> bool {
    match one.location {
        // Names of header fields have no case (RFC 9110, section 5.1).
        Location::Header => one.wire_name.eq_ignore_ascii_case(&other.wire_name),
        Location::Path | Location::Query | Location::Cookie => one.wire_name == other.wire_name,
    }
}

/// An argument by what it is for, so that it is known again under another name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Purpose {
    /// One of the matched parameters.
    Both(usize),
    Body,
    /// Anything else, by its name: a parameter that one version alone has, a part of a body.
    Other(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Base,
    New,
}

/// One way to pass something.
struct Slot<'a> {
    purpose: Purpose,
    name: &'a str,
    ty: String,
}

/// What a version takes.
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
                ty: ty.clone(),
            })
            .collect();
        let setters = arguments
            .functions
            .iter()
            .filter(|(_, function)| is_setter(function));
        let setters = setters
            .map(|(name, function)| Slot {
                purpose: purpose(name),
                name,
                ty: setter_type(function),
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

/// What gives the call back with something set.
pub(super) fn is_setter(function: &Function) -> bool {
    function.output == "Self"
}

fn setter_type(function: &Function) -> String {
    function.types().collect::<Vec<_>>().join(", ")
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

/// Where slots stand in the documents.
struct Pointers<'a> {
    base: &'a Operation,
    new: &'a Operation,
}

impl Pointers<'_> {
    /// Of what the base alone has.
    fn before(&self, slot: &Slot<'_>) -> Places {
        Places::both(place(self.base, slot), self.new.pointer.as_str())
    }

    /// Of what the new version alone has.
    fn after(&self, slot: &Slot<'_>) -> Places {
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

/// What callers have to pass.
fn required(
    one: &Slots<'_>,
    other: &Slots<'_>,
    places: &Pointers<'_>,
    silent: Option<&str>,
    found: &mut Found<'_>,
) {
    const TOO_MANY: &str = "Calls pass an argument too many, and do not compile.";
    const TOO_FEW: &str = "Calls have to pass it, and do not compile without.";
    for slot in &one.positional {
        let name = slot.name;
        if let Some(setter) = other.setter(&slot.purpose) {
            let what = format!(
                "argument `{name}` is optional: a setter `{}({})`",
                setter.name, setter.ty
            );
            found.push_at(
                places.both(slot, setter),
                Effect::Breaking,
                Kind::Changed,
                what,
                TOO_MANY,
            );
        } else if let Some(same) = other.positional(&slot.purpose) {
            if slot.ty != same.ty {
                let what = format!("argument `{name}` is `{}`, was `{}`", same.ty, slot.ty);
                let why = "Calls that pass a value of the old type do not compile.";
                found.push_at(
                    places.both(slot, same),
                    Effect::Breaking,
                    Kind::Changed,
                    what,
                    why,
                );
            }
        } else {
            let (what, why) = (
                format!("argument `{name}: {}`", slot.ty),
                silent.unwrap_or(TOO_MANY),
            );
            found.push_at(
                places.before(slot),
                Effect::Breaking,
                Kind::Removed,
                what,
                why,
            );
        }
    }
    for slot in &other.positional {
        let name = slot.name;
        if let Some(setter) = one.setter(&slot.purpose) {
            let what = format!(
                "`{name}` is required: an argument `{}`, was a setter",
                slot.ty
            );
            found.push_at(
                places.both(setter, slot),
                Effect::Breaking,
                Kind::Changed,
                what,
                TOO_FEW,
            );
        } else if one.positional(&slot.purpose).is_none() {
            let (what, why) = (
                format!("argument `{name}: {}`", slot.ty),
                silent.unwrap_or(TOO_FEW),
            );
            found.push_at(places.after(slot), Effect::Breaking, Kind::Added, what, why);
        }
    }
}

/// What callers may set.
fn optional(one: &Slots<'_>, other: &Slots<'_>, places: &Pointers<'_>, found: &mut Found<'_>) {
    for slot in &one.setters {
        let name = slot.name;
        match other.setter(&slot.purpose) {
            None if other.positional(&slot.purpose).is_some() => {}
            None => found.push_at(
                places.before(slot),
                Effect::Breaking,
                Kind::Removed,
                format!("setter `{name}({})`", slot.ty),
                "Calls that set it do not compile.",
            ),
            Some(same) if same.name != name => found.push_at(
                places.both(slot, same),
                Effect::Breaking,
                Kind::Changed,
                format!("setter `{name}` is now `{}`", same.name),
                "Calls that set it by the old name do not compile.",
            ),
            Some(same) if same.ty != slot.ty => found.push_at(
                places.both(slot, same),
                Effect::Breaking,
                Kind::Changed,
                format!("setter `{name}` takes `{}`, took `{}`", same.ty, slot.ty),
                "Calls that pass a value of the old type do not compile.",
            ),
            Some(_) => {}
        }
    }
    for slot in &other.setters {
        if one.setter(&slot.purpose).is_none() && one.positional(&slot.purpose).is_none() {
            found.push_at(
                places.after(slot),
                Effect::Addition,
                Kind::Added,
                format!("setter `{}({})`", slot.name, slot.ty),
                "Calls compile as before, and may set it.",
            );
        }
    }
}

/// The order in which callers pass what both versions take.
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
            format!(
                "the order of arguments is ({}), was ({})",
                list(is),
                list(was)
            ),
            silent(was, is).unwrap_or("Calls pass values in the old order, and do not compile."),
        );
    }
}

/// The worse reason, where the old calls still compile.
fn silent(was: &Arguments, is: &Arguments) -> Option<&'static str> {
    let types = |arguments: &Arguments| -> Vec<String> {
        arguments
            .positional
            .iter()
            .map(|(_, ty)| ty.clone())
            .collect()
    };
    (types(was) == types(is)).then_some(
        "Calls compile as before, and pass a value for one argument as another: look at each of them.",
    )
}
