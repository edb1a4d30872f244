//! Compares types with a `new` that checks the limits of their values.

use super::change::{Effect, Found, Kind};
use super::written::Written;
use super::{generic, note};
use crate::model::types::Checked;

pub(super) fn compare(
    base: &Written<'_>,
    was: &Checked,
    new: &Written<'_>,
    is: &Checked,
    found: &mut Found<'_>,
) {
    generic::views(&base.view, &new.view, found);
    let (one, other) = (&base.definition.docs.notes, &new.definition.docs.notes);
    let Some(what) = note::limits(one, other, "its values") else {
        return;
    };
    let (effect, why) = if was.limits == is.limits {
        (
            Effect::Documentation,
            "`new` does not check what changed; the server may reject values that it accepted, or accept values that it rejected.",
        )
    } else {
        (
            Effect::Behaviour,
            "`new` checks them: it may reject values that it accepted, or accept values that it rejected.",
        )
    };
    found.push(effect, Kind::Changed, what, why);
}
