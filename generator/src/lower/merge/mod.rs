//! Merges schemas that all apply to the same value: the members of an `allOf`, and the definitions of a property in
//! several of them.
//!
//! `all_of` gathers the keywords of objects. This module decides which of several schemas have an effect, and merges the
//! keywords of all other types, the documentation, and whether `null` is allowed. Every schema goes through it, at any
//! depth: properties, items and additional properties are lists of schemas that all apply.

pub(super) mod annotations;
pub(super) mod keywords;
pub(super) mod narrow;

use std::collections::HashSet;

use openapiv3::{ObjectType, Schema, SchemaKind, Type as SchemaType};

use self::keywords::Keywords;
use super::all_of::{Gathered, allows_anything};
use super::json_type::json_type;
use super::limits::limits_only;
use super::lowering::Lowering;
use super::node::{Member, Node, is_same, list, members_of};
use super::nullable::{lists_only_null, nullable_if};
use super::origin::Origin;
use super::schema_shape::SchemaShape;
use crate::model::types::Type;
use crate::pointer::Pointer;

/// The maximum depth of merged schemas within merged schemas. Documents have two or three levels.
const DEEPEST: usize = 16;

/// The maximum number of schemas of which each is compared with all others.
const MOST_COMPARED: usize = 64;

/// The maximum number of schemas of which all keywords are compared with those of all schemas.
const MOST_GATHERED: usize = 4;

/// The maximum number of schemas that are searched for a reference.
const MOST_SEARCHED: usize = 256;

impl<'a> Lowering<'a> {
    /// Lowers a schema, or several that all apply, to a type. `hint` is its name if it needs one.
    pub(super) fn type_of_all(&mut self, members: &[Member<'a>], hint: &str) -> Type {
        match *members {
            [] => Type::Untyped,
            [
                Member {
                    node: Node::Reference(reference),
                    ref pointer,
                },
            ] => self.reference(reference, &Pointer::base(pointer)),
            [
                Member {
                    node: Node::Schema(schema),
                    ref pointer,
                },
            ] => self.inline_schema(schema, hint, &Pointer::base(pointer)),
            [.., ref last] => {
                if self.merge_depth >= DEEPEST {
                    self.unsupported(
                        Pointer::base(&last.pointer).place(),
                        format!("schemas that are merged at more than {DEEPEST} levels are not supported"),
                        "the last one is used",
                    );
                    return self.type_of_all(std::slice::from_ref(last), hint);
                }
                self.merge_depth += 1;
                let shape = self.shape_of_all(members);
                let ty = self.type_of_shape(shape, hint, Origin::All(members));
                self.merge_depth -= 1;
                ty
            }
        }
    }

    /// The type of the elements of an array or of a map, which may be `null`.
    pub(super) fn element_of_all(&mut self, members: &[Member<'a>], hint: &str) -> Type {
        let ty = self.type_of_all(members, hint);
        nullable_if(self.all_allow_null(members), ty)
    }

    /// The shape of schemas that all apply.
    pub(super) fn shape_of_all(&mut self, members: &[Member<'a>]) -> SchemaShape<'a> {
        match self.effective(members).as_slice() {
            [] => match members {
                [first, ..] => self.shape_of_only_member(first.clone()),
                [] => SchemaShape::Plain(Type::Untyped),
            },
            [only] => self.shape_of_only_member(only.clone()),
            several @ [.., last] => {
                let gathered = self.gathered_all(several);
                if let Some(same) = self.member_with_all(several, &gathered) {
                    return self.shape_of_only_member(same);
                }
                self.shape_of_gathered(gathered, &Pointer::base(&last.pointer))
            }
        }
    }

    /// The referenced schema that already has all keywords of the others.
    pub(super) fn member_with_all(
        &mut self,
        members: &[Member<'a>],
        all: &Gathered<'a>,
    ) -> Option<Member<'a>> {
        // A reference to itself is no type.
        let is_reference = |member: &&Member<'a>| {
            matches!(member.node, Node::Reference(reference)
                if !self.includes(reference, reference))
        };
        let references: Vec<&Member<'a>> = members
            .iter()
            .filter(is_reference)
            .take(MOST_GATHERED)
            .collect();
        let same = references.into_iter().find(|member| {
            let own = self.gathered_all(std::slice::from_ref(member));
            own.objects > 0 && own.is_same_object(all)
        });
        same.cloned()
    }

    /// The members that have an effect on the type, each once.
    ///
    /// If only one of them describes more than limits, it is that one: a reference with limits next to it is still the
    /// type that it refers to. `null` together with a different type would allow nothing, so it has no effect: they are
    /// treated as alternatives.
    pub(super) fn effective(&self, members: &[Member<'a>]) -> Vec<Member<'a>> {
        let mut kept: Vec<Member<'a>> = Vec::with_capacity(members.len());
        for member in members {
            add_effective(member, &mut kept);
        }
        if (2..=MOST_COMPARED).contains(&kept.len()) {
            let implied: Vec<bool> = kept
                .iter()
                .map(|member| kept.iter().any(|other| self.implies(other, member)))
                .collect();
            if implied.iter().any(|implied| !implied) {
                let mut implied = implied.into_iter();
                kept.retain(|_| !implied.next().unwrap_or(false));
            }
        }
        kept
    }

    /// The strings in the `enum` of schemas that all apply.
    pub(super) fn listed_strings(&self, members: &[Member<'a>]) -> Vec<String> {
        let mut merged = Keywords::default();
        for schema in members
            .iter()
            .filter_map(|member| self.followed(member.node))
        {
            merged.narrow(Keywords::of(schema, &Pointer::ROOT));
        }
        let values = merged.values.unwrap_or_default();
        values
            .iter()
            .filter_map(|listed| listed.value.as_str().map(str::to_owned))
            .collect()
    }

    /// Whether a schema refers to another one in its `allOf`, or describes everything that the other one describes except
    /// its limits.
    fn implies(&self, one: &Member<'a>, other: &Member<'a>) -> bool {
        match (one.node, other.node) {
            (Node::Reference(one), Node::Reference(other)) => {
                one != other && self.includes(one, other)
            }
            (_, Node::Reference(_)) => false,
            // A reference to itself is no type.
            (Node::Reference(reference), _) if self.includes(reference, reference) => false,
            (_, Node::Schema(schema)) => {
                let Some(limited) = limits_only(schema) else {
                    return false;
                };
                let target = match one.node {
                    // Its width and its sign depend on the limits.
                    Node::Schema(schema) if is_plain(schema) || limits_only(schema).is_some() => {
                        return false;
                    }
                    node => self.followed(node),
                };
                let Some(target) = target.filter(|target| limits_only(target) != Some(None)) else {
                    return false;
                };
                let kind = json_type(Node::Schema(target));
                limited.is_none()
                    || limited == kind
                    || limited == Some("a number") && kind == Some("an integer")
            }
        }
    }

    /// Whether the `allOf` of a schema contains a reference, directly or through others.
    pub(super) fn includes(&self, schema: &'a str, reference: &str) -> bool {
        let mut waiting: Vec<Node<'a>> = Vec::new();
        let mut seen: HashSet<&str> = HashSet::from([schema]);
        let target = |reference: &str| Some(Node::from(self.component_schema(reference)?.0));
        waiting.extend(target(schema));
        while let Some(node) = waiting.pop() {
            if !self.work.step(1) {
                return false;
            }
            match node {
                Node::Reference(next) if next == reference => return true,
                Node::Reference(next) => {
                    if seen.len() < MOST_SEARCHED && seen.insert(next) {
                        waiting.extend(target(next));
                    }
                }
                Node::Schema(schema) => {
                    waiting.extend(members_of(schema).iter().map(Node::from));
                }
            }
        }
        false
    }

    /// Whether all of the schemas allow `null`, and not only `null`.
    pub(super) fn all_allow_null(&self, members: &[Member<'a>]) -> bool {
        if let [only] = members {
            return self.node_is_nullable(only.node);
        }
        // Limits of a different type allow `null`, as does a schema without a type.
        let silent = |member: &&Member<'a>| {
            matches!(member.node, Node::Schema(schema)
                if allows_anything(schema) || limits_only(schema) == Some(None))
        };
        let says_nullable = |member: &Member<'a>| matches!(member.node, Node::Schema(schema) if schema.schema_data.nullable);
        if members.iter().filter(silent).any(says_nullable) {
            return true;
        }
        let mut telling = members.iter().filter(|member| !silent(member)).peekable();
        telling.peek().is_some() && telling.all(|member| self.node_is_nullable(member.node))
    }
}

/// Adds a member, or those of its `allOf` if it has only that.
fn add_effective<'a>(member: &Member<'a>, kept: &mut Vec<Member<'a>>) {
    if let Node::Schema(schema) = member.node {
        if let SchemaKind::AllOf { all_of } = &schema.schema_kind {
            for member in list(all_of, &Pointer::base(&member.pointer)) {
                add_effective(&member, kept);
            }
            return;
        }
        if allows_anything(schema) || is_bare_object(schema) || lists_only_null(schema) {
            return;
        }
    }
    if kept.len() > MOST_COMPARED || !kept.iter().any(|known| is_same(known, member)) {
        kept.push(member.clone());
    }
}

/// Whether a schema is only `type: object`.
fn is_bare_object(schema: &Schema) -> bool {
    matches!(&schema.schema_kind, SchemaKind::Type(SchemaType::Object(object)) if *object == ObjectType::default())
}

/// Whether a schema is a string, number or boolean without an `enum`.
fn is_plain(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) => string.enumeration.is_empty(),
        SchemaKind::Type(SchemaType::Integer(integer)) => integer.enumeration.is_empty(),
        SchemaKind::Type(SchemaType::Number(_) | SchemaType::Boolean(_)) => true,
        _ => false,
    }
}
