//! Finds the bytes to mark for a node, and duplicate keys.

use std::collections::HashMap;
use std::ops::Range;

use super::nodes::{Content, Node, Positions};
use crate::diagnostic::Part;
use crate::pointer;

/// A duplicate key: its first place and a later one.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::load) struct Duplicate {
    pub(in crate::load) name: String,
    pub(in crate::load) first: Range<usize>,
    pub(in crate::load) again: Range<usize>,
}

impl Positions {
    /// Returns the bytes to mark for the node at `pointer`, or for its nearest existing ancestor.
    ///
    /// An object or array with a name is marked by the name, since its own bytes may span many lines.
    pub(in crate::load) fn find(&self, pointer: &str, part: Part) -> Option<Range<usize>> {
        let mut node = self.nodes.first()?;
        let mut name = None;
        for step in pointer::steps(pointer) {
            let Some((next, key)) = self.child(node, &step) else {
                return Some(name.unwrap_or_else(|| self.span(node)));
            };
            (node, name) = (next, key);
        }
        let by_name =
            part == Part::Key || !matches!(node.content, Content::Scalar) || node.span.is_empty();
        Some(name.filter(|_| by_name).unwrap_or_else(|| self.span(node)))
    }

    /// The bytes of a node. For an object or array in block style, those of its first member.
    fn span(&self, node: &Node) -> Range<usize> {
        let mut node = node;
        while node.span.is_empty() {
            match &node.content {
                Content::Map(members) => match members.all.first() {
                    Some(member) => return member.span.clone(),
                    None => break,
                },
                Content::List(elements) => {
                    match elements
                        .first()
                        .and_then(|element| self.nodes.get(*element))
                    {
                        Some(first) => node = first,
                        None => break,
                    }
                }
                Content::Scalar => break,
            }
        }
        node.span.clone()
    }

    fn child(&self, node: &Node, step: &str) -> Option<(&Node, Option<Range<usize>>)> {
        match &node.content {
            Content::Scalar => None,
            Content::List(elements) => {
                let element = elements.get(step.parse::<usize>().ok()?)?;
                Some((self.nodes.get(*element)?, None))
            }
            Content::Map(members) => {
                if let Some(member) = members.get(step) {
                    return Some((self.nodes.get(member.value)?, Some(member.span.clone())));
                }
                let merged = members.get("<<")?;
                let source = self.nodes.get(merged.value)?;
                match &source.content {
                    Content::List(sources) => sources
                        .iter()
                        .filter_map(|source| self.nodes.get(*source))
                        .find_map(|source| self.member(source, step)),
                    _ => self.member(source, step),
                }
            }
        }
    }

    fn member(&self, node: &Node, name: &str) -> Option<(&Node, Option<Range<usize>>)> {
        let Content::Map(members) = &node.content else {
            return None;
        };
        let member = members.get(name)?;
        Some((self.nodes.get(member.value)?, Some(member.span.clone())))
    }

    /// Returns every duplicate key, in the order of the file.
    pub(in crate::load) fn duplicates(&self) -> Vec<Duplicate> {
        let mut found = Vec::new();
        for node in &self.nodes {
            let Content::Map(members) = &node.content else {
                continue;
            };
            let mut first = HashMap::new();
            for member in &members.all {
                if let Some(earlier) = first.insert(&member.name, &member.span) {
                    found.push(Duplicate {
                        name: member.name.clone(),
                        first: earlier.clone(),
                        again: member.span.clone(),
                    });
                    first.insert(&member.name, earlier);
                }
            }
        }
        found
    }
}

/// The part of `span` on its first line, trimmed: the range that a diagnostic marks.
pub(in crate::load) fn first_line(text: &str, span: Range<usize>) -> Range<usize> {
    let marked = text.get(span.clone()).unwrap_or_default();
    let line = marked
        .split(['\n', '\r'])
        .next()
        .unwrap_or_default()
        .trim_end();
    span.start..span.start + line.len()
}
