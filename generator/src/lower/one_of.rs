//! `oneOf` and `anyOf`: an enum with a variant for each alternative.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use openapiv3::{
    AnySchema, Discriminator, OpenAPI, ReferenceOr, Schema, SchemaKind, Type as SchemaType,
};
use serde_json::Value;

use super::all_of::{Alternatives, Gathered};
use super::component::Component;
use super::inheritance::hierarchy::component;
use super::json_type::json_type;
use super::lowering::Lowering;
use super::node::{Member, Node};
use super::nullable::is_null;
use super::string_enum::{Listed, OTHER, OTHER_QUALIFIER};
use super::{docs, scalar, string_enum};
use crate::load::DEFAULT_MAPPING;
use crate::model::Docs;
use crate::model::name::pascal;
use crate::model::scope::Scope;
use crate::model::types::{OneOf, OneOfVariant};
use crate::pointer::{Pointer, steps, unescape};

impl<'a> Lowering<'a> {
    /// Lowers the variants. `base` applies to all of them, and becomes part of each.
    pub(super) fn one_of(
        &mut self,
        base: &Gathered<'a>,
        alternatives: &Alternatives<'a>,
        name: &str,
    ) -> OneOf {
        let mut names = Scope::default();
        let other = names.claim(OTHER, OTHER_QUALIFIER);
        let first = alternatives.members.first();
        let place = || Pointer::base(first.map_or("", |member| &member.pointer)).place();
        if !self.allow_members(alternatives.members.len(), place) {
            return OneOf {
                variants: Vec::new(),
                discriminator: None,
                other,
            };
        }
        let mapping = Mapping::of(self.openapi, alternatives);
        let default = alternatives.discriminator.and_then(default_mapping);
        let mut variants = Vec::with_capacity(alternatives.members.len());
        for member in &alternatives.members {
            let Member { node, pointer } = member;
            if is_null(*node) {
                continue;
            }
            let pointer = Pointer::base(pointer);
            let name_of_variant = names.claim(&variant_name(*node), OTHER_QUALIFIER);
            let hint = format!("{name}{name_of_variant}");
            let ty = if base.is_struct() {
                if self.is_refused() {
                    break;
                }
                let own = self.gathered(*node, &pointer);
                match *node {
                    // A child of the schema that lists it has these keywords already.
                    Node::Reference(reference) if own.has_all_of(base) => {
                        self.reference(reference, &pointer)
                    }
                    _ => {
                        let mut all = base.clone();
                        all.alternatives.clear();
                        let seen = &mut HashSet::new();
                        self.gather(*node, &pointer, &mut all, seen);
                        self.object_named(&all, &hint, member)
                    }
                }
            } else {
                match *node {
                    Node::Reference(reference) => self.reference(reference, &pointer),
                    Node::Schema(schema) => self.inline_schema(schema, &hint, &pointer),
                }
            };
            variants.push(OneOfVariant {
                name: name_of_variant,
                docs: match schema_of(*node) {
                    Some(schema) => docs::of_schema(&schema.schema_data),
                    None => Docs::default(),
                },
                ty,
                boxed: false,
                schema: match *node {
                    Node::Reference(reference) => reference
                        .strip_prefix(Schema::PREFIX)
                        .map(|name| unescape(name).into_owned()),
                    Node::Schema(_) => None,
                },
                tags: mapping.values_of(self.openapi, *node),
                is_default: match (*node, default) {
                    (Node::Reference(reference), Some(default)) => {
                        component(self.openapi, reference) == component(self.openapi, default)
                    }
                    _ => false,
                },
            });
        }
        let discriminator = alternatives
            .discriminator
            .map(|discriminator| discriminator.property_name.clone());
        if let (Some(default), Some(first)) = (default, first)
            && variants.iter().all(|variant| !variant.is_default)
        {
            // Without the keyword and the index of the alternative.
            let schema = first.pointer.rsplitn(3, '/').last().unwrap_or_default();
            self.report_default_mapping(default, &Pointer::base(schema));
        }
        OneOf {
            variants,
            discriminator,
            other,
        }
    }

    /// Reports the default mapping of a discriminator to a schema that is not one of the alternatives.
    pub(super) fn report_default_mapping(&mut self, default: &str, schema: &Pointer<'_>) {
        let discriminator = schema.key("discriminator");
        self.unsupported(
            discriminator.key("defaultMapping").place(),
            format!(
                "`defaultMapping` must refer to one of the alternatives, found `{}`",
                default.strip_prefix(Schema::PREFIX).unwrap_or(default)
            ),
            "values without a known discriminator decode by their properties",
        );
    }

    /// The combined values of all members, if each is an `enum` of strings or any string.
    pub(super) fn string_alternatives(
        &self,
        alternatives: &Alternatives<'a>,
    ) -> Option<Vec<Listed<String>>> {
        self.values_of_all(alternatives, |schema| match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) => {
                let listed = string.enumeration.iter().flatten().cloned();
                Some(string_enum::listed(listed, &schema.schema_data))
            }
            SchemaKind::Any(any) => {
                let listed =
                    untyped_values(any, "string", |value| value.as_str().map(str::to_owned))?;
                Some(string_enum::listed(listed, &schema.schema_data))
            }
            _ => None,
        })
    }

    /// The same for integers, if every member is an `enum`.
    pub(super) fn integer_alternatives(
        &self,
        alternatives: &Alternatives<'a>,
    ) -> Option<Vec<Listed<i64>>> {
        self.values_of_all(alternatives, |schema| match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Integer(integer)) if !integer.enumeration.is_empty() => {
                let listed = integer.enumeration.iter().flatten().copied();
                Some(string_enum::listed(listed, &schema.schema_data))
            }
            SchemaKind::Any(any) => {
                let listed = untyped_values(any, "integer", Value::as_i64)?;
                Some(string_enum::listed(listed, &schema.schema_data))
            }
            _ => None,
        })
    }

    /// The values of the members' enums, without `null`; `None` if a member is not an `enum`, or if there are no
    /// values.
    fn values_of_all<T>(
        &self,
        alternatives: &Alternatives<'a>,
        values_of: impl Fn(&'a Schema) -> Option<Vec<Listed<T>>>,
    ) -> Option<Vec<Listed<T>>> {
        let mut values = Vec::new();
        let schemas = alternatives
            .members
            .iter()
            .filter_map(|member| self.followed(member.node));
        for schema in schemas.filter(|schema| !is_null(Node::Schema(schema))) {
            values.extend(values_of(schema)?);
        }
        (!values.is_empty()).then_some(values)
    }
}

/// The reference to the schema of values without a known discriminator (OpenAPI 3.2).
pub(super) fn default_mapping(discriminator: &Discriminator) -> Option<&str> {
    discriminator.extensions.get(DEFAULT_MAPPING)?.as_str()
}

/// The values of an `enum`, without `null`, if the schema has no other keywords except the type.
fn untyped_values<T>(
    any: &AnySchema,
    ty: &str,
    of: impl Fn(&Value) -> Option<T>,
) -> Option<Vec<T>> {
    let only_listed = AnySchema {
        typ: any.typ.clone(),
        enumeration: any.enumeration.clone(),
        ..AnySchema::default()
    };
    if *any != only_listed
        || any.enumeration.is_empty()
        || any.typ.as_deref().is_some_and(|said| said != ty)
    {
        return None;
    }
    any.enumeration
        .iter()
        .filter(|value| !value.is_null())
        .map(of)
        .collect()
}

/// The name of a variant: from its referenced type, its title, or its JSON kind.
fn variant_name(node: Node<'_>) -> String {
    let schema = match node {
        Node::Reference(reference) => {
            let last = steps(reference.trim_start_matches('#')).last();
            return pascal(&last.unwrap_or_default());
        }
        Node::Schema(schema) => schema,
    };
    if let Some(title) = schema
        .schema_data
        .title
        .as_deref()
        .filter(|title| title.len() <= 40)
    {
        return pascal(title);
    }
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Array(array)) => match &array.items {
            Some(ReferenceOr::Reference { reference }) => {
                format!("{}List", variant_name(Node::Reference(reference)))
            }
            Some(ReferenceOr::Item(items)) => format!("{}List", variant_name(Node::Schema(items))),
            None => "List".to_owned(),
        },
        SchemaKind::AllOf { all_of } if all_of.len() == 1 => variant_name((&all_of[0]).into()),
        SchemaKind::Type(SchemaType::String(string)) => match scalar::format(string) {
            "" => "String".to_owned(),
            format => pascal(format),
        },
        SchemaKind::Type(SchemaType::Object(object)) => {
            constant(&object.properties, &object.required)
                .map_or_else(|| "Object".to_owned(), pascal)
        }
        SchemaKind::Any(any) if !any.properties.is_empty() => {
            constant(&any.properties, &any.required).map_or_else(|| "Object".to_owned(), pascal)
        }
        _ => match json_type(node) {
            Some("a string") => "String".to_owned(),
            Some("an integer") => "Integer".to_owned(),
            Some("a number") => "Number".to_owned(),
            Some("a boolean") => "Boolean".to_owned(),
            Some("an array") => "List".to_owned(),
            Some("an object") => "Object".to_owned(),
            _ => "Variant".to_owned(),
        },
    }
}

/// The single value of a required property, which identifies the object.
fn constant<'s>(
    properties: &'s IndexMap<String, ReferenceOr<Box<Schema>>>,
    required: &[String],
) -> Option<&'s str> {
    let required: HashSet<&String> = required.iter().collect();
    let required = properties
        .iter()
        .filter(|(name, _)| required.contains(name));
    required
        .filter_map(|(_, schema)| schema.as_item())
        .find_map(|schema| match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) => match string.enumeration.as_slice() {
                [Some(only)] => Some(only.as_str()),
                _ => None,
            },
            _ => None,
        })
}

fn schema_of(node: Node<'_>) -> Option<&Schema> {
    match node {
        Node::Schema(schema) => Some(schema),
        Node::Reference(_) => None,
    }
}

/// The values that a discriminator maps to each schema, by its reference or its bare name.
#[derive(Default)]
struct Mapping<'s> {
    by_reference: HashMap<&'s str, Vec<&'s String>>,
    /// With those of other references to the same schema.
    by_schema: HashMap<&'s str, Vec<&'s String>>,
}

impl<'s> Mapping<'s> {
    fn of(openapi: &'s OpenAPI, alternatives: &Alternatives<'s>) -> Self {
        let mut mapping = Self::default();
        let entries = alternatives.discriminator.iter();
        for (value, target) in entries.flat_map(|discriminator| &discriminator.mapping) {
            let of_reference = mapping.by_reference.entry(target).or_default();
            of_reference.push(value);
            if let Some(schema) = component(openapi, target) {
                mapping.by_schema.entry(schema).or_default().push(value);
            }
        }
        mapping
    }

    fn values_of(&self, openapi: &'s OpenAPI, node: Node<'_>) -> Vec<String> {
        let Node::Reference(reference) = node else {
            return Vec::new();
        };
        let values = match component(openapi, reference) {
            Some(schema) => self.by_schema.get(schema),
            None => self.by_reference.get(reference),
        };
        values.into_iter().flatten().copied().cloned().collect()
    }
}
