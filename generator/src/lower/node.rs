//! A schema or a reference to one, and its pointer.

use std::borrow::Borrow;

use openapiv3::{ReferenceOr, Schema, SchemaKind};

use crate::pointer::Pointer;

/// A schema or a reference to one, independent of how `openapiv3` boxes it.
#[derive(Clone, Copy)]
pub(super) enum Node<'a> {
    Reference(&'a str),
    Schema(&'a Schema),
}

impl<'a, S: Borrow<Schema>> From<&'a ReferenceOr<S>> for Node<'a> {
    fn from(schema: &'a ReferenceOr<S>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Schema(schema.borrow()),
        }
    }
}

/// A schema and its pointer.
#[derive(Clone)]
pub(super) struct Member<'a> {
    pub(super) node: Node<'a>,
    pub(super) pointer: String,
}

/// Whether two members are the same schema.
pub(super) fn is_same(one: &Member<'_>, other: &Member<'_>) -> bool {
    match (one.node, other.node) {
        (Node::Reference(one), Node::Reference(other)) => one == other,
        (Node::Schema(one), Node::Schema(other)) => std::ptr::eq(one, other) || one == other,
        _ => false,
    }
}

/// The members of an `allOf` with their pointers.
pub(super) fn list<'a>(
    all_of: &'a [ReferenceOr<Schema>],
    pointer: &Pointer<'_>,
) -> Vec<Member<'a>> {
    let list = pointer.key("allOf");
    let member = |(index, member): (usize, &'a ReferenceOr<Schema>)| Member {
        node: member.into(),
        pointer: list.index(index).to_string(),
    };
    all_of.iter().enumerate().map(member).collect()
}

/// The members of a schema's `allOf`.
pub(super) fn members_of(schema: &Schema) -> &[ReferenceOr<Schema>] {
    match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => all_of,
        SchemaKind::Any(any) => &any.all_of,
        _ => &[],
    }
}
