//! Suggests an overlay with the fixes of which a rule is certain, and the reason of each action.
//!
//! The edits of diagnostics, which the checks that create them determine, and the results of the rules (`rule`) become
//! proposals (`proposal`). `trial` reads the document with them, and keeps those that have their effect and no other.
//! `action` turns a proposal into overlay actions, whose targets `target` writes, and `overlay` writes the file.

mod action;
mod effect;
mod overlay;
mod proposal;
mod rule;
mod target;
mod tree;
mod trial;
mod visible;

pub use self::action::{Action, Change};
pub use self::effect::Effect;
use self::trial::{Finished, Found, Trial, is_error};
use crate::diagnostic::Diagnostic;
use crate::input::{Files, Input};
use crate::load::{Location, SourceMap};
use crate::output::Reading;

/// The maximum number of times that the document is searched for fixes: a fix may bring to light what it hid.
const MOST_PASSES: usize = 12;

/// The suggestions for a document.
#[derive(Debug)]
pub struct Suggestions {
    /// The actions of the overlay, in the order in which they apply.
    pub actions: Vec<Action>,
    /// The diagnostics with a fix that the overlay cannot contain, each with the place to change by hand.
    pub by_hand: Vec<(Location, Diagnostic)>,
    /// The number of diagnostics that the actions fix.
    pub fixed: usize,
    /// The diagnostics without the overlay.
    pub before: Vec<Diagnostic>,
    /// The diagnostics with the overlay, located by `sources`.
    pub after: Vec<Diagnostic>,
    /// Resolves places to lines and columns.
    pub sources: SourceMap,
    document: String,
}

impl Suggestions {
    /// Returns the overlay, an Overlay 1.0.0 document in YAML; `None` if it has no actions.
    pub fn overlay(&self) -> Option<String> {
        (!self.actions.is_empty()).then(|| overlay::write(&self.document, &self.actions))
    }
}

/// Reads the document of `input` with `read`, and suggests an overlay to apply after those of `input`.
pub fn suggest(
    input: &Input,
    files: &dyn Files,
    read: &dyn Fn(&Input, &dyn Files) -> Reading,
) -> Suggestions {
    let mut trial = Trial::new(input, files, read);
    let before = trial.current.diagnostics.clone();
    let mut by_hand: Vec<(Location, Diagnostic)> = Vec::new();
    for _ in 0..MOST_PASSES {
        let Found {
            mut proposals,
            by_hand: more,
        } = trial.proposals();
        for one in more {
            if !by_hand.contains(&one) {
                by_hand.push(one);
            }
        }
        if proposals.is_empty() {
            let has_errors = trial.current.diagnostics.iter().any(is_error);
            // The rest of the document, without the parts that have errors.
            if has_errors && trial.keep_going() {
                continue;
            }
            break;
        }
        for effect in [Effect::None, Effect::Adds, Effect::ChangesTypes] {
            let batch = proposals.extract_if(.., |proposal| proposal.effect == effect);
            trial.accept(batch.collect());
        }
    }
    let Finished {
        actions,
        fixed,
        unwritable,
        reading,
    } = trial.finish();
    by_hand.extend(unwritable);
    let remains = |known: &Diagnostic| reading.diagnostics.contains(known);
    by_hand.retain(|(_, known)| remains(known));
    Suggestions {
        actions,
        by_hand,
        fixed,
        before,
        after: reading.diagnostics,
        sources: reading.sources,
        document: input.document.clone(),
    }
}
