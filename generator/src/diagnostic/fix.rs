//! Edits of the document that fix a diagnostic.

use serde_json::Value;

/// A change of one node of the document.
///
/// An edit writes into the document what the generator assumes anyway, so the generated crate stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The node.
    pub at: At,
    /// The change.
    pub change: Change,
}

/// The node that an edit changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// A JSON pointer into the resolved document, valid at the end of the run.
    Resolved(String),
    /// A JSON pointer into the main document with its overlays applied; `None` for a node of a different file.
    Main(Option<String>),
}

/// A change of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Sets members of the object, or removes those without a value.
    Set(Vec<(&'static str, Option<Value>)>),
    /// Appends an item to the array that is this member of the object.
    Append(&'static str, Value),
    /// Replaces the node, which is not an object or an array.
    Replace(Value),
    /// Removes the node.
    Remove,
}
