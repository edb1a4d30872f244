//! Nodes of a document's tree, in which references are not resolved.

use std::borrow::Cow;

use serde_json::Value;

use crate::pointer::steps;

/// The maximum number of references from one to the next.
const MOST_HOPS: usize = 16;

/// The member or element of a node.
pub(super) fn child<'v>(node: &'v Value, step: &str) -> Option<&'v Value> {
    match node {
        Value::Object(members) => members.get(step),
        Value::Array(elements) => elements.get(step.parse::<usize>().ok()?),
        _ => None,
    }
}

/// The node that a reference within the document leads to, through others.
pub(super) fn resolved<'v>(tree: &'v Value, reference: &str) -> Option<&'v Value> {
    let mut reference = reference;
    for _ in 0..MOST_HOPS {
        let node = local(tree, reference)?;
        match node.get("$ref").and_then(Value::as_str) {
            Some(next) => reference = next,
            None => return Some(node),
        }
    }
    None
}

/// The node at the JSON pointer of a reference within the document.
pub(super) fn local<'v>(tree: &'v Value, reference: &str) -> Option<&'v Value> {
    let pointer = percent_decoded(reference.strip_prefix('#')?)?;
    tree.pointer(&pointer)
}

fn percent_decoded(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(if byte == b'%' {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let number = digit(bytes.next()?)? * 16 + digit(bytes.next()?)?;
            u8::try_from(number).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

/// The position of a node in the document, to sort nodes as the document has them.
pub(super) fn position(tree: &Value, pointer: &str) -> Vec<usize> {
    let mut node = Some(tree);
    let index = |step: Cow<'_, str>| {
        let index = match node {
            Some(Value::Object(members)) => members.keys().position(|name| *name == step),
            _ => step.parse().ok(),
        };
        node = node.and_then(|node| child(node, &step));
        index.unwrap_or(usize::MAX)
    };
    steps(pointer).map(index).collect()
}
