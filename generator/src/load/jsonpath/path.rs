//! Parsed paths, and the nodes of a tree that they select.

use std::cmp::Ordering;
use std::collections::HashSet;

use serde_json::Value;

use crate::pointer::escape;

/// A parsed path.
#[derive(Debug)]
pub(in crate::load) struct JsonPath(pub(super) Vec<Segment>);

#[derive(Debug)]
pub(super) struct Segment {
    /// `..`: the selectors also apply to every descendant.
    pub(super) descendants: bool,
    pub(super) selectors: Vec<Selector>,
}

#[derive(Debug)]
pub(super) enum Selector {
    Name(String),
    /// An index; a negative one counts from the end.
    Index(i64),
    Wildcard,
    Filter(Condition),
}

#[derive(Debug)]
pub(super) enum Condition {
    Or(Vec<Condition>),
    And(Vec<Condition>),
    Not(Box<Condition>),
    Exists(Operand),
    Compare(Operand, &'static str, Operand),
}

#[derive(Debug)]
pub(super) enum Operand {
    Literal(Value),
    /// A path from the root: `$`.
    Root(JsonPath),
    /// A path from the filtered node: `@`.
    Current(JsonPath),
}

/// A node with its JSON pointer.
type Node<'v> = (String, &'v Value);

impl JsonPath {
    /// Returns the JSON pointers of the selected nodes, without duplicates, in the order they are found.
    pub(in crate::load) fn select(&self, root: &Value) -> Vec<String> {
        let selected = self.nodes(root, root).into_iter();
        selected.map(|(pointer, _)| pointer).collect()
    }

    fn nodes<'v>(&self, root: &'v Value, start: &'v Value) -> Vec<Node<'v>> {
        let start = vec![(String::new(), start)];
        self.0.iter().fold(start, |mut nodes, segment| {
            if segment.descendants {
                nodes = nodes.into_iter().flat_map(with_descendants).collect();
            }
            // A node can be reached in several ways. Without deduplication, repeated `..` would explode.
            let mut seen = HashSet::new();
            let mut selected = Vec::new();
            for node in &nodes {
                for selector in &segment.selectors {
                    let found = selector.select(root, node).into_iter();
                    selected.extend(found.filter(|(pointer, _)| seen.insert(pointer.clone())));
                }
            }
            selected
        })
    }
}

fn children<'v>((pointer, value): &Node<'v>) -> Vec<Node<'v>> {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (format!("{pointer}/{}", escape(name)), value))
            .collect(),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .map(|(index, value)| (format!("{pointer}/{index}"), value))
            .collect(),
        _ => Vec::new(),
    }
}

/// A node and its descendants, in preorder.
fn with_descendants(node: Node<'_>) -> Vec<Node<'_>> {
    let mut pending = vec![node];
    let mut found = Vec::new();
    while let Some(node) = pending.pop() {
        pending.extend(children(&node).into_iter().rev());
        found.push(node);
    }
    found
}

impl Selector {
    fn select<'v>(&self, root: &'v Value, node: &Node<'v>) -> Vec<Node<'v>> {
        let (pointer, value) = node;
        match self {
            Self::Name(name) => {
                let member = value.as_object().and_then(|members| members.get(name));
                let found = member.map(|value| (format!("{pointer}/{}", escape(name)), value));
                found.into_iter().collect()
            }
            Self::Index(index) => {
                let elements = value.as_array().map(Vec::as_slice).unwrap_or_default();
                let distance = usize::try_from(index.unsigned_abs()).ok();
                let index = match index {
                    0.. => distance,
                    _ => distance.and_then(|distance| elements.len().checked_sub(distance)),
                };
                let found = index
                    .and_then(|index| Some((format!("{pointer}/{index}"), elements.get(index)?)));
                found.into_iter().collect()
            }
            Self::Wildcard => children(node),
            Self::Filter(condition) => {
                let mut children = children(node);
                children.retain(|(_, child)| condition.holds(root, child));
                children
            }
        }
    }
}

impl Condition {
    fn holds(&self, root: &Value, current: &Value) -> bool {
        match self {
            Self::Or(all) => all.iter().any(|one| one.holds(root, current)),
            Self::And(all) => all.iter().all(|one| one.holds(root, current)),
            Self::Not(condition) => !condition.holds(root, current),
            Self::Exists(path) => path.value(root, current).is_some(),
            Self::Compare(left, comparison, right) => compare(
                left.value(root, current),
                comparison,
                right.value(root, current),
            ),
        }
    }
}

impl Operand {
    /// The value to compare, or `None` for a path that selects nothing.
    fn value<'v>(&'v self, root: &'v Value, current: &'v Value) -> Option<&'v Value> {
        let (path, start) = match self {
            Self::Literal(value) => return Some(value),
            Self::Root(path) => (path, root),
            Self::Current(path) => (path, current),
        };
        let first = path.nodes(root, start).into_iter().next();
        first.map(|(_, value)| value)
    }
}

fn compare(left: Option<&Value>, comparison: &str, right: Option<&Value>) -> bool {
    let order = match (left, right) {
        (Some(Value::Number(left)), Some(Value::Number(right))) => {
            left.as_f64().partial_cmp(&right.as_f64())
        }
        (Some(Value::String(left)), Some(Value::String(right))) => Some(left.cmp(right)),
        _ => (left == right).then_some(Ordering::Equal),
    };
    match comparison {
        "==" => order == Some(Ordering::Equal),
        "!=" => order != Some(Ordering::Equal),
        "<" => order == Some(Ordering::Less),
        ">" => order == Some(Ordering::Greater),
        "<=" => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        _ => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    }
}
