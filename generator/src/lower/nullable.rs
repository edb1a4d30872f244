//! Nullability: whether a schema allows `null`, and whether it allows only `null`.

use std::borrow::Borrow;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaKind, Type as SchemaType};
use serde_json::Value;

use super::all_of::says_nothing;
use super::limits::limits_only;
use super::lowering::Lowering;
use super::node::Node;
use crate::model::types::Type;

impl<'a> Lowering<'a> {
    /// Whether the schema, or the one it refers to, allows `null` and other values.
    pub(super) fn is_nullable<S: Borrow<Schema>>(&self, schema: &'a ReferenceOr<S>) -> bool {
        self.node_is_nullable(schema.into())
    }

    /// The same for a node.
    pub(super) fn node_is_nullable(&self, node: Node<'a>) -> bool {
        self.allows_null(node, 0) && !self.allows_only_null(node, 0)
    }

    /// Whether the schema, or the one it refers to, allows only `null`.
    pub(super) fn allows_only_null(&self, node: Node<'a>, depth: usize) -> bool {
        match node {
            Node::Schema(schema) => lists_only_null(schema),
            Node::Reference(reference) if depth <= DEPTH => {
                let target = self.component_schema(reference);
                target.is_some_and(|(target, _)| self.allows_only_null(target.into(), depth + 1))
            }
            Node::Reference(_) => false,
        }
    }

    fn allows_null(&self, node: Node<'a>, depth: usize) -> bool {
        if depth > DEPTH {
            return false;
        }
        let schema = match node {
            Node::Schema(schema) => schema,
            Node::Reference(reference) => {
                // Each is asked once: many unions of many unions would be asked a number of times that no run ends.
                // Until the result is known, a cyclic one does not allow `null`.
                if let Some(known) = self.nullable.borrow().get(reference) {
                    return *known;
                }
                self.nullable.borrow_mut().insert(reference, false);
                let target = self.component_schema(reference);
                let allows =
                    target.is_some_and(|(target, _)| self.allows_null(target.into(), depth + 1));
                self.nullable.borrow_mut().insert(reference, allows);
                return allows;
            }
        };
        let mut allows =
            |member: &'a ReferenceOr<Schema>| self.allows_null(member.into(), depth + 1);
        let all = |members: &'a [ReferenceOr<Schema>],
                   allows: &mut dyn FnMut(&'a ReferenceOr<Schema>) -> bool| {
            let mut telling = members
                .iter()
                .filter(|member| !is_silent(member))
                .peekable();
            telling.peek().is_some() && telling.all(allows)
        };
        schema.schema_data.nullable
            || is_null(node)
            || match &schema.schema_kind {
                SchemaKind::AllOf { all_of } => all(all_of, &mut allows),
                SchemaKind::OneOf { one_of: members } | SchemaKind::AnyOf { any_of: members } => {
                    members.iter().any(allows)
                }
                SchemaKind::Any(any) => {
                    any.enumeration.iter().any(Value::is_null)
                        || any.typ.is_none()
                            && any.properties.is_empty()
                            && all(&any.all_of, &mut allows)
                        || any.typ.is_none() && any.one_of.iter().chain(&any.any_of).any(allows)
                }
                SchemaKind::Type(SchemaType::String(string)) => {
                    string.enumeration.iter().any(Option::is_none)
                }
                SchemaKind::Type(SchemaType::Integer(integer)) => {
                    integer.enumeration.iter().any(Option::is_none)
                }
                SchemaKind::Type(_) | SchemaKind::Not { .. } => false,
            }
    }
}

/// Whether a member says nothing about `null`: it has no type and allows `null`, as any other value.
fn is_silent(member: &ReferenceOr<Schema>) -> bool {
    says_nothing(member)
        || member
            .as_item()
            .is_some_and(|schema| limits_only(schema) == Some(None))
}

/// Deeper than any real document nests these, and a limit for cyclic ones.
const DEPTH: usize = 64;

/// Whether `null` is the only value of an alternative. In 3.0, that includes one with only `nullable`.
pub(super) fn is_null(node: Node<'_>) -> bool {
    let Node::Schema(schema) = node else {
        return false;
    };
    let says_no_more =
        matches!(&schema.schema_kind, SchemaKind::Any(any) if *any == AnySchema::default());
    lists_only_null(schema) || schema.schema_data.nullable && says_no_more
}

/// Whether the schema itself allows only `null`.
pub(super) fn lists_only_null(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Any(any) => {
            let lists_null =
                !any.enumeration.is_empty() && any.enumeration.iter().all(Value::is_null);
            lists_null || any.typ.as_deref() == Some("null")
        }
        SchemaKind::Type(SchemaType::String(string)) => {
            !string.enumeration.is_empty() && string.enumeration.iter().all(Option::is_none)
        }
        _ => false,
    }
}

/// The type, or the type and `null`.
pub(super) fn nullable_if(nullable: bool, ty: Type) -> Type {
    if nullable {
        Type::Nullable(Box::new(ty))
    } else {
        ty
    }
}
