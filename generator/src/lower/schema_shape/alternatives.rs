//! The shape of the alternatives of a `oneOf` or `anyOf`.

use std::collections::HashSet;

use openapiv3::{Schema, SchemaKind, Type as SchemaType};

use super::{NamedShape, SchemaShape};
use crate::lower::all_of::{Alternatives, Gathered, allows_anything, says_nothing};
use crate::lower::node::{Member, Node};
use crate::lower::nullable::is_null;
use crate::lower::{Lowering, custom_type, scalar};
use crate::model::types::Type;
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// The shape of alternatives, with the keywords that apply to each.
    pub(super) fn shape_of_alternatives(
        &mut self,
        base: Gathered<'a>,
        alternatives: Alternatives<'a>,
        pointer: &Pointer<'_>,
    ) -> SchemaShape<'a> {
        let mut seen = HashSet::new();
        let members = alternatives
            .members
            .into_iter()
            .filter(|member| match member.node {
                // Equal types are merged.
                Node::Reference(reference) => {
                    !self.allows_only_null(member.node, 0) && seen.insert(reference)
                }
                Node::Schema(_) => !is_null(member.node),
            })
            .filter(|member| !self.followed(member.node).is_some_and(allows_nothing));
        let alternatives = Alternatives {
            members: members.collect(),
            ..alternatives
        };
        if base.is_struct() {
            return self.shape_of_alternatives_and_properties(base, alternatives, pointer);
        }
        if let Some(values) = self.string_alternatives(&alternatives) {
            // An enum and any string are that enum, since enums keep unknown values.
            let mut lists = alternatives
                .members
                .iter()
                .filter(|member| self.followed(member.node).is_some_and(has_values));
            return match (lists.next(), lists.next()) {
                (
                    Some(Member {
                        node: Node::Reference(reference),
                        pointer,
                    }),
                    None,
                ) => SchemaShape::SameAs(reference, pointer.clone()),
                _ => SchemaShape::Named(NamedShape::StringEnum(values)),
            };
        }
        if let Some(values) = self.integer_alternatives(&alternatives) {
            return SchemaShape::Named(NamedShape::IntegerEnum(values));
        }
        match alternatives.members.as_slice() {
            [] => SchemaShape::Plain(Type::Untyped),
            [one, other] if self.is_any_or_scalar(one, other) => SchemaShape::Plain(Type::Untyped),
            [only] => self.shape_of_only_member(only.clone()),
            members => {
                let plain: Option<Vec<Type>> = members
                    .iter()
                    .map(|member| self.plain_type(member))
                    .collect();
                match plain.as_deref() {
                    Some([first, rest @ ..]) if rest.iter().all(|ty| ty == first) => {
                        SchemaShape::Plain(first.clone())
                    }
                    _ => SchemaShape::Named(NamedShape::OneOf(base, alternatives)),
                }
            }
        }
    }

    /// The shape of alternatives next to properties that apply to each.
    pub(super) fn shape_of_alternatives_and_properties(
        &mut self,
        mut base: Gathered<'a>,
        alternatives: Alternatives<'a>,
        pointer: &Pointer<'_>,
    ) -> SchemaShape<'a> {
        let mut members = Vec::new();
        let (mut objects, mut children) = (true, false);
        let mut waiting: Vec<Member<'a>> = alternatives.members.into_iter().rev().collect();
        let mut passed = HashSet::new();
        while let Some(member) = waiting.pop() {
            // An alternative of itself adds nothing.
            if let Node::Reference(reference) = member.node
                && !passed.insert(reference)
            {
                continue;
            }
            let part = self.gathered(member.node, &Pointer::base(&member.pointer));
            objects &= part.others.is_empty();
            // A child of the schema, which lists it.
            if matches!(member.node, Node::Reference(_)) && part.has_all_of(&base) {
                children = true;
                members.push(member);
                continue;
            }
            match part.alternatives.into_iter().next() {
                // Nested alternatives are flattened.
                Some(inner)
                    if part.properties.is_empty() && members.len() + waiting.len() < 256 =>
                {
                    waiting.extend(inner.members.into_iter().rev());
                }
                Some(_) => objects = false,
                None => members.push(member),
            }
        }
        if objects
            && !children
            && let [only] = members.as_slice()
        {
            self.gather(
                only.node,
                &Pointer::base(&only.pointer),
                &mut base,
                &mut HashSet::new(),
            );
            return SchemaShape::Named(NamedShape::Object(base));
        }
        if objects && !members.is_empty() {
            return SchemaShape::Named(NamedShape::OneOf(
                base,
                Alternatives {
                    members,
                    ..alternatives
                },
            ));
        }
        self.unsupported(
            pointer.place(),
            "alternatives next to `properties` are supported only if each is an object",
            "their properties are kept in the additional properties",
        );
        SchemaShape::Named(NamedShape::Object(base))
    }

    /// Whether one of two alternatives allows any value, and the other one does not describe objects.
    fn is_any_or_scalar(&self, one: &Member<'a>, other: &Member<'a>) -> bool {
        let schema = |member: &Member<'a>| self.followed(member.node);
        let (Some(one), Some(other)) = (schema(one), schema(other)) else {
            return false;
        };
        let is_scalar = |schema: &Schema| matches!(&schema.schema_kind, SchemaKind::Type(ty) if !matches!(ty, SchemaType::Object(_)));
        allows_anything(one) && is_scalar(other) || allows_anything(other) && is_scalar(one)
    }

    /// The type of a member that does not need a named type.
    fn plain_type(&mut self, member: &Member<'a>) -> Option<Type> {
        let Node::Schema(schema) = member.node else {
            return None;
        };
        if let Some(ty) = custom_type::of(schema) {
            return Some(ty);
        }
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) if string.enumeration.is_empty() => {
                Some(self.string(string, &Pointer::base(&member.pointer)))
            }
            SchemaKind::Type(SchemaType::Integer(integer)) if integer.enumeration.is_empty() => {
                Some(scalar::integer(integer))
            }
            SchemaKind::Type(SchemaType::Number(number)) => Some(scalar::number(number)),
            SchemaKind::Type(SchemaType::Boolean(_)) => Some(Type::Boolean),
            _ => None,
        }
    }
}

/// Whether a schema allows no value: `false`, which is `not` of any value.
fn allows_nothing(schema: &Schema) -> bool {
    matches!(&schema.schema_kind, SchemaKind::Not { not } if says_nothing(not))
}

fn has_values(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) => !string.enumeration.is_empty(),
        SchemaKind::Any(any) => !any.enumeration.is_empty(),
        _ => false,
    }
}
