//! A schema or a reference to one, and its pointer.

use std::borrow::Borrow;

use openapiv3::{ReferenceOr, Schema};

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
