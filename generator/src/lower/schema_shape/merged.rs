//! The shape of several schemas that all apply, none of which is an object.

use openapiv3::{Schema, SchemaKind};

use super::{NamedShape, SchemaShape};
use crate::hints::VALIDATE;
use crate::lower::lowering::Lowering;
use crate::lower::merge::keywords::Keywords;
use crate::lower::merge::narrow::Contradiction;
use crate::lower::node::{Member, Node};
use crate::lower::{constraint, custom_type};
use crate::model::types::Type;
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// The shape of several schemas of which none is an object.
    pub(super) fn merged_shape(&mut self, members: &[Member<'a>]) -> SchemaShape<'a> {
        let custom = members.iter().find_map(|member| match member.node {
            Node::Schema(schema) => custom_type::of(schema),
            Node::Reference(_) => None,
        });
        if let Some(ty) = custom {
            return SchemaShape::Plain(ty);
        }
        let mut telling: Vec<&Member<'a>> = members
            .iter()
            .filter(|member| !only_around(member))
            .collect();
        if telling.is_empty() {
            telling.extend(members.first());
        }
        if let [only] = telling.as_slice() {
            return self.shape_without_members(only);
        }
        let mut merged = Keywords::default();
        let mut limited = false;
        for member in &telling {
            let Node::Schema(schema) = member.node else {
                continue;
            };
            let pointer = Pointer::base(&member.pointer);
            let contradiction = merged.narrow(Keywords::of(schema, &pointer));
            self.report_contradiction(contradiction, &pointer);
            limited |= schema.schema_data.extensions.get(VALIDATE) == Some(&true.into());
        }
        let limits = merged.to_schema().filter(|_| limited);
        let limits = limits
            .map(|schema| constraint::limits(&schema))
            .unwrap_or_default();
        let pointer = telling.last().map_or("", |member| &member.pointer);
        let shape = self.shape_of_keywords(merged, &Pointer::base(pointer));
        match shape {
            SchemaShape::Plain(_) | SchemaShape::Array(_) if !limits.is_empty() => {
                SchemaShape::Named(NamedShape::Checked(Box::new(shape), limits))
            }
            shape => shape,
        }
    }

    fn report_contradiction(&mut self, found: Option<Contradiction>, pointer: &Pointer<'_>) {
        match found {
            None => {}
            Some(Contradiction::Types(before, after)) => self.unsupported(
                pointer.place(),
                format!("the type is `{after}` here, but `{before}` in another schema of the same `allOf`"),
                "the last definition is used",
            ),
            Some(Contradiction::Values) => self.unsupported(
                pointer.key("enum").key_place(),
                "this `enum` has no value of the `enum` in another schema of the same `allOf`",
                "the last `enum` is used",
            ),
        }
    }

    /// The shape of one of the schemas without its members, which are among the schemas too, even if cyclic.
    fn shape_without_members(&mut self, member: &Member<'a>) -> SchemaShape<'a> {
        let Node::Schema(schema) = member.node else {
            return SchemaShape::Plain(Type::Untyped);
        };
        let pointer = Pointer::base(&member.pointer);
        match &schema.schema_kind {
            SchemaKind::Any(_) => self.shape_of_keywords(Keywords::of(schema, &pointer), &pointer),
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
