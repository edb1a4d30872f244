//! The schemas that a type is lowered from: its identity, its place and its documentation.

use openapiv3::{ReferenceOr, Schema, SchemaKind};

use super::merge::annotations::docs_of;
use super::node::{Member, Node};
use super::{constraint, derive, docs};
use crate::diagnostic::Place;
use crate::model::Docs;
use crate::pointer::Pointer;

/// The schemas that a type is lowered from.
#[derive(Clone, Copy)]
pub(super) enum Origin<'s, 'a> {
    /// A schema and its pointer.
    One(&'a Schema, &'s Pointer<'s>),
    /// Schemas that all apply.
    All(&'s [Member<'a>]),
}

impl Origin<'_, '_> {
    /// Identifies the type.
    pub(super) fn key(self) -> String {
        match self {
            Self::One(_, pointer) => pointer.to_string(),
            Self::All(members) => {
                let pointers: Vec<&str> = members.iter().map(|member| &*member.pointer).collect();
                // No pointer contains a line break, so a key of several is not that of one.
                pointers.join("\n")
            }
        }
    }

    /// The pointer of the last schema.
    pub(super) fn pointer(self) -> String {
        match self {
            Self::One(_, pointer) => pointer.to_string(),
            Self::All(members) => members
                .last()
                .map_or_else(String::new, |member| member.pointer.clone()),
        }
    }

    pub(super) fn place(self) -> Place {
        Pointer::base(&self.pointer()).place()
    }

    /// The traits that the hints of the schemas list.
    pub(super) fn derives(self) -> Vec<String> {
        match self {
            Self::One(schema, _) => derive::of(schema),
            Self::All(members) => members
                .iter()
                .flat_map(|member| match member.node {
                    Node::Schema(schema) => derive::of(schema),
                    Node::Reference(_) => Vec::new(),
                })
                .collect(),
        }
    }

    pub(super) fn docs(self) -> Docs {
        match self {
            Self::One(schema, _) => schema_docs(schema),
            Self::All(members) => {
                let inline: Vec<&Schema> = members
                    .iter()
                    .filter_map(|member| match member.node {
                        Node::Schema(schema) => Some(schema),
                        Node::Reference(_) => None,
                    })
                    .collect();
                match inline.as_slice() {
                    [only] => schema_docs(only),
                    several => docs_of(several),
                }
            }
        }
    }
}

/// The documentation of a schema, or of its first documented member.
pub(super) fn schema_docs(schema: &Schema) -> Docs {
    let mut docs = docs::of_schema(&schema.schema_data);
    let members = match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => all_of.as_slice(),
        SchemaKind::Any(any) => &any.all_of,
        _ => &[],
    };
    if docs.summary.is_none() && docs.description.is_none() {
        let said = members
            .iter()
            .filter_map(ReferenceOr::as_item)
            .map(schema_docs);
        if let Some(said) = said
            .into_iter()
            .find(|docs| docs.summary.is_some() || docs.description.is_some())
        {
            (docs.summary, docs.description) = (said.summary, said.description);
        }
    }
    Docs {
        notes: constraint::notes(schema),
        ..docs
    }
}
