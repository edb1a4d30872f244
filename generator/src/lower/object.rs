//! Objects: a struct if the object has properties, a map otherwise.

use std::collections::HashSet;

use openapiv3::{SchemaKind, Type as SchemaType};

use super::all_of::Gathered;
use super::lowering::Lowering;
use super::merge::annotations::Annotations;
use super::name_hint::NameHint;
use super::node::Member;
use super::type_name::extensions_with;
use crate::diagnostic::{Code, Diagnostic};
use crate::hints::NAME;
use crate::model::name::{pascal, snake};
use crate::model::scope::Scope;
use crate::model::types::{Additional, Field, Object, Type};
use crate::pointer::Pointer;

/// The field for additional properties.
pub(super) const ADDITIONAL_PROPERTIES: &str = "additional_properties";

impl<'a> Lowering<'a> {
    /// Lowers the fields of an object. `owner` is the struct's name, from which those of inline schemas are derived.
    pub(super) fn object(&mut self, gathered: &Gathered<'a>, owner: &str) -> Object {
        let place = || {
            Pointer::base(
                gathered
                    .properties
                    .first()
                    .map_or("", |(_, first)| first.pointer()),
            )
            .place()
        };
        if !self.allow_members(gathered.properties.len(), place) {
            return Object {
                fields: Vec::new(),
                additional: Additional::Denied,
                invalid: None,
            };
        }
        let mut names = Scope::default();
        let required: HashSet<&str> = gathered.required.iter().map(|(name, _)| *name).collect();
        let mut fields = Vec::with_capacity(gathered.properties.len());
        let mut hints = Vec::with_capacity(gathered.properties.len());
        for (&wire_name, property) in &gathered.properties {
            let members = property.members.as_slice();
            let Annotations {
                docs,
                sender,
                example,
            } = self.annotations(members);
            let hinted = self.field_name(members);
            let wanted = hinted.as_ref().map_or(wire_name, |hint| &hint.name);
            let name = names.claim(&snake(wanted), "");
            hints.push(hinted);
            let hint = format!("{owner}{}", pascal(wire_name));
            fields.push(Field {
                wire_name: wire_name.to_owned(),
                name,
                docs,
                ty: self.property_type(members, &hint),
                required: required.contains(wire_name),
                nullable: self.all_allow_null(members),
                absent_or_null: false,
                sender,
                boxed: false,
                example: example.cloned(),
                tag: None,
                constants: self.constants(members),
            });
        }
        let additional = if gathered.is_closed() {
            Additional::Denied
        } else {
            Additional::Kept {
                field: names.claim(ADDITIONAL_PROPERTIES, ""),
                ty: self.map_value(gathered, &format!("{owner}Value")),
                declared: gathered.additional.declared,
            }
        };
        let pointers = gathered
            .properties
            .values()
            .map(super::all_of::Property::pointer);
        self.hinted_field_names(
            fields
                .iter()
                .map(|field| (&*field.wire_name, &*field.name))
                .zip(pointers)
                .zip(hints),
        );
        Object {
            fields,
            additional,
            invalid: None,
        }
    }

    /// The values of the last `enum` of booleans or numbers.
    fn constants(&self, members: &[Member<'a>]) -> Vec<String> {
        let listed = |member: &Member<'a>| match &self.followed(member.node)?.schema_kind {
            SchemaKind::Type(SchemaType::Boolean(boolean)) => Some(
                boolean
                    .enumeration
                    .iter()
                    .flatten()
                    .map(bool::to_string)
                    .collect::<Vec<_>>(),
            ),
            SchemaKind::Type(SchemaType::Number(number)) => Some(
                number
                    .enumeration
                    .iter()
                    .flatten()
                    .map(f64::to_string)
                    .collect(),
            ),
            _ => None,
        };
        let mut lists = members.iter().rev().filter_map(listed);
        lists.find(|values| !values.is_empty()).unwrap_or_default()
    }

    /// The name of a field from the last definition that has `x-rust-name`, which names the field, not its type.
    pub(super) fn field_name(&mut self, members: &[Member<'a>]) -> Option<NameHint> {
        let mut members = members.iter().rev();
        let (member, extensions) =
            members.find_map(|member| Some((member, extensions_with(NAME, member)?)))?;
        let name = extensions.name(self.diagnostics)?;
        Some(NameHint::of(name, &member.pointer))
    }

    /// Reports each required property that is not defined.
    pub(super) fn required_without_property(&mut self, gathered: &Gathered<'_>) {
        for (required, pointer) in &gathered.required {
            if !gathered.properties.contains_key(required) {
                let names = gathered.properties.keys().copied();
                let label = self.diagnostics.did_you_mean(required, names);
                self.diagnostics.push(
                    Diagnostic::warning(
                        Code::UndefinedProperty,
                        Pointer::base(pointer).place(),
                        format!("`{required}` is required but not defined in `properties`"),
                    )
                    .label(label)
                    .help(format!(
                        "define `{required}` in `properties`, or correct the name; until then, its value is kept in the \
                         additional properties, and its presence is not checked"
                    )),
                );
            }
        }
    }

    /// The type of additional properties.
    pub(super) fn map_value(&mut self, gathered: &Gathered<'a>, hint: &str) -> Type {
        if gathered.additional.members.is_empty() {
            return Type::Untyped;
        }
        self.element_of_all(&gathered.additional.members, hint)
    }
}
