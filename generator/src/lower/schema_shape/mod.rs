//! The shape of a schema in Rust: a struct, an enum, a map, an array, a plain type, or a reference to another schema.

mod alternatives;
mod merged;
mod typeless;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind, Type as SchemaType};

use super::all_of::{Alternatives, Gathered, says_something};
use super::extension::Extensions;
use super::json_type::json_type;
use super::limits::limits_only;
use super::lowering::Lowering;
use super::merge::keywords::Keywords;
use super::node::{Member, Node, list};
use super::nullable::lists_only_null;
use super::string_enum::{Listed, listed};
use super::{constraint, custom_type, scalar};
use crate::diagnostic::{Code, Diagnostic};
use crate::hints::VALIDATE;
use crate::model::types::{Limit, Type};
use crate::pointer::Pointer;

/// The shape of a schema, before its parts are lowered.
pub(super) enum SchemaShape<'a> {
    /// A named type.
    Named(NamedShape<'a>),
    /// A reference to a component, with the pointer of the reference.
    SameAs(&'a str, String),
    /// An object without defined properties.
    Map(Gathered<'a>),
    /// An array, with the schemas that all apply to its items.
    Array(Vec<Member<'a>>),
    /// A type of Rust or of the runtime.
    Plain(Type),
}

/// The shape of a named type, before its parts are lowered.
pub(super) enum NamedShape<'a> {
    Object(Gathered<'a>),
    StringEnum(Vec<Listed<String>>),
    IntegerEnum(Vec<Listed<i64>>),
    OneOf(Gathered<'a>, Alternatives<'a>),
    Checked(Box<SchemaShape<'a>>, Vec<Limit>),
}

impl<'a> Lowering<'a> {
    /// Returns the shape of a schema, without lowering its parts.
    pub(super) fn shape(&mut self, schema: &'a Schema, pointer: &Pointer<'_>) -> SchemaShape<'a> {
        let shape = self.unlimited_shape(schema, pointer);
        if !schema.schema_data.extensions.contains_key(VALIDATE) {
            return shape;
        }
        let extensions = Extensions::new(&schema.schema_data.extensions, pointer.to_string());
        if !extensions.flag(VALIDATE, self.diagnostics) {
            return shape;
        }
        let limits = constraint::limits(schema);
        match shape {
            SchemaShape::Plain(_) | SchemaShape::Array(_) | SchemaShape::Map(_)
                if !limits.is_empty() =>
            {
                SchemaShape::Named(NamedShape::Checked(Box::new(shape), limits))
            }
            _ => {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::InvalidExtension,
                        pointer.key(VALIDATE).key_place(),
                        format!("`{VALIDATE}` has nothing to check here"),
                    )
                    .help(
                        "it checks the lengths of strings, the ranges of numbers, and the sizes of arrays and maps",
                    ),
                );
                shape
            }
        }
    }

    /// The shape of a schema, regardless of limits to check.
    fn unlimited_shape(&mut self, schema: &'a Schema, pointer: &Pointer<'_>) -> SchemaShape<'a> {
        let data = &schema.schema_data;
        if let Some(ty) = custom_type::of(schema) {
            return SchemaShape::Plain(ty);
        }
        match &schema.schema_kind {
            _ if lists_only_null(schema) => SchemaShape::Plain(Type::Null),
            SchemaKind::Type(SchemaType::String(string)) if !string.enumeration.is_empty() => {
                SchemaShape::Named(NamedShape::StringEnum(listed(
                    string.enumeration.iter().flatten().cloned(),
                    data,
                )))
            }
            SchemaKind::Type(SchemaType::Integer(integer)) if !integer.enumeration.is_empty() => {
                SchemaShape::Named(NamedShape::IntegerEnum(listed(
                    integer.enumeration.iter().flatten().copied(),
                    data,
                )))
            }
            SchemaKind::Type(SchemaType::String(string)) => {
                SchemaShape::Plain(self.string(string, pointer))
            }
            SchemaKind::Type(SchemaType::Integer(integer)) => {
                SchemaShape::Plain(scalar::integer(integer))
            }
            SchemaKind::Type(SchemaType::Number(number)) => {
                SchemaShape::Plain(scalar::number(number))
            }
            SchemaKind::Type(SchemaType::Boolean(_)) => SchemaShape::Plain(Type::Boolean),
            SchemaKind::Type(SchemaType::Array(_)) => {
                SchemaShape::Array(Keywords::of(schema, pointer).items)
            }
            SchemaKind::Not { .. } => {
                self.unsupported(
                    pointer.key("not").key_place(),
                    "`not` is not supported",
                    "values are `serde_json::Value`",
                );
                SchemaShape::Plain(Type::Untyped)
            }
            SchemaKind::AllOf { all_of } => self.shape_of_all_of(all_of, schema, pointer),
            SchemaKind::Type(SchemaType::Object(_))
            | SchemaKind::OneOf { .. }
            | SchemaKind::AnyOf { .. } => self.composed_shape(schema, pointer),
            // A schema without keywords explicitly allows any value.
            SchemaKind::Any(any) if *any == AnySchema::default() => {
                SchemaShape::Plain(Type::Untyped)
            }
            SchemaKind::Any(any) if self.restates(any) => {
                self.shape_of_all_of(&any.all_of, schema, pointer)
            }
            SchemaKind::Any(any) => {
                let composed =
                    !any.all_of.is_empty() || !any.one_of.is_empty() || !any.any_of.is_empty();
                let object = !any.properties.is_empty() || any.additional_properties.is_some();
                // Required properties alone do not make a type.
                let required =
                    any.typ.is_none() && !any.required.is_empty() && !says_something(any);
                if composed || object || required || any.typ.as_deref() == Some("object") {
                    self.composed_shape(schema, pointer)
                } else {
                    self.shape_of_keywords(Keywords::of(schema, pointer), pointer)
                }
            }
        }
    }

    /// The shape of the only significant member, or of all members combined.
    ///
    /// An `allOf` with one member is the usual way in 3.0 to document a reference.
    fn shape_of_all_of(
        &mut self,
        all_of: &'a [ReferenceOr<Schema>],
        schema: &'a Schema,
        pointer: &Pointer<'_>,
    ) -> SchemaShape<'a> {
        let members = self.effective(&list(all_of, pointer));
        if let [only] = members.as_slice() {
            return self.shape_of_only_member(only.clone());
        }
        let gathered = self.gathered(Node::Schema(schema), pointer);
        match self.member_with_all(&members, &gathered) {
            Some(same) => self.shape_of_only_member(same),
            None => self.shape_of_gathered(gathered, pointer),
        }
    }

    /// Whether a schema only repeats the type of the schema that it refers to.
    fn restates(&self, any: &'a AnySchema) -> bool {
        let effective = self.effective(&list(&any.all_of, &Pointer::ROOT));
        let [
            only @ Member {
                node: Node::Reference(reference),
                ..
            },
        ] = effective.as_slice()
        else {
            return false;
        };
        // A reference to itself is no type.
        if self.includes(reference, reference) {
            return false;
        }
        let rest = AnySchema {
            format: None,
            all_of: Vec::new(),
            ..any.clone()
        };
        let rest = Schema {
            schema_data: SchemaData::default(),
            schema_kind: SchemaKind::Any(rest),
        };
        let Some(limited) = limits_only(&rest) else {
            return false;
        };
        let target = self
            .followed(only.node)
            .and_then(|target| json_type(Node::Schema(target)));
        limited.is_none_or(|limited| {
            target == Some(limited) || limited == "a number" && target == Some("an integer")
        })
    }

    /// The shape of a schema that is only a reference to another.
    pub(super) fn shape_of_only_member(&mut self, member: Member<'a>) -> SchemaShape<'a> {
        match member.node {
            Node::Schema(schema) => self.shape(schema, &Pointer::base(&member.pointer)),
            Node::Reference(reference) => SchemaShape::SameAs(reference, member.pointer),
        }
    }

    /// The combined shape of a schema and its members.
    pub(super) fn composed_shape(
        &mut self,
        schema: &'a Schema,
        pointer: &Pointer<'_>,
    ) -> SchemaShape<'a> {
        let gathered = self.gathered(Node::Schema(schema), pointer);
        self.shape_of_gathered(gathered, pointer)
    }

    /// The shape of the gathered keywords of one or several schemas.
    pub(super) fn shape_of_gathered(
        &mut self,
        gathered: Gathered<'a>,
        pointer: &Pointer<'_>,
    ) -> SchemaShape<'a> {
        if gathered.objects > 0 && !gathered.others.is_empty() {
            let place = gathered
                .others
                .first()
                .map(|other| Pointer::base(&other.pointer).place());
            self.unsupported(
                place.unwrap_or_else(|| pointer.place()),
                "the members require both an object and a different type",
                "the schema is treated as an object",
            );
        }
        if let Some(alternatives) = gathered.alternatives.first() {
            let alternatives = alternatives.clone();
            return self.shape_of_alternatives(gathered, alternatives, pointer);
        }
        if gathered.is_struct() {
            return SchemaShape::Named(NamedShape::Object(gathered));
        }
        match gathered.others.as_slice() {
            [_, ..] if gathered.objects > 0 => SchemaShape::Map(gathered),
            [_, ..] => self.merged_shape(&gathered.others),
            // The required properties are not defined.
            [] if gathered.objects > 0 || !gathered.required.is_empty() => {
                SchemaShape::Map(gathered)
            }
            [] => SchemaShape::Plain(Type::Untyped),
        }
    }
}
