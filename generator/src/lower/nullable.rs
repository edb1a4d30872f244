//! Does a schema allow `null`?

use std::borrow::Borrow;

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as SchemaType};
use serde_json::Value;

use super::Lowering;
use super::all_of::{Node, says_nothing};
use super::one_of::is_null;
use crate::model::types::Type;

impl<'a> Lowering<'a> {
    /// Whether the schema, or the one it refers to, allows `null`.
    pub(super) fn is_nullable<S: Borrow<Schema>>(&self, schema: &'a ReferenceOr<S>) -> bool {
        self.allows_null(schema.into(), 0)
    }

    fn allows_null(&self, node: Node<'a>, depth: usize) -> bool {
        // Deeper than any document nests these, and a way out of those that go in circles.
        if depth > 16 {
            return false;
        }
        let schema = match node {
            Node::Schema(schema) => schema,
            Node::Reference(reference) => {
                let target = self.component_schema(reference);
                return target.is_some_and(|(target, _)| self.allows_null(target.into(), depth + 1));
            }
        };
        let mut allows = |member: &'a ReferenceOr<Schema>| self.allows_null(member.into(), depth + 1);
        let all = |members: &'a [ReferenceOr<Schema>],
                   allows: &mut dyn FnMut(&'a ReferenceOr<Schema>) -> bool| {
            let mut telling = members.iter().filter(|member| !says_nothing(*member)).peekable();
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

/// The type, or the type and `null`.
pub(super) fn nullable_if(nullable: bool, ty: Type) -> Type {
    if nullable { Type::Nullable(Box::new(ty)) } else { ty }
}
