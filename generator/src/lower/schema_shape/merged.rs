//! The shape of several schemas that all apply, none of which is an object.

use std::collections::HashMap;
use std::hash::Hash;

use openapiv3::{Schema, SchemaKind};

use super::{NamedShape, SchemaShape};
use crate::lower::lowering::Lowering;
use crate::lower::node::{Member, Node};
use crate::lower::string_enum::Listed;
use crate::model::types::Type;
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// The shape of several schemas of which none is an object.
    ///
    /// The shorter of two enums is closer to the intersection: it identifies one kind of object. The other one has
    /// the names.
    pub(super) fn merged_shape(&mut self, members: &[Member<'a>]) -> SchemaShape<'a> {
        let mut shapes: Vec<SchemaShape<'a>> = members
            .iter()
            .filter(|member| !only_around(member))
            .map(|member| self.shape_without_members(member))
            .collect();
        if shapes.is_empty() {
            return members
                .first()
                .map_or(SchemaShape::Plain(Type::Untyped), |member| {
                    self.shape_without_members(member)
                });
        }
        let shortest = (0..shapes.len())
            .filter_map(|index| Some((values(shapes.get(index)?)?, index)))
            .min();
        let mut shape = shapes.swap_remove(shortest.map_or(0, |(_, index)| index));
        for other in &shapes {
            match (&mut shape, other) {
                (
                    SchemaShape::Named(NamedShape::StringEnum(values)),
                    SchemaShape::Named(NamedShape::StringEnum(named)),
                ) => {
                    name(values, named);
                }
                (
                    SchemaShape::Named(NamedShape::IntegerEnum(values)),
                    SchemaShape::Named(NamedShape::IntegerEnum(named)),
                ) => {
                    name(values, named);
                }
                _ => {}
            }
        }
        shape
    }

    /// The shape of one of the schemas without its members, which are among the schemas too, even if cyclic.
    fn shape_without_members(&mut self, member: &Member<'a>) -> SchemaShape<'a> {
        let Node::Schema(schema) = member.node else {
            return SchemaShape::Plain(Type::Untyped);
        };
        let pointer = Pointer::base(&member.pointer);
        match &schema.schema_kind {
            SchemaKind::Any(any) => self.shape_without_type(any, schema, &pointer),
            _ => self.shape(schema, &pointer),
        }
    }
}

/// Whether a schema only repeats the type of its members.
fn only_around(member: &Member<'_>) -> bool {
    let Node::Schema(Schema {
        schema_kind: SchemaKind::Any(any),
        ..
    }) = member.node
    else {
        return false;
    };
    !any.all_of.is_empty() && any.enumeration.is_empty()
}

/// The number of values of an enum.
fn values(shape: &SchemaShape<'_>) -> Option<usize> {
    match shape {
        SchemaShape::Named(NamedShape::StringEnum(values)) => Some(values.len()),
        SchemaShape::Named(NamedShape::IntegerEnum(values)) => Some(values.len()),
        _ => None,
    }
}

/// Copies names and descriptions from another list of the same values.
fn name<V: Eq + Hash>(values: &mut [Listed<V>], named: &[Listed<V>]) {
    let mut first: HashMap<&V, &Listed<V>> = HashMap::new();
    for known in named {
        first.entry(&known.value).or_insert(known);
    }
    for value in values.iter_mut().filter(|value| value.name.is_none()) {
        if let Some(known) = first.get(&value.value) {
            value.name.clone_from(&known.name);
            value.docs = known.docs.clone();
        }
    }
}
