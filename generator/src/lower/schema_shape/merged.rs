//! The shape of schemas that all hold, none of which is an object.

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
    /// Of two lists of values the shorter one is closer to what both allow: it is what an object of several kinds is
    /// told by. The other one has the names.
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

    /// The shape of one of several, less the members of its own: these are among the several, however they go in
    /// circles.
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

/// Whether a schema says no more than the type of what its members say more of.
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

/// How many values an enum has.
fn values(shape: &SchemaShape<'_>) -> Option<usize> {
    match shape {
        SchemaShape::Named(NamedShape::StringEnum(values)) => Some(values.len()),
        SchemaShape::Named(NamedShape::IntegerEnum(values)) => Some(values.len()),
        _ => None,
    }
}

/// Gives values the names and the words that another list has for them.
fn name<V: PartialEq>(values: &mut [Listed<V>], named: &[Listed<V>]) {
    for value in values.iter_mut().filter(|value| value.name.is_none()) {
        if let Some(known) = named.iter().find(|known| known.value == value.value) {
            value.name.clone_from(&known.name);
            value.docs = known.docs.clone();
        }
    }
}
