//! Compares the notes in the documentation of an item: its default and its limits.

use super::change::{Effect, Found, Kind, Places};
use crate::model::types::{Type, TypeKind, Types};

const DEFAULT: &str = "Default: ";

/// Compares the default, which the server applies if nothing is sent, and the limits, which the client does not check.
pub(super) fn compare(
    one: &[String],
    other: &[String],
    of: &str,
    places: &Places,
    found: &mut Found<'_>,
) {
    default(one, other, of, places, found);
    if let Some(what) = limits(one, other, of) {
        found.push_at(
            places.clone(),
            Effect::Documentation,
            Kind::Changed,
            what,
            "The client checks none of them; the server may reject values that it accepted, or accept values that it rejected.",
        );
    }
}

/// Compares the default.
pub(super) fn default(
    one: &[String],
    other: &[String],
    of: &str,
    places: &Places,
    found: &mut Found<'_>,
) {
    let default = |notes: &[String]| {
        let default = notes.iter().find_map(|note| note.strip_prefix(DEFAULT));
        default.map(|default| default.trim_end_matches('.').to_owned())
    };
    let (kind, what) = match (default(one), default(other)) {
        (was, is) if was == is => return,
        (Some(was), Some(is)) => (
            Kind::Changed,
            format!("default of {of} changed from {was} to {is}"),
        ),
        (None, Some(is)) => (Kind::Added, format!("default {is} of {of}")),
        (Some(was), None) => (Kind::Removed, format!("default {was} of {of}")),
        (None, None) => return,
    };
    let why =
        "The client sends nothing if it is not set, and the server then uses a different value.";
    found.push_at(places.clone(), Effect::Behaviour, kind, what, why);
}

/// Describes a change of the limits, which are the other notes.
pub(super) fn limits(one: &[String], other: &[String], of: &str) -> Option<String> {
    let limits = |notes: &[String]| -> Vec<String> {
        notes
            .iter()
            .filter(|note| !note.starts_with(DEFAULT))
            .cloned()
            .collect()
    };
    let (was, is) = (limits(one), limits(other));
    let joined = |limits: &[String]| match limits {
        [] => "None.".to_owned(),
        limits => limits.join(" "),
    };
    (was != is).then(|| {
        format!(
            "limits of {of}: {} Previously: {}",
            joined(&is),
            joined(&was)
        )
    })
}

/// The notes on a field or a parameter.
pub(super) struct Noted<'a> {
    pub(super) types: &'a Types,
    pub(super) ty: &'a Type,
    pub(super) notes: &'a [String],
}

impl Noted<'_> {
    /// Whether the limits are those of a type that checks them.
    fn is_checked(&self) -> bool {
        let mut ty = self.ty;
        while let Type::Nullable(value) = ty {
            ty = value;
        }
        match ty {
            Type::Named(id) => matches!(self.types[*id].kind, TypeKind::Checked(_)),
            _ => false,
        }
    }
}

/// Compares the notes on a field or a parameter. The limits of a type that checks them are compared with that type.
pub(super) fn of_value(
    one: &Noted<'_>,
    other: &Noted<'_>,
    of: &str,
    places: &Places,
    found: &mut Found<'_>,
) {
    if one.is_checked() && other.is_checked() {
        default(one.notes, other.notes, of, places, found);
    } else {
        compare(one.notes, other.notes, of, places, found);
    }
}
