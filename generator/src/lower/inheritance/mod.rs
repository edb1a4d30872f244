//! Inheritance: a schema with a `discriminator` that others refer to in their `allOf` becomes an enum.
//!
//! The variants are its descendants (OpenAPI 3.0.4, "Discriminator Object"), and the schema itself if the discriminator
//! has a value for it. The enum takes the schema's name, and its struct is renamed. The struct of a child has the
//! properties of its ancestors, as for any `allOf`.

pub(super) mod hierarchy;
pub(super) mod tag;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use openapiv3::{Discriminator, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use self::hierarchy::{all_of, component, discriminator, values_by_schema};
use self::tag::Tag;
use super::discriminator::values::{Candidate, Listed, Lists, values};
use super::lowering::Lowering;
use super::node::{Member, Node};
use super::one_of::default_mapping;
use super::schema_shape::{NamedShape, SchemaShape};
use super::string_enum::{OTHER, OTHER_QUALIFIER};
use crate::model::Docs;
use crate::model::name::pascal;
use crate::model::scope::Scope;
use crate::model::types::{OneOf, OneOfVariant, Type, TypeId, TypeKind, Types};
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// The shape of a schema of `components`. A schema that refers to a parent is its child, even if it adds nothing.
    pub(super) fn component_shape(
        &mut self,
        name: &str,
        schema: &'a Schema,
        pointer: &Pointer<'_>,
    ) -> SchemaShape<'a> {
        let related = self.families.is_child(name) || self.families.descendants.contains_key(name);
        match self.shape(schema, pointer) {
            SchemaShape::SameAs(..) if related => self.composed_shape(schema, pointer),
            SchemaShape::SameAs(reference, place) if self.lists(reference, name) => {
                match self.composed_shape(schema, pointer) {
                    shape @ SchemaShape::Named(NamedShape::Object(_)) => shape,
                    _ => SchemaShape::SameAs(reference, place),
                }
            }
            shape => shape,
        }
    }

    /// Whether a schema is among the alternatives of another one, or of those that it refers to in its `allOf`.
    fn lists(&mut self, parent: &'a str, name: &str) -> bool {
        if self.is_refused() {
            return false;
        }
        let gathered = self.gathered(Node::Reference(parent), &Pointer::ROOT);
        let is_listed = |member: &Member<'a>| match member.node {
            Node::Reference(reference) => component(self.openapi, reference) == Some(name),
            Node::Schema(_) => false,
        };
        let mut alternatives = gathered.alternatives.iter();
        alternatives.any(|alternatives| alternatives.members.iter().any(is_listed))
    }

    /// The enum of a parent; `None` for a schema that is not a parent.
    pub(super) fn enum_of_parent(
        &mut self,
        id: TypeId,
        name: &'a str,
        shape: &SchemaShape<'a>,
        schema: &'a Schema,
        pointer: &Pointer<'_>,
    ) -> Option<OneOf> {
        self.mapped_to_no_child(Some(name), schema, pointer);
        let discriminator = discriminator(schema)?;
        let children = self.families.descendants.get(name)?.clone();
        if !matches!(
            shape,
            SchemaShape::Named(NamedShape::Object(_)) | SchemaShape::Map(_)
        ) {
            // Its reference already makes it an enum.
            self.families.descendants.remove(name);
            if let Some(own) = self.own_structs.get(name) {
                self.types[*own].kind = TypeKind::Alias(Type::Named(id));
            }
            return None;
        }
        let property = &discriminator.property_name;
        let listed = Listed::of(self.values_of_parent(property, shape));
        let mapped = values_by_schema(self.openapi, discriminator);
        let mut wanted = self.tags_of_children(discriminator, &mapped, &children, &listed);
        if let Some(tags) = tags_of_itself(discriminator, &mapped, name, &listed) {
            wanted.push((name, tags));
        }
        let mut names = Scope::default();
        let other = names.claim(OTHER, OTHER_QUALIFIER);
        let default = default_mapping(discriminator);
        let target = default.and_then(|default| component(self.openapi, default));
        let variants = self.variants(wanted, property, target, &mut names, pointer);
        if let Some(default) = default
            && variants.iter().all(|variant| !variant.is_default)
        {
            self.report_default_mapping(default, pointer);
        }
        if self.families.is_child(name) {
            self.struct_of(name);
        }
        Some(OneOf {
            variants,
            discriminator: Some(property.clone()),
            other,
        })
    }

    /// A variant for each schema with a unique value of the property.
    fn variants(
        &mut self,
        wanted: Vec<(&'a str, Vec<String>)>,
        property: &str,
        default: Option<&str>,
        names: &mut Scope,
        pointer: &Pointer<'_>,
    ) -> Vec<OneOfVariant> {
        let mut taken: HashSet<String> = HashSet::new();
        let mut variants = Vec::with_capacity(wanted.len());
        for (name, tags) in wanted {
            let tags: Vec<String> = tags
                .into_iter()
                .filter(|tag| taken.insert(tag.clone()))
                .collect();
            let Some(first) = tags.first() else {
                self.unsupported(
                    pointer.key("discriminator").key_place(),
                    format!("`{name}` has no unique value of the discriminator `{property}`"),
                    "no value decodes as that schema",
                );
                continue;
            };
            let ty = self.struct_of(name);
            self.tags.push(Tag {
                ty,
                property: property.to_owned(),
                value: first.clone(),
            });
            variants.push(OneOfVariant {
                name: names.claim(&pascal(name), OTHER_QUALIFIER),
                docs: Docs::default(),
                ty: Type::Named(ty),
                boxed: false,
                schema: Some(name.to_owned()),
                tags,
                is_default: default.is_some_and(|default| default == name),
            });
        }
        variants
    }

    /// The struct of a schema. That of a parent has a derived name, since the enum has the schema's.
    fn struct_of(&mut self, name: &'a str) -> TypeId {
        if let Some(&own) = self.own_structs.get(name) {
            return own;
        }
        let schemas = self
            .openapi
            .components
            .as_ref()
            .map(|components| &components.schemas);
        let index = schemas.and_then(|schemas| schemas.get_index_of(name));
        // The types of `components` come first, in the order of the section.
        let id = index.and_then(|index| self.types.ids().nth(index));
        match id {
            Some(id) if !self.families.descendants.contains_key(name) => id,
            _ => {
                let wanted = id.map_or(name, |id| &self.types[id].name);
                let pointer = Pointer::base("/components/schemas").key(name).to_string();
                let own = self.reserve_type(&format!("{wanted}Base"), pointer);
                self.own_structs.insert(name, own);
                own
            }
        }
    }

    /// The discriminator values of each child. A child without its own `enum` has that of the parent.
    fn tags_of_children(
        &self,
        discriminator: &Discriminator,
        mapped: &HashMap<&str, Vec<String>>,
        children: &[&'a str],
        listed: &Listed,
    ) -> Vec<(&'a str, Vec<String>)> {
        // A value that is mapped to another schema belongs to no child.
        let allowed = |values: &[String]| -> Vec<String> {
            let values = values.iter();
            values
                .filter(|value| !discriminator.mapping.contains_key(*value))
                .cloned()
                .collect()
        };
        let mut lists = Lists::default();
        let of_parent = lists.of(allowed(listed.values()));
        let mut by_reference: HashMap<&str, Option<Rc<Listed>>> = HashMap::new();
        let mut candidates = Vec::with_capacity(children.len());
        for &child in children {
            let node = self.property_of_child(child, &discriminator.property_name);
            let mut own = || {
                let pointer = String::new();
                let values = self.listed_strings(&[Member {
                    node: node?,
                    pointer,
                }]);
                (!values.is_empty()).then(|| lists.of(allowed(&values)))
            };
            let own = match node {
                Some(Node::Reference(reference)) => {
                    by_reference.entry(reference).or_insert_with(own).clone()
                }
                _ => own(),
            };
            candidates.push(Candidate {
                name: Some(child.to_owned()),
                mapped: mapped.get(child).cloned().unwrap_or_default(),
                is_own: own.is_some(),
                listed: own.unwrap_or_else(|| Rc::clone(&of_parent)),
            });
        }
        let mut taken: HashSet<String> = HashSet::new();
        let mut all = values(&candidates);
        taken.extend(all.iter().flatten().cloned());
        taken.extend(discriminator.mapping.keys().cloned());
        for (child, tags) in children.iter().zip(&mut all) {
            let is_mapped = mapped.contains_key(child);
            tags.retain(|tag| is_mapped || !discriminator.mapping.contains_key(tag));
            // The name, even if no `enum` lists it.
            if tags.is_empty() && taken.insert((*child).to_owned()) {
                tags.push((*child).to_owned());
            }
        }
        children.iter().copied().zip(all).collect()
    }

    /// The `enum` of a property in a parent.
    fn values_of_parent(&self, property: &str, shape: &SchemaShape<'a>) -> Vec<String> {
        let SchemaShape::Named(NamedShape::Object(gathered)) = shape else {
            return Vec::new();
        };
        let Some(property) = gathered.properties.get(property) else {
            return Vec::new();
        };
        self.listed_strings(&property.members)
    }

    /// A property of a schema itself, without those of its ancestors.
    fn property_of_child(&self, name: &str, property: &str) -> Option<Node<'a>> {
        let schemas = &self.openapi.components.as_ref()?.schemas;
        let schema = schemas.get(name)?.as_item()?;
        own_property(schema, property).map(Node::from)
    }

    /// Reports mappings to schemas that are not children. An inline schema has no children.
    pub(super) fn mapped_to_no_child(
        &mut self,
        name: Option<&str>,
        schema: &Schema,
        pointer: &Pointer<'_>,
    ) {
        let Some(discriminator) = discriminator(schema) else {
            return;
        };
        let children: Option<HashSet<&str>> = name
            .and_then(|name| self.families.descendants.get(name))
            .map(|children| children.iter().copied().collect());
        let fallback = match children {
            Some(_) => "values with this mapping are kept as JSON",
            None => {
                "values decode as this schema, and other properties are kept in the additional properties"
            }
        };
        let mut others: Vec<(&str, &str)> = Vec::new();
        for (value, target) in &discriminator.mapping {
            let Some(target) = component(self.openapi, target) else {
                continue;
            };
            if Some(target) != name
                && !children
                    .as_ref()
                    .is_some_and(|children| children.contains(target))
            {
                others.push((value, target));
            }
        }
        let pointer = pointer.key("discriminator");
        let pointer = pointer.key("mapping");
        for (value, target) in others {
            self.unsupported(
                pointer.key(value).place(),
                format!(
                    "`{target}` does not refer to this schema in its `allOf`, so it is not a variant"
                ),
                fallback,
            );
        }
    }
}

/// The discriminator values of the parent itself: the mapped values, or its name if the property's `enum` includes it or
/// there is no `enum`.
fn tags_of_itself(
    discriminator: &Discriminator,
    mapped: &HashMap<&str, Vec<String>>,
    name: &str,
    listed: &Listed,
) -> Option<Vec<String>> {
    if let Some(mapped) = mapped.get(name) {
        return Some(mapped.clone());
    }
    let tag = listed.spelled(name);
    let is_one = if listed.is_empty() {
        discriminator.mapping.is_empty()
    } else {
        listed.contains(&tag) && !discriminator.mapping.contains_key(&tag)
    };
    is_one.then(|| vec![tag])
}

/// Sets the discriminator value of each struct.
pub(super) fn set_tags(types: &mut Types, tags: Vec<Tag>) {
    for Tag {
        ty,
        property,
        value,
    } in tags
    {
        let TypeKind::Object(object) = &types[ty].kind else {
            continue;
        };
        let Some(index) = object
            .fields
            .iter()
            .position(|field| field.wire_name == property)
        else {
            continue;
        };
        let is_text = match types.without_aliases(&object.fields[index].ty) {
            Type::String => true,
            Type::Named(id) => matches!(types[*id].kind, TypeKind::StringEnum(_)),
            _ => false,
        };
        if let TypeKind::Object(object) = &mut types[ty].kind
            && is_text
        {
            // The first of two parents applies.
            object.fields[index].tag.get_or_insert(value);
        }
    }
}

/// A property defined by a schema itself, or by an inline member of its `allOf`.
fn own_property<'a>(schema: &'a Schema, name: &str) -> Option<&'a ReferenceOr<Box<Schema>>> {
    let own = match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(object)) => object.properties.get(name),
        SchemaKind::Any(any) => any.properties.get(name),
        _ => None,
    };
    let of_member = || {
        all_of(schema)
            .iter()
            .find_map(|member| own_property(member.as_item()?, name))
    };
    own.or_else(of_member)
}
