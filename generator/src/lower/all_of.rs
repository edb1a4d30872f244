//! Gathers what schemas say together that all hold: the members of an `allOf`, and the keywords beside it.

use std::borrow::Borrow;
use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, Discriminator, ObjectType, ReferenceOr, Schema, SchemaKind,
    Type as SchemaType,
};

use super::json_type::json_type;
use super::lowering::Lowering;
use super::node::{Member, Node};
use crate::pointer::Pointer;

/// A property and where it is.
#[derive(Clone)]
pub(super) struct Property<'a> {
    pub(super) schema: &'a ReferenceOr<Box<Schema>>,
    pub(super) pointer: String,
}

/// The members of a `oneOf` or `anyOf`.
#[derive(Clone)]
pub(super) struct Alternatives<'a> {
    pub(super) members: Vec<Member<'a>>,
    pub(super) discriminator: Option<&'a Discriminator>,
}

/// All that schemas say that hold together.
#[derive(Clone, Default)]
pub(super) struct Gathered<'a> {
    /// Of all of them, in the order in which they come.
    pub(super) properties: IndexMap<&'a str, Property<'a>>,
    /// Each required name, and where it is required.
    pub(super) required: Vec<(&'a str, String)>,
    /// What is said of other properties, and where; `false` of one among several closes nothing, as no value could
    /// have the properties of two closed objects.
    pub(super) additional: Option<(&'a AdditionalProperties, String)>,
    /// How many of them speak of objects.
    pub(super) objects: usize,
    /// Each `oneOf` and `anyOf`.
    pub(super) alternatives: Vec<Alternatives<'a>>,
    /// Those that speak of something else than objects.
    pub(super) others: Vec<Member<'a>>,
}

impl Gathered<'_> {
    /// Whether they name properties, or close the object; any other object is a map.
    pub(super) fn is_struct(&self) -> bool {
        !self.properties.is_empty()
            || matches!(self.additional, Some((AdditionalProperties::Any(false), _)))
    }
}

impl<'a> Lowering<'a> {
    /// Everything that a schema says, its references followed.
    pub(super) fn gathered(&mut self, node: Node<'a>, pointer: &Pointer<'_>) -> Gathered<'a> {
        let mut gathered = Gathered::default();
        self.gather(node, pointer, &mut gathered, &mut HashSet::new());
        gathered
    }

    /// Adds what a schema says; `seen` are the references that were followed.
    pub(super) fn gather(
        &mut self,
        node: Node<'a>,
        pointer: &Pointer<'_>,
        into: &mut Gathered<'a>,
        seen: &mut HashSet<&'a str>,
    ) {
        let schema = match node {
            Node::Schema(schema) => schema,
            Node::Reference(reference) => {
                // A schema says nothing more the second time, be it part of itself or of two others.
                if let Some((target, place)) = self.component_schema(reference)
                    && seen.insert(reference)
                {
                    self.gather(target.into(), &Pointer::base(&place), into, seen);
                }
                return;
            }
        };
        let discriminator = schema.schema_data.discriminator.as_ref();
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => {
                self.gather_object(object, pointer, into);
            }
            SchemaKind::Type(_) | SchemaKind::Not { .. } => {
                into.others.push(Member {
                    node,
                    pointer: pointer.to_string(),
                });
            }
            SchemaKind::AllOf { all_of } => self.gather_all(all_of, pointer, into, seen),
            SchemaKind::OneOf { one_of } => {
                alternatives(one_of, discriminator, &pointer.key("oneOf"), into);
            }
            SchemaKind::AnyOf { any_of } => {
                alternatives(any_of, discriminator, &pointer.key("anyOf"), into);
            }
            SchemaKind::Any(any) => {
                if speaks_of_objects(any) {
                    let additional = any.additional_properties.as_ref();
                    self.gather_parts(&any.properties, &any.required, additional, pointer, into);
                } else if says_something(any) {
                    into.others.push(Member {
                        node,
                        pointer: pointer.to_string(),
                    });
                } else if !any.required.is_empty() {
                    require(&any.required, pointer, into);
                }
                self.gather_all(&any.all_of, pointer, into, seen);
                alternatives(&any.one_of, discriminator, &pointer.key("oneOf"), into);
                alternatives(&any.any_of, discriminator, &pointer.key("anyOf"), into);
            }
        }
    }

    fn gather_all(
        &mut self,
        all_of: &'a [ReferenceOr<Schema>],
        pointer: &Pointer<'_>,
        into: &mut Gathered<'a>,
        seen: &mut HashSet<&'a str>,
    ) {
        let list = pointer.key("allOf");
        for (index, member) in all_of.iter().enumerate() {
            self.gather(member.into(), &list.index(index), into, seen);
        }
    }

    fn gather_object(
        &mut self,
        object: &'a ObjectType,
        pointer: &Pointer<'_>,
        into: &mut Gathered<'a>,
    ) {
        let additional = object.additional_properties.as_ref();
        self.gather_parts(
            &object.properties,
            &object.required,
            additional,
            pointer,
            into,
        );
    }

    fn gather_parts(
        &mut self,
        properties: &'a IndexMap<String, ReferenceOr<Box<Schema>>>,
        required: &'a [String],
        additional: Option<&'a AdditionalProperties>,
        pointer: &Pointer<'_>,
        into: &mut Gathered<'a>,
    ) {
        into.objects += 1;
        self.gather_properties(properties, pointer, into);
        require(required, pointer, into);
        if let Some(additional) = additional {
            let weaker =
                matches!(additional, AdditionalProperties::Any(_)) && into.additional.is_some();
            if !weaker {
                into.additional =
                    Some((additional, pointer.key("additionalProperties").to_string()));
            }
        }
        if into.objects > 1
            && matches!(into.additional, Some((AdditionalProperties::Any(false), _)))
        {
            into.additional = None;
        }
    }

    fn gather_properties(
        &mut self,
        properties: &'a IndexMap<String, ReferenceOr<Box<Schema>>>,
        pointer: &Pointer<'_>,
        into: &mut Gathered<'a>,
    ) {
        let section = pointer.key("properties");
        for (name, schema) in properties {
            let pointer = section.key(name);
            let property = Property {
                schema,
                pointer: pointer.to_string(),
            };
            match into.properties.get_mut(name.as_str()) {
                None => {
                    into.properties.insert(name, property);
                }
                // What says no more than what is there already, as a description alone does, leaves it.
                Some(known) if says_nothing(schema) || known.schema == schema => {}
                Some(known) => {
                    let types = (json_type(known.schema.into()), json_type(schema.into()));
                    *known = property;
                    if let (Some(before), Some(after)) = types
                        && before != after
                    {
                        self.unsupported(
                            pointer.key_place(),
                            format!(
                                "another schema that holds as well says that `{name}` is {before}, not {after}"
                            ),
                            "the one that comes last decides",
                        );
                    }
                }
            }
        }
    }
}

fn require<'a>(names: &'a [String], pointer: &Pointer<'_>, into: &mut Gathered<'a>) {
    let list = pointer.key("required");
    into.required.extend(
        names
            .iter()
            .enumerate()
            .map(|(index, name)| (name.as_str(), list.index(index).to_string())),
    );
}

fn alternatives<'a>(
    members: &'a [ReferenceOr<Schema>],
    discriminator: Option<&'a Discriminator>,
    pointer: &Pointer<'_>,
    into: &mut Gathered<'a>,
) {
    // Those that only say which properties go together leave the type as it is.
    if members
        .iter()
        .all(|member| says_nothing(member) || only_requires(member.into()))
    {
        let objects = members
            .iter()
            .any(|member| json_type(member.into()) == Some("an object"));
        into.objects += usize::from(objects && into.objects == 0);
        return;
    }
    let members = members.iter().enumerate().map(|(index, member)| Member {
        node: member.into(),
        pointer: pointer.index(index).to_string(),
    });
    into.alternatives.push(Alternatives {
        members: members.collect(),
        discriminator,
    });
}

/// Whether keywords speak of an object, with a `type` or without one.
fn speaks_of_objects(any: &AnySchema) -> bool {
    any.typ.as_deref() == Some("object")
        || any.typ.is_none() && (!any.properties.is_empty() || any.additional_properties.is_some())
}

/// Whether there are keywords of anything else but objects and compositions.
pub(super) fn says_something(any: &AnySchema) -> bool {
    let scalar = any.typ.is_some() || any.format.is_some() || !any.enumeration.is_empty();
    let text = any.pattern.is_some() || any.min_length.is_some() || any.max_length.is_some();
    let number = any.multiple_of.is_some() || any.minimum.is_some() || any.maximum.is_some();
    let list = any.items.is_some() || any.min_items.is_some() || any.max_items.is_some();
    scalar || text || number || list || any.unique_items.is_some() || any.not.is_some()
}

/// Whether a schema is without any keyword that limits its values.
pub(super) fn says_nothing<S: Borrow<Schema>>(schema: &ReferenceOr<S>) -> bool {
    match schema {
        ReferenceOr::Reference { .. } => false,
        ReferenceOr::Item(schema) => {
            matches!(&schema.borrow().schema_kind, SchemaKind::Any(any) if *any == AnySchema::default())
        }
    }
}

/// Whether a schema says which properties have to be there, and nothing more.
fn only_requires(node: Node<'_>) -> bool {
    let Node::Schema(schema) = node else {
        return false;
    };
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(object)) => {
            object.properties.is_empty() && object.additional_properties.is_none()
        }
        SchemaKind::Any(any) => {
            !any.required.is_empty()
                && any.properties.is_empty()
                && any.one_of.is_empty()
                && any.any_of.is_empty()
                && any.all_of.is_empty()
                && !says_something(any)
        }
        SchemaKind::Not { .. } => true,
        _ => false,
    }
}
