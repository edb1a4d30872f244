//! Parents and children: which schemas refer to which others in their `allOf`, and the discriminator values mapped to
//! them.

use std::collections::{HashMap, HashSet};

use openapiv3::{Discriminator, OpenAPI, ReferenceOr, Schema, SchemaKind};

use crate::lower::component::{Component, LONGEST_CHAIN};
use crate::pointer::unescape;

/// The parent and child relations of the schemas of `components`.
pub(in crate::lower) struct Families<'a> {
    /// The children of each schema, in document order.
    children: HashMap<&'a str, Vec<&'a str>>,
    /// The descendants of each schema with a discriminator, in document order.
    pub(super) descendants: HashMap<&'a str, Vec<&'a str>>,
    /// The descendants of all of them.
    all: HashSet<&'a str>,
}

impl<'a> Families<'a> {
    pub(in crate::lower) fn of(openapi: &'a OpenAPI) -> Self {
        let mut families = Self {
            children: HashMap::new(),
            descendants: HashMap::new(),
            all: HashSet::new(),
        };
        let Some(components) = &openapi.components else {
            return families;
        };
        let schemas = || {
            components
                .schemas
                .iter()
                .filter_map(|(name, schema)| Some((name.as_str(), schema.as_item()?)))
        };
        for (name, schema) in schemas() {
            let mut named = Vec::new();
            named_in_all_of(schema, &mut named);
            for parent in named
                .into_iter()
                .filter_map(|reference| component(openapi, reference))
            {
                let children = families.children.entry(parent).or_default();
                if children.last() != Some(&name) && parent != name {
                    children.push(name);
                }
            }
        }
        for (name, schema) in schemas() {
            let Some(discriminator) = discriminator(schema) else {
                continue;
            };
            let descendants = families.descendants_of(openapi, name, discriminator);
            if !descendants.is_empty() {
                families.all.extend(&descendants);
                families.descendants.insert(name, descendants);
            }
        }
        families
    }

    /// The descendants of a schema, in document order.
    fn descendants_of(
        &self,
        openapi: &'a OpenAPI,
        parent: &str,
        discriminator: &Discriminator,
    ) -> Vec<&'a str> {
        let mapped = values_by_schema(openapi, discriminator);
        let mut found: HashSet<&str> = HashSet::new();
        let mut waiting = vec![parent];
        while let Some(name) = waiting.pop() {
            let children = self.children.get(name).into_iter().flatten();
            waiting.extend(children.filter(|child| found.insert(**child)));
        }
        found.remove(parent);
        // A child that adds nothing and is not mapped is an alias of its parent.
        let is_child = |name: &str, schema: &Schema| {
            found.contains(name)
                && (!only_refers(schema)
                    || discriminator.mapping.is_empty()
                    || mapped.contains_key(name))
        };
        let schemas = openapi.components.iter().map(|known| &known.schemas);
        let of_components = schemas.flat_map(|schemas| {
            found
                .iter()
                .filter_map(|name| schemas.get_full(*name))
                .collect::<Vec<_>>()
        });
        let mut children: Vec<(usize, &str)> = of_components
            .filter(|(_, name, schema)| {
                schema
                    .as_item()
                    .is_some_and(|schema| is_child(name, schema))
            })
            .map(|(index, name, _)| (index, name.as_str()))
            .collect();
        children.sort_unstable();
        children.into_iter().map(|(_, name)| name).collect()
    }

    /// Whether a schema has an ancestor with a discriminator.
    pub(super) fn is_child(&self, name: &str) -> bool {
        self.all.contains(name)
    }
}

/// The discriminator of a schema without `oneOf` or `anyOf`.
pub(super) fn discriminator(schema: &Schema) -> Option<&Discriminator> {
    let listed = match &schema.schema_kind {
        SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => true,
        SchemaKind::Any(any) => !any.one_of.is_empty() || !any.any_of.is_empty(),
        SchemaKind::Type(_) | SchemaKind::AllOf { .. } | SchemaKind::Not { .. } => false,
    };
    schema
        .schema_data
        .discriminator
        .as_ref()
        .filter(|_| !listed)
}

pub(super) fn all_of(schema: &Schema) -> &[ReferenceOr<Schema>] {
    match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => all_of,
        SchemaKind::Any(any) => &any.all_of,
        _ => &[],
    }
}

/// Adds the schemas referred to in an `allOf`, including nested ones.
fn named_in_all_of<'a>(schema: &'a Schema, into: &mut Vec<&'a str>) {
    for member in all_of(schema) {
        match member {
            ReferenceOr::Reference { reference } => into.push(reference),
            ReferenceOr::Item(schema) => named_in_all_of(schema, into),
        }
    }
}

/// Whether a schema is only a reference to another.
fn only_refers(schema: &Schema) -> bool {
    matches!(&schema.schema_kind, SchemaKind::AllOf { all_of } if matches!(&**all_of, [ReferenceOr::Reference { .. }]))
}

/// The discriminator values mapped to each schema.
pub(super) fn values_by_schema<'a>(
    openapi: &'a OpenAPI,
    discriminator: &Discriminator,
) -> HashMap<&'a str, Vec<String>> {
    let mut mapped: HashMap<&str, Vec<String>> = HashMap::new();
    for (value, target) in &discriminator.mapping {
        if let Some(name) = component(openapi, target) {
            mapped.entry(name).or_default().push(value.clone());
        }
    }
    mapped
}

/// The name of the schema at the end of a chain of references.
pub(in crate::lower) fn component<'a>(openapi: &'a OpenAPI, reference: &str) -> Option<&'a str> {
    let schemas = &openapi.components.as_ref()?.schemas;
    let mut reference = reference;
    for _ in 0..LONGEST_CHAIN {
        let name = unescape(reference.strip_prefix(Schema::PREFIX)?);
        match schemas.get_key_value(name.as_ref())? {
            (name, ReferenceOr::Item(_)) => return Some(name),
            (_, ReferenceOr::Reference { reference: next }) => reference = next,
        }
    }
    None
}
