//! The documentation of schemas that all apply, and the other keywords that do not restrict values.

use std::collections::HashSet;

use openapiv3::{Schema, SchemaKind};
use serde_json::Value;

use super::keywords::Keywords;
use crate::lower::lowering::Lowering;
use crate::lower::node::{Member, Node, members_of};
use crate::lower::{constraint, docs};
use crate::model::Docs;
use crate::model::types::Sender;
use crate::pointer::Pointer;

/// The documentation of schemas that all apply. A schema takes precedence over those before it, and over the members of
/// its `allOf`.
#[derive(Default)]
pub(in crate::lower) struct Annotations<'a> {
    /// The documentation, with a note for each limit.
    pub(in crate::lower) docs: Docs,
    /// The side that sends the value.
    pub(in crate::lower) sender: Sender,
    /// The example of the last schema that has one.
    pub(in crate::lower) example: Option<&'a Value>,
}

impl<'a> Lowering<'a> {
    /// The documentation of the inline schemas among those that apply. A referenced schema documents its own type.
    pub(in crate::lower) fn annotations(&self, members: &[Member<'a>]) -> Annotations<'a> {
        let mut inline = Vec::new();
        let mut sent = Sent::default();
        for member in members {
            self.collect(member.node, true, &mut inline, &mut sent);
        }
        let (sender, note) = match (sent.read_only, sent.write_only) {
            (true, _) => (Sender::Server, Some("Only the server sends it.")),
            (false, true) => (Sender::Client, Some("Only the client sends it.")),
            (false, false) => (Sender::Both, None),
        };
        let mut docs = docs_of(&inline);
        docs.notes.extend(note.map(str::to_owned));
        Annotations {
            docs,
            sender,
            example: inline
                .iter()
                .rev()
                .find_map(|schema| schema.schema_data.example.as_ref()),
        }
    }

    /// Adds the inline schemas, a schema after the members of its `allOf`. `readOnly` applies through references, too.
    fn collect(
        &self,
        node: Node<'a>,
        is_inline: bool,
        inline: &mut Vec<&'a Schema>,
        sent: &mut Sent<'a>,
    ) {
        if !self.work.step(1) {
            return;
        }
        let (schema, is_inline) = match node {
            Node::Schema(schema) => (Some(schema), is_inline),
            Node::Reference(reference) if !sent.seen.insert(reference) => return,
            Node::Reference(_) => (self.followed(node), false),
        };
        let Some(schema) = schema else { return };
        sent.read_only |= schema.schema_data.read_only;
        sent.write_only |= schema.schema_data.write_only;
        for member in members_of(schema) {
            self.collect(member.into(), is_inline, inline, sent);
        }
        if is_inline {
            inline.push(schema);
        }
    }
}

/// Whether one of the schemas is `readOnly` or `writeOnly`.
#[derive(Default)]
struct Sent<'a> {
    read_only: bool,
    write_only: bool,
    /// The references followed so far.
    seen: HashSet<&'a str>,
}

/// The documentation of schemas that all apply, of which the last takes precedence.
pub(in crate::lower) fn docs_of(schemas: &[&Schema]) -> Docs {
    let Some((last, others)) = schemas.split_last() else {
        return Docs::default();
    };
    let mut docs = docs::of_schema(&last.schema_data);
    for schema in others.iter().rev() {
        let other = docs::of_schema(&schema.schema_data);
        if docs.summary.is_none() && docs.description.is_none() {
            (docs.summary, docs.description) = (other.summary, other.description);
        }
        docs.link = docs.link.or(other.link);
        docs.deprecated |= other.deprecated;
    }
    docs.notes = notes_of(schemas);
    docs
}

/// The limits and the default of schemas that all apply.
fn notes_of(schemas: &[&Schema]) -> Vec<String> {
    let is_telling = |schema: &&&Schema| {
        matches!(
            &schema.schema_kind,
            SchemaKind::Type(_) | SchemaKind::Any(_)
        )
    };
    let limited: Vec<&&Schema> = schemas.iter().filter(is_telling).collect();
    let default = schemas
        .iter()
        .rev()
        .find_map(|schema| schema.schema_data.default.as_ref());
    if let ([_], [only]) = (schemas, limited.as_slice()) {
        return constraint::notes(only);
    }
    let mut keywords = Keywords::default();
    for schema in limited {
        keywords.narrow(Keywords::of(schema, &Pointer::ROOT));
    }
    let mut notes = keywords
        .to_schema()
        .map(|schema| constraint::notes(&schema))
        .unwrap_or_default();
    notes.extend(default.map(constraint::default_note));
    notes
}
