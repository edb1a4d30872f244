//! Reads the document with proposals, and keeps those that have their effect and no other.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::io;

use serde_json::Value;

use super::action::{Action, actions, is_writable};
use super::effect::Effect;
use super::proposal::{self, Key, Proposal, key};
use super::{overlay, rule};
use crate::diagnostic::{Code, Diagnostic, Level};
use crate::diff::{Diff, Effect as Change, diff};
use crate::input::{Files, Input};
use crate::load::{Location, overlaid};
use crate::output::Reading;

/// The name of the suggested overlay, which no file has.
const SUGGESTED: &str = "<suggested overlay>";

/// The maximum number of times that a document is read to find the proposals to refuse.
const MOST_READINGS: usize = 120;

/// The proposals for a document.
pub(super) struct Found {
    /// In the document's order.
    pub(super) proposals: Vec<Proposal>,
    /// The diagnostics that an overlay cannot fix, and their places.
    pub(super) by_hand: Vec<(Location, Diagnostic)>,
}

/// The result of a trial.
pub(super) struct Finished {
    pub(super) actions: Vec<Action>,
    /// The number of diagnostics that they fix.
    pub(super) fixed: usize,
    /// The diagnostics whose fix no overlay can contain, and their places.
    pub(super) unwritable: Vec<(Location, Diagnostic)>,
    /// The document with the actions.
    pub(super) reading: Reading,
}

/// A document with the actions accepted so far.
pub(super) struct Trial<'t> {
    input: Input,
    files: Cached<'t>,
    read: &'t dyn Fn(&Input, &dyn Files) -> Reading,
    actions: Vec<Action>,
    /// The number of diagnostics that they fix.
    fixed: usize,
    /// The document with them.
    pub(super) current: Reading,
    /// The proposals that were refused, by their reasons and steps.
    refused: HashSet<String>,
    /// The diagnostics whose fix no overlay can contain, and their places.
    unwritable: Vec<(Location, Diagnostic)>,
    readings: usize,
}

impl<'t> Trial<'t> {
    pub(super) fn new(
        input: &Input,
        files: &'t dyn Files,
        read: &'t dyn Fn(&Input, &dyn Files) -> Reading,
    ) -> Self {
        let input = Input {
            keep_going: false,
            ..input.clone()
        };
        let files = Cached {
            files,
            known: RefCell::default(),
            suggested: String::new(),
        };
        Self {
            current: read(&input, &files),
            input,
            files,
            read,
            actions: Vec::new(),
            fixed: 0,
            refused: HashSet::new(),
            unwritable: Vec::new(),
            readings: 0,
        }
    }

    /// Leaves out the parts with errors from now on; false if they already are.
    pub(super) fn keep_going(&mut self) -> bool {
        if self.input.keep_going {
            return false;
        }
        self.input.keep_going = true;
        self.current = self.reading(&[]);
        true
    }

    /// The proposals for the document with the accepted actions.
    pub(super) fn proposals(&self) -> Found {
        let Some(tree) = self.tree() else {
            return Found {
                proposals: Vec::new(),
                by_hand: Vec::new(),
            };
        };
        let Reading {
            diagnostics,
            sources,
            ..
        } = &self.current;
        let (mut proposals, by_hand) = proposal::of_diagnostics(diagnostics, sources, &tree);
        proposals.extend(rule::proposals(&self.current, &tree));
        if !self.refused.is_empty() {
            proposals.retain(|proposal| !self.refused.contains(&format!("{proposal:?}")));
        }
        proposal::sort(&mut proposals, &tree);
        let by_hand = by_hand
            .into_iter()
            .map(|diagnostic| (sources.locate(&diagnostic.place), diagnostic.clone()));
        Found {
            proposals,
            by_hand: by_hand.collect(),
        }
    }

    /// Accepts those of the proposals that have their effect and no other.
    pub(super) fn accept(&mut self, batch: Vec<Proposal>) {
        let Some(tree) = self.tree().filter(|_| !batch.is_empty()) else {
            return;
        };
        let mut changed = tree.clone();
        let mut new = Vec::new();
        let mut writable: Vec<Proposal> = Vec::new();
        for proposal in batch {
            if !is_writable(&proposal, &changed) {
                self.refuse(&proposal);
                let Reading {
                    diagnostics,
                    sources,
                    ..
                } = &self.current;
                let fixed = diagnostics
                    .iter()
                    .filter(|diagnostic| proposal.fixes.contains(&key(diagnostic)));
                let located = fixed.map(|one| (sources.locate(&one.place), one.clone()));
                self.unwritable.extend(located);
            } else if let Some(actions) = actions(&proposal, &mut changed) {
                new.extend(actions);
                writable.push(proposal);
            } else if writable.is_empty() {
                // Part of it may have been applied.
                changed.clone_from(&tree);
                self.refuse(&proposal);
            } else {
                // The next pass has this proposal and those after it.
                break;
            }
        }
        if writable.is_empty() {
            return;
        }
        let reading = self.reading(&new);
        if self.is_good(&reading, &writable) {
            self.actions.extend(new);
            self.fixed += writable.iter().map(|one| one.fixes.len()).sum::<usize>();
            self.current = reading;
        } else if self.readings >= MOST_READINGS {
            for proposal in &writable {
                self.refuse(proposal);
            }
        } else if let [only] = writable.as_slice() {
            self.refuse(only);
        } else {
            let rest = writable.split_off(writable.len() / 2);
            self.accept(writable);
            self.accept(rest);
        }
    }

    /// The accepted actions, and the document with all of its parts and them.
    pub(super) fn finish(mut self) -> Finished {
        if self.input.keep_going {
            self.input.keep_going = false;
            self.current = self.reading(&[]);
        }
        Finished {
            actions: self.actions,
            fixed: self.fixed,
            unwritable: self.unwritable,
            reading: self.current,
        }
    }

    fn refuse(&mut self, proposal: &Proposal) {
        self.refused.insert(format!("{proposal:?}"));
    }

    fn is_good(&self, after: &Reading, batch: &[Proposal]) -> bool {
        let (old, new) = (counts(&self.current), counts(after));
        let count = |counts: &HashMap<Key, usize>, key: &Key| counts.get(key).copied().unwrap_or(0);
        let are_fixed = batch
            .iter()
            .flat_map(|proposal| &proposal.fixes)
            .all(|fixed| count(&new, fixed) < count(&old, fixed));
        // What an error hid may come to light.
        let reveals = batch.iter().any(|proposal| proposal.fixes_error);
        let is_new = |(found, count): (&Key, &usize)| {
            *count > old.get(found).copied().unwrap_or(0)
                && (!reveals || matches!(found.0, Code::InvalidOverlay | Code::OverlayNoMatch))
        };
        if !are_fixed || new.iter().any(is_new) {
            return false;
        }
        let effect = batch.iter().map(|one| one.effect).max();
        match (&self.current.api, &after.api) {
            (Some(old), Some(new)) => {
                reveals || has_only(effect.unwrap_or(Effect::None), &diff(old, new))
            }
            (Some(_), None) => false,
            (None, _) => true,
        }
    }

    fn tree(&self) -> Option<Value> {
        let (input, files) = self.with(&[]);
        overlaid(&input, &files)
    }

    fn reading(&mut self, more: &[Action]) -> Reading {
        self.readings += 1;
        let (input, files) = self.with(more);
        (self.read)(&input, &files)
    }

    fn with(&self, more: &[Action]) -> (Input, Cached<'t>) {
        let all: Vec<Action> = self.actions.iter().chain(more).cloned().collect();
        let mut input = self.input.clone();
        if !all.is_empty() {
            input.overlays.push(SUGGESTED.to_owned());
        }
        let files = Cached {
            suggested: overlay::write(&input.document, &all),
            ..self.files.clone()
        };
        (input, files)
    }
}

/// Whether an effect allows the changes.
fn has_only(effect: Effect, diff: &Diff) -> bool {
    match effect {
        Effect::None => diff.changes.is_empty(),
        Effect::Adds => diff.effect() != Some(Change::Breaking),
        Effect::ChangesTypes => true,
    }
}

/// Whether a diagnostic is an error.
pub(super) fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.level == Level::Error
}

/// The number of diagnostics of each kind, without the number of those that are not listed.
fn counts(reading: &Reading) -> HashMap<Key, usize> {
    let mut counts = HashMap::new();
    for diagnostic in &reading.diagnostics {
        if diagnostic.code != Code::DocumentTooLarge || is_error(diagnostic) {
            *counts.entry(key(diagnostic)).or_insert(0) += 1;
        }
    }
    counts
}

/// The files of the run, each read once, and the suggested overlay.
#[derive(Clone)]
struct Cached<'f> {
    files: &'f dyn Files,
    known: RefCell<HashMap<String, Vec<u8>>>,
    suggested: String,
}

impl Cached<'_> {
    fn cached(
        &self,
        name: &str,
        read: impl FnOnce() -> io::Result<Vec<u8>>,
    ) -> io::Result<Vec<u8>> {
        if name == SUGGESTED {
            return Ok(self.suggested.clone().into_bytes());
        }
        if let Some(known) = self.known.borrow().get(name) {
            return Ok(known.clone());
        }
        let bytes = read()?;
        self.known
            .borrow_mut()
            .insert(name.to_owned(), bytes.clone());
        Ok(bytes)
    }
}

impl Files for Cached<'_> {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.cached(name, || self.files.read(name))
    }

    fn read_in(&self, folder: &str, name: &str) -> io::Result<Vec<u8>> {
        self.cached(name, || self.files.read_in(folder, name))
    }
}
