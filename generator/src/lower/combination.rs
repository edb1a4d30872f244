//! An `anyOf` whose alternatives can all apply to one value: objects of optional properties with different names.

use std::collections::HashSet;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::all_of::says_something;
use super::lowering::Lowering;
use super::node::Node;

impl<'a> Lowering<'a> {
    /// Whether a value may have the properties of several alternatives. It is then one object, not one of several.
    ///
    /// The alternatives do not exclude each other: each allows the properties of all others, and requires none.
    pub(super) fn is_combination(&self, any_of: &'a [ReferenceOr<Schema>]) -> bool {
        let mut names: HashSet<&str> = HashSet::new();
        any_of.len() > 1
            && self.work.step(any_of.len())
            && any_of.iter().all(|member| {
                let mut own = HashSet::new();
                let mut seen = HashSet::new();
                self.has_only_optional_properties(member.into(), &mut own, &mut seen)
                    && !own.is_empty()
                    && own.into_iter().all(|name| names.insert(name))
            })
    }

    /// Whether a schema is an open object that requires no property. Adds the names of its properties.
    fn has_only_optional_properties(
        &self,
        node: Node<'a>,
        names: &mut HashSet<&'a str>,
        seen: &mut HashSet<&'a str>,
    ) -> bool {
        let schema = match node {
            Node::Schema(schema) => schema,
            Node::Reference(reference) => {
                return seen.insert(reference)
                    && self.component_schema(reference).is_some_and(|(target, _)| {
                        self.has_only_optional_properties(target.into(), names, seen)
                    });
            }
        };
        let data = &schema.schema_data;
        if data.nullable || data.discriminator.is_some() {
            return false;
        }
        let mut all = |all_of: &'a [ReferenceOr<Schema>], names: &mut HashSet<&'a str>| {
            self.work.step(all_of.len())
                && all_of
                    .iter()
                    .all(|member| self.has_only_optional_properties(member.into(), names, seen))
        };
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => {
                names.extend(object.properties.keys().map(String::as_str));
                object.required.is_empty() && object.additional_properties.is_none()
            }
            SchemaKind::AllOf { all_of } => all(all_of, names),
            SchemaKind::Any(any) => {
                names.extend(any.properties.keys().map(String::as_str));
                is_open_object(any) && all(&any.all_of, names)
            }
            _ => false,
        }
    }
}

/// Whether a schema without a single type describes an object that requires no property, apart from its `allOf`.
fn is_open_object(any: &AnySchema) -> bool {
    let untyped = AnySchema {
        typ: None,
        ..any.clone()
    };
    let is_object = any.typ.as_deref().is_none_or(|ty| ty == "object");
    let is_choice = !any.one_of.is_empty() || !any.any_of.is_empty();
    let is_restricted = !any.required.is_empty() || any.additional_properties.is_some();
    is_object && !is_choice && !is_restricted && !says_something(&untyped)
}
