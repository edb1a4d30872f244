//! Gathers the keywords of schemas that all apply: the members of an `allOf`, and its siblings.

use std::borrow::Borrow;
use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, Discriminator, ObjectType, ReferenceOr, Schema, SchemaKind,
    Type as SchemaType,
};

use super::custom_type;
use super::json_type::json_type;
use super::lowering::Lowering;
use super::node::{Member, Node, is_same};
use crate::pointer::Pointer;

/// The schemas of a property, which all apply: one from each schema that defines it, in document order.
#[derive(Clone)]
pub(super) struct Property<'a> {
    pub(super) members: Vec<Member<'a>>,
}

impl Property<'_> {
    /// The pointer of the last definition.
    pub(super) fn pointer(&self) -> &str {
        self.members.last().map_or("", |member| &member.pointer)
    }
}

/// Every `additionalProperties` of schemas that all apply.
#[derive(Clone, Default)]
pub(super) struct AdditionalKeywords<'a> {
    /// Whether additional properties are allowed explicitly.
    pub(super) declared: bool,
    /// The schemas of additional properties, which all apply.
    pub(super) members: Vec<Member<'a>>,
    /// The properties of each schema that forbids others.
    closed: Vec<&'a IndexMap<String, ReferenceOr<Box<Schema>>>>,
}

/// The members of a `oneOf` or `anyOf`.
#[derive(Clone)]
pub(super) struct Alternatives<'a> {
    pub(super) members: Vec<Member<'a>>,
    pub(super) discriminator: Option<&'a Discriminator>,
}

impl Alternatives<'_> {
    fn contains(&self, other: &Self) -> bool {
        other
            .members
            .iter()
            .all(|member| self.members.iter().any(|known| is_same(known, member)))
    }
}

/// The combined keywords of schemas that all apply.
#[derive(Clone, Default)]
pub(super) struct Gathered<'a> {
    /// The properties of all schemas, in document order.
    pub(super) properties: IndexMap<&'a str, Property<'a>>,
    /// The required names, each with its pointer.
    pub(super) required: Vec<(&'a str, String)>,
    /// `additionalProperties`.
    pub(super) additional: AdditionalKeywords<'a>,
    /// The number of schemas that describe objects.
    pub(super) objects: usize,
    /// Each `oneOf` and `anyOf`.
    pub(super) alternatives: Vec<Alternatives<'a>>,
    /// The schemas that do not describe objects.
    pub(super) others: Vec<Member<'a>>,
}

impl Gathered<'_> {
    /// Whether the schemas define properties or close the object. Any other object is a map.
    pub(super) fn is_struct(&self) -> bool {
        !self.properties.is_empty() || self.is_closed()
    }

    /// Removes the alternatives of a parent that lists its children, if one of the schemas is such a child: it is one of
    /// the alternatives.
    fn leave_out_implied_alternatives(&mut self, is_gathered: impl Fn(&str) -> bool) {
        self.alternatives.retain(|alternatives| {
            !alternatives.members.iter().any(|member| {
                let Node::Reference(reference) = member.node else {
                    return false;
                };
                let of_itself = member
                    .pointer
                    .strip_prefix(reference.trim_start_matches('#'))
                    .is_some_and(|rest| rest.starts_with('/'));
                is_gathered(reference) && !of_itself
            })
        });
    }

    /// Whether the schemas have all keywords of an object that applies to each of several alternatives.
    pub(super) fn has_all_of(&self, base: &Self) -> bool {
        let has = |members: &[Member<'_>], all: &[Member<'_>]| {
            all.iter()
                .all(|member| members.iter().any(|known| is_same(known, member)))
        };
        let required: HashSet<&str> = self.required.iter().map(|(name, _)| *name).collect();
        base.properties.iter().all(|(name, property)| {
            let own = self.properties.get(name);
            own.is_some_and(|own| has(&own.members, &property.members))
        }) && base
            .required
            .iter()
            .all(|(name, _)| required.contains(name))
            && has(&self.additional.members, &base.additional.members)
    }

    /// Whether other schemas describe the same objects, without alternatives.
    pub(super) fn is_same_object(&self, other: &Self) -> bool {
        let same = |one: &[Member<'_>], other: &[Member<'_>]| {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|member| other.iter().any(|known| is_same(known, member)))
        };
        let required = |gathered: &Self| {
            gathered
                .required
                .iter()
                .map(|(name, _)| (*name).to_owned())
                .collect::<HashSet<_>>()
        };
        self.properties.len() == other.properties.len()
            && self.properties.iter().all(|(name, property)| {
                other
                    .properties
                    .get(name)
                    .is_some_and(|known| same(&property.members, &known.members))
            })
            && required(self) == required(other)
            && same(&self.additional.members, &other.additional.members)
            && self.is_closed() == other.is_closed()
            && [self, other]
                .iter()
                .all(|one| one.alternatives.is_empty() && one.others.is_empty())
    }

    /// Whether the schemas forbid properties that they do not define.
    ///
    /// `false` in one of several schemas is ignored if another one defines more properties: no value could have the
    /// properties of both.
    pub(super) fn is_closed(&self) -> bool {
        let has_all = |closed: &&IndexMap<String, _>| {
            self.properties
                .keys()
                .all(|name| closed.contains_key(*name))
        };
        self.additional.closed.iter().any(has_all)
    }
}

impl<'a> Lowering<'a> {
    /// Gathers the keywords of a schema, following its references.
    pub(super) fn gathered(&mut self, node: Node<'a>, pointer: &Pointer<'_>) -> Gathered<'a> {
        let mut gathered = Gathered::default();
        let mut seen = HashSet::new();
        self.gather(node, pointer, &mut gathered, &mut seen);
        let root = format!("#{pointer}");
        gathered.leave_out_implied_alternatives(|reference| {
            seen.contains(reference) || reference == root
        });
        gathered
    }

    /// Gathers the keywords of several schemas that all apply.
    pub(super) fn gathered_all(&mut self, members: &[Member<'a>]) -> Gathered<'a> {
        let mut gathered = Gathered::default();
        let mut seen = HashSet::new();
        for member in members {
            self.gather(
                member.node,
                &Pointer::base(&member.pointer),
                &mut gathered,
                &mut seen,
            );
        }
        gathered.leave_out_implied_alternatives(|reference| seen.contains(reference));
        gathered
    }

    /// Adds the keywords of a schema. `seen` are the references followed so far.
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
                // A schema adds nothing the second time, whether it is part of itself or of two others.
                if let Some((target, place)) = self.component_schema(reference)
                    && seen.insert(reference)
                    && self.descend(|| pointer.place())
                {
                    self.gather(target.into(), &Pointer::base(&place), into, seen);
                    self.ascend();
                }
                return;
            }
        };
        let discriminator = schema.schema_data.discriminator.as_ref();
        if custom_type::of(schema).is_some() {
            into.others.push(Member {
                node,
                pointer: pointer.to_string(),
            });
            return;
        }
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
                self.gather_alternatives(one_of, discriminator, &pointer.key("oneOf"), into);
            }
            SchemaKind::AnyOf { any_of } => {
                self.gather_any_of(any_of, discriminator, pointer, into, seen);
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
                self.gather_alternatives(&any.one_of, discriminator, &pointer.key("oneOf"), into);
                self.gather_any_of(&any.any_of, discriminator, pointer, into, seen);
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
        if !self.work.step(all_of.len()) {
            return;
        }
        let list = pointer.key("allOf");
        for (index, member) in all_of.iter().enumerate() {
            self.gather(member.into(), &list.index(index), into, seen);
        }
    }

    /// Adds the alternatives of an `anyOf`, or the properties of all of them if a value may have them together.
    fn gather_any_of(
        &mut self,
        any_of: &'a [ReferenceOr<Schema>],
        discriminator: Option<&'a Discriminator>,
        pointer: &Pointer<'_>,
        into: &mut Gathered<'a>,
        seen: &mut HashSet<&'a str>,
    ) {
        let list = pointer.key("anyOf");
        if discriminator.is_some() || !self.is_combination(any_of) {
            self.gather_alternatives(any_of, discriminator, &list, into);
            return;
        }
        for (index, member) in any_of.iter().enumerate() {
            self.gather(member.into(), &list.index(index), into, seen);
        }
    }

    fn gather_alternatives(
        &self,
        members: &'a [ReferenceOr<Schema>],
        discriminator: Option<&'a Discriminator>,
        pointer: &Pointer<'_>,
        into: &mut Gathered<'a>,
    ) {
        // Each is compared with each of the others.
        let known = into.alternatives.iter();
        let known: usize = known.map(|known| known.members.len()).sum();
        if self.work.step(members.len().saturating_mul(known + 1)) {
            alternatives(members, discriminator, pointer, into);
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
        match additional {
            None => {}
            Some(AdditionalProperties::Any(true)) => into.additional.declared = true,
            Some(AdditionalProperties::Schema(schema)) if says_nothing(schema) => {
                into.additional.declared = true;
            }
            Some(AdditionalProperties::Any(false)) => into.additional.closed.push(properties),
            Some(AdditionalProperties::Schema(schema)) => {
                into.additional.declared = true;
                into.additional.members.push(Member {
                    node: (&**schema).into(),
                    pointer: pointer.key("additionalProperties").to_string(),
                });
            }
        }
    }

    fn gather_properties(
        &mut self,
        properties: &'a IndexMap<String, ReferenceOr<Box<Schema>>>,
        pointer: &Pointer<'_>,
        into: &mut Gathered<'a>,
    ) {
        if !self.work.step(properties.len()) {
            return;
        }
        let section = pointer.key("properties");
        for (name, schema) in properties {
            let pointer = section.key(name);
            let member = Member {
                node: schema.into(),
                pointer: pointer.to_string(),
            };
            let Some(known) = into.properties.get_mut(name.as_str()) else {
                let members = vec![member];
                into.properties.insert(name, Property { members });
                continue;
            };
            if !self.work.step(known.members.len()) {
                return;
            }
            if known.members.iter().any(|known| is_same(known, &member)) {
                continue;
            }
            let types = |known: &Member<'a>| (json_type(known.node), json_type(member.node));
            let contradiction = known.members.iter().find_map(|known| match types(known) {
                (Some("an integer"), Some("a number")) | (Some("a number"), Some("an integer")) => {
                    None
                }
                (Some(before), Some(after)) if before != after => Some((before, after)),
                _ => None,
            });
            let Some((before, after)) = contradiction else {
                known.members.push(member);
                continue;
            };
            known.members = vec![member];
            self.unsupported(
                pointer.key_place(),
                format!(
                    "`{name}` is {after} here, but {before} in another schema of the same `allOf`"
                ),
                "the last definition is used",
            );
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
    // Alternatives that only require properties do not change the type.
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
    let new = Alternatives {
        members: members.collect(),
        discriminator,
    };
    // The alternatives of both are those of the shorter list, if the longer one contains them.
    match into
        .alternatives
        .iter_mut()
        .find(|known| known.contains(&new) || new.contains(known))
    {
        Some(known) if known.members.len() > new.members.len() => *known = new,
        Some(known) => known.discriminator = known.discriminator.or(discriminator),
        None => into.alternatives.push(new),
    }
}

/// Whether keywords describe an object, with or without a `type`.
fn speaks_of_objects(any: &AnySchema) -> bool {
    any.typ.as_deref() == Some("object")
        || any.typ.is_none() && (!any.properties.is_empty() || any.additional_properties.is_some())
}

/// Whether a schema has keywords other than those of objects and compositions.
pub(super) fn says_something(any: &AnySchema) -> bool {
    let scalar = any.typ.is_some() || any.format.is_some() || !any.enumeration.is_empty();
    let text = any.pattern.is_some() || any.min_length.is_some() || any.max_length.is_some();
    let number = any.multiple_of.is_some() || any.minimum.is_some() || any.maximum.is_some();
    let list = any.items.is_some() || any.min_items.is_some() || any.max_items.is_some();
    scalar || text || number || list || any.unique_items.is_some() || any.not.is_some()
}

/// Whether a schema, which is not a reference, has no keyword that restricts its values.
pub(super) fn says_nothing<S: Borrow<Schema>>(schema: &ReferenceOr<S>) -> bool {
    match schema {
        ReferenceOr::Reference { .. } => false,
        ReferenceOr::Item(schema) => allows_anything(schema.borrow()),
    }
}

/// Whether a schema has no keyword that restricts its values.
pub(super) fn allows_anything(schema: &Schema) -> bool {
    matches!(&schema.schema_kind, SchemaKind::Any(any) if *any == AnySchema::default())
}

/// Whether a schema only requires properties.
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
