//! Proposals: changes of the document for one reason, accepted or refused as a whole.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::effect::Effect;
use super::tree::{position, resolved};
use crate::diagnostic::{At, Change, Code, Diagnostic, Edit, Level};
use crate::load::SourceMap;
use crate::pointer::{steps, unescape};

/// The identity of a diagnostic in a different run, in which its position may differ.
pub(super) type Key = (Code, String);

pub(super) fn key(diagnostic: &Diagnostic) -> Key {
    (diagnostic.code, diagnostic.message.clone())
}

/// A change of the document for one reason.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Proposal {
    /// The reason, with the code of the diagnostic.
    pub(super) reason: String,
    pub(super) effect: Effect,
    /// The diagnostics that it fixes.
    pub(super) fixes: Vec<Key>,
    /// Whether one of them is an error.
    pub(super) fixes_error: bool,
    /// In the order in which they apply.
    pub(super) steps: Vec<Step>,
}

/// A step of a proposal. Pointers are JSON pointers into the main document with its overlays applied.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Remove {
        pointer: String,
    },
    /// Sets members of an object.
    Set {
        pointer: String,
        members: Vec<(String, Value)>,
    },
    /// Appends an item to an array that is a member of an object.
    Append {
        pointer: String,
        name: String,
        value: Value,
    },
}

impl Step {
    pub(super) fn pointer(&self) -> &str {
        match self {
            Self::Remove { pointer } | Self::Set { pointer, .. } | Self::Append { pointer, .. } => {
                pointer
            }
        }
    }
}

impl Proposal {
    /// Creates a proposal of a rule, without a diagnostic.
    pub(super) fn of_rule(reason: String, effect: Effect, step: Step) -> Self {
        Self {
            reason,
            effect,
            fixes: Vec::new(),
            fixes_error: false,
            steps: vec![step],
        }
    }

    /// Creates a proposal that fixes diagnostics.
    pub(super) fn fixing(diagnostics: &[&Diagnostic], steps: Vec<Step>) -> Self {
        let mut messages: Vec<&str> = Vec::new();
        for diagnostic in diagnostics {
            if !messages.contains(&diagnostic.message.as_str()) {
                messages.push(&diagnostic.message);
            }
        }
        let code = diagnostics.first().map_or("", |first| first.code.as_str());
        let fixes_error = diagnostics
            .iter()
            .any(|diagnostic| diagnostic.level == Level::Error);
        Self {
            reason: format!("{code}: {}", messages.join("; ")),
            effect: if fixes_error {
                Effect::Adds
            } else {
                Effect::None
            },
            fixes: diagnostics.iter().map(|one| key(one)).collect(),
            fixes_error,
            steps,
        }
    }
}

/// Sorts proposals as the document has them. Those that remove elements are last, the last element first, so that the
/// pointers of the others stay valid.
pub(super) fn sort(proposals: &mut [Proposal], tree: &Value) {
    proposals.sort_by_cached_key(|proposal| {
        let first = proposal.steps.first().map_or("", Step::pointer);
        let removed = proposal.steps.iter().find_map(|step| match step {
            Step::Remove { pointer } if is_element(tree, pointer) => Some(pointer),
            _ => None,
        });
        match removed {
            None => (false, position(tree, first)),
            Some(pointer) => {
                let reversed = position(tree, pointer)
                    .into_iter()
                    .map(|index| usize::MAX - index);
                (true, reversed.collect())
            }
        }
    });
}

fn is_element(tree: &Value, pointer: &str) -> bool {
    let parent = pointer.rsplit_once('/').map(|(parent, _)| parent);
    parent
        .and_then(|parent| tree.pointer(parent))
        .is_some_and(Value::is_array)
}

/// The edits of diagnostics as proposals, and the diagnostics with edits that no overlay can make.
pub(super) fn of_diagnostics<'d>(
    diagnostics: &'d [Diagnostic],
    sources: &SourceMap,
    tree: &Value,
) -> (Vec<Proposal>, Vec<&'d Diagnostic>) {
    let (mut proposals, mut by_hand) = (Vec::new(), Vec::new());
    let mut scalars = Scalars::default();
    for diagnostic in diagnostics.iter().filter(|one| !one.fix.is_empty()) {
        let mut all = Some(Vec::new());
        for edit in &diagnostic.fix {
            let Some(pointer) = address(edit, sources) else {
                all = None;
                break;
            };
            if is_element(tree, &pointer) && tree.pointer(&pointer).is_some_and(is_scalar) {
                scalars.add(&pointer, &edit.change, diagnostic);
                continue;
            }
            // It gets an empty object first.
            if tree.pointer(&pointer).is_some_and(Value::is_null)
                && matches!(edit.change, Change::Set(_) | Change::Append(..))
            {
                continue;
            }
            match (steps_of(&edit.change, &pointer, tree), &mut all) {
                (Some(steps), Some(all)) => all.extend(steps),
                _ => all = None,
            }
        }
        match all {
            None => by_hand.push(diagnostic),
            Some(steps) if steps.is_empty() => {}
            Some(steps) => proposals.push(Proposal::fixing(&[diagnostic], steps)),
        }
    }
    proposals.extend(scalars.proposals(tree));
    (proposals, by_hand)
}

fn address(edit: &Edit, sources: &SourceMap) -> Option<String> {
    match &edit.at {
        At::Resolved(pointer) => sources.address(pointer),
        At::Main(pointer) => pointer.clone(),
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

/// The steps of an edit; `None` if an overlay cannot make it.
fn steps_of(change: &Change, pointer: &str, tree: &Value) -> Option<Vec<Step>> {
    let node = tree.pointer(pointer)?;
    let (parent, last) = pointer.rsplit_once('/')?;
    let pointer = pointer.to_owned();
    Some(match change {
        Change::Remove => vec![Step::Remove { pointer }],
        Change::Replace(value) => vec![Step::Set {
            pointer: parent.to_owned(),
            members: vec![(unescape(last).into_owned(), value.clone())],
        }],
        Change::Append(name, value) => {
            let items = node.as_object()?.get(*name);
            items.is_none_or(Value::is_array).then_some(())?;
            vec![Step::Append {
                pointer,
                name: (*name).to_owned(),
                value: value.clone(),
            }]
        }
        Change::Set(members) => match node.get("$ref").and_then(Value::as_str) {
            Some(reference) => instead_of_reference(reference, members, &pointer, tree)?,
            None => {
                node.is_object().then_some(())?;
                set(members, &pointer, node)
            }
        },
    })
}

fn set(members: &[(&str, Option<Value>)], pointer: &str, node: &Value) -> Vec<Step> {
    let removed = members
        .iter()
        .filter(|(name, value)| value.is_none() && node.get(name).is_some())
        .map(|(name, _)| Step::Remove {
            pointer: format!("{pointer}/{name}"),
        });
    let set = members
        .iter()
        .filter_map(|(name, value)| Some(((*name).to_owned(), value.clone()?)));
    let set = Step::Set {
        pointer: pointer.to_owned(),
        members: set.collect(),
    };
    let is_empty = |step: &Step| matches!(step, Step::Set { members, .. } if members.is_empty());
    removed
        .chain([set])
        .filter(|step| !is_empty(step))
        .collect()
}

/// Replaces a reference to a parameter by a changed copy, since others may refer to the same.
fn instead_of_reference(
    reference: &str,
    members: &[(&str, Option<Value>)],
    pointer: &str,
    tree: &Value,
) -> Option<Vec<Step>> {
    let (list, _) = pointer.rsplit_once('/')?;
    let (holder, name) = list.rsplit_once('/')?;
    (name == "parameters" && is_element(tree, pointer)).then_some(())?;
    let mut copy: Map<String, Value> = resolved(tree, reference)?.as_object()?.clone();
    for (name, value) in members {
        match value {
            Some(value) => {
                copy.insert((*name).to_owned(), value.clone());
            }
            None => {
                copy.shift_remove(*name);
            }
        }
    }
    Some(vec![
        Step::Remove {
            pointer: pointer.to_owned(),
        },
        Step::Append {
            pointer: holder.to_owned(),
            name: name.to_owned(),
            value: Value::Object(copy),
        },
    ])
}

/// The edits of scalars in arrays. An overlay cannot change one of them, only the whole array.
#[derive(Default)]
struct Scalars<'d>(IndexMap<String, ChangedArray<'d>>);

/// The new values of an array, of which those without a value are removed, and the diagnostics that they fix.
type ChangedArray<'d> = (BTreeMap<usize, Option<Value>>, Vec<&'d Diagnostic>);

impl<'d> Scalars<'d> {
    fn add(&mut self, pointer: &str, change: &Change, diagnostic: &'d Diagnostic) {
        let value = match change {
            Change::Replace(value) => Some(value.clone()),
            Change::Remove => None,
            Change::Set(_) | Change::Append(..) => return,
        };
        let Some((list, index)) = pointer.rsplit_once('/') else {
            return;
        };
        let Ok(index) = index.parse() else { return };
        let (values, diagnostics) = self.0.entry(list.to_owned()).or_default();
        // A value that is replaced and is a duplicate then is removed.
        let known = values.entry(index).or_insert_with(|| value.clone());
        if value.is_none() {
            *known = None;
        }
        diagnostics.push(diagnostic);
    }

    fn proposals(self, tree: &Value) -> Vec<Proposal> {
        let proposals = self
            .0
            .into_iter()
            .filter_map(|(list, (values, diagnostics))| {
                let (parent, name) = list.rsplit_once('/')?;
                let elements = tree.pointer(&list)?.as_array()?.iter().enumerate();
                let changed = elements.filter_map(|(index, value)| {
                    values
                        .get(&index)
                        .cloned()
                        .unwrap_or_else(|| Some(value.clone()))
                });
                let step = Step::Set {
                    pointer: parent.to_owned(),
                    members: vec![(unescape(name).into_owned(), changed.collect())],
                };
                Some(Proposal::fixing(&diagnostics, vec![step]))
            });
        proposals.collect()
    }
}

/// The last step of a pointer.
pub(super) fn last(pointer: &str) -> String {
    steps(pointer).last().unwrap_or_default().into_owned()
}
