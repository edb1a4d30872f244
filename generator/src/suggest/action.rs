//! Overlay actions, and how a proposal turns into them.

use serde_json::{Map, Value};

use super::effect::Effect;
use super::proposal::{Proposal, Step};
use super::target::target;
use super::visible::{is_visible, visible};
use crate::pointer::{escape, unescape};

/// The longest description of an action, in characters.
const LONGEST_DESCRIPTION: usize = 400;

/// An action of the overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The `JSONPath` that selects the node.
    pub target: String,
    /// The reason, with the code of the diagnostic and the effect.
    pub description: String,
    /// The change.
    pub change: Change,
    /// The effect of the action, together with the others for the same reason, on the generated crate.
    pub effect: Effect,
}

/// The change of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Merges this value into the node.
    Update(Value),
    /// Removes the node.
    Remove,
}

/// Returns whether an overlay can contain the actions of a proposal: every target can be written, and a reader sees every
/// character.
pub(super) fn is_writable(proposal: &Proposal, tree: &Value) -> bool {
    proposal.steps.iter().all(|step| {
        let is_readable = match step {
            Step::Remove { .. } => true,
            Step::Set { members, .. } => members
                .iter()
                .all(|(name, value)| is_visible(name) && is_readable(value)),
            Step::Append { name, value, .. } => is_visible(name) && is_readable(value),
        };
        is_readable && target(tree, step.pointer()).is_some()
    })
}

/// The actions of a proposal, applied to `tree`; `None` if the tree lacks one of the nodes after the steps before.
pub(super) fn actions(proposal: &Proposal, tree: &mut Value) -> Option<Vec<Action>> {
    let mut actions = Vec::new();
    let reason: String = visible(&proposal.reason)
        .chars()
        .take(LONGEST_DESCRIPTION)
        .collect();
    let description = format!("{reason} ({})", proposal.effect.as_str());
    let mut add = |target: Option<String>, change| {
        actions.push(Action {
            target: target?,
            description: description.clone(),
            change,
            effect: proposal.effect,
        });
        Some(())
    };
    for step in &proposal.steps {
        match step {
            Step::Remove { pointer } => {
                add(target(tree, pointer), Change::Remove)?;
                remove(tree, pointer)?;
            }
            Step::Set { pointer, members } => {
                // An update merges objects and appends to arrays, so these are removed first.
                for (name, value) in members {
                    let member = format!("{pointer}/{}", escape(name));
                    let is_container = |value: &Value| value.is_object() || value.is_array();
                    let replaces = tree.pointer(&member).is_some_and(is_container);
                    if replaces && is_container(value) {
                        add(target(tree, &member), Change::Remove)?;
                        remove(tree, &member)?;
                    }
                }
                let update: Map<String, Value> = members.iter().cloned().collect();
                add(target(tree, pointer), Change::Update(update.clone().into()))?;
                tree.pointer_mut(pointer)?.as_object_mut()?.extend(update);
            }
            Step::Append {
                pointer,
                name,
                value,
            } => {
                let update = Map::from_iter([(name.clone(), Value::Array(vec![value.clone()]))]);
                add(target(tree, pointer), Change::Update(update.into()))?;
                let members = tree.pointer_mut(pointer)?.as_object_mut()?;
                let list = members
                    .entry(name.clone())
                    .or_insert_with(|| Value::Array(Vec::new()));
                list.as_array_mut()?.push(value.clone());
            }
        }
    }
    Some(actions)
}

/// Whether a reader of the overlay sees every character of a value.
fn is_readable(value: &Value) -> bool {
    match value {
        Value::String(text) => text.lines().all(is_visible),
        Value::Array(elements) => elements.iter().all(is_readable),
        Value::Object(members) => members
            .iter()
            .all(|(name, value)| is_visible(name) && is_readable(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

fn remove(tree: &mut Value, pointer: &str) -> Option<()> {
    let (parent, last) = pointer.rsplit_once('/')?;
    match tree.pointer_mut(parent)? {
        Value::Object(members) => {
            members.shift_remove(unescape(last).as_ref())?;
        }
        Value::Array(elements) => {
            let index: usize = last.parse().ok()?;
            (index < elements.len()).then(|| elements.remove(index))?;
        }
        _ => return None,
    }
    Some(())
}
