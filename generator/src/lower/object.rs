//! Objects: a struct if the object has properties, a map otherwise.

use std::collections::HashSet;

use openapiv3::{AdditionalProperties, ReferenceOr};

use super::all_of::{Gathered, Property};
use super::extension::Extensions;
use super::lowering::Lowering;
use super::nullable::nullable_if;
use super::{constraint, docs};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Docs;
use crate::model::name::{pascal, snake};
use crate::model::scope::Scope;
use crate::model::types::{Additional, Field, Object, Sender, Type};
use crate::pointer::Pointer;

/// The field for additional properties.
const ADDITIONAL_PROPERTIES: &str = "additional_properties";

impl<'a> Lowering<'a> {
    /// Lowers the fields of an object. `name` is the struct's, from which those of inline schemas are derived.
    pub(super) fn object(&mut self, gathered: &Gathered<'a>, name: &str) -> Object {
        let place = || {
            Pointer::base(
                gathered
                    .properties
                    .first()
                    .map_or("", |(_, first)| &first.pointer),
            )
            .place()
        };
        if !self.allow_members(gathered.properties.len(), place) {
            return Object {
                fields: Vec::new(),
                additional: Additional::Denied,
            };
        }
        let mut names = Scope::default();
        let required: HashSet<&str> = gathered.required.iter().map(|(name, _)| *name).collect();
        let mut fields = Vec::with_capacity(gathered.properties.len());
        for (&wire_name, Property { schema, pointer }) in &gathered.properties {
            let schema: &'a ReferenceOr<_> = schema;
            let pointer = Pointer::base(pointer);
            let mut field = Field {
                wire_name: wire_name.to_owned(),
                name: String::new(),
                docs: Docs::default(),
                ty: Type::Untyped,
                required: required.contains(wire_name),
                nullable: self.is_nullable(schema),
                sender: Sender::Both,
                boxed: false,
                example: None,
                tag: None,
            };
            let mut wanted = None;
            if let ReferenceOr::Item(schema) = schema {
                let data = &schema.schema_data;
                let note;
                field.docs = Docs {
                    notes: constraint::notes(schema),
                    ..docs::of_schema(data)
                };
                (field.sender, note) = match (data.read_only, data.write_only) {
                    (true, _) => (Sender::Server, Some("Only the server sends it.")),
                    (false, true) => (Sender::Client, Some("Only the client sends it.")),
                    (false, false) => (Sender::Both, None),
                };
                field.docs.notes.extend(note.map(str::to_owned));
                field.example.clone_from(&data.example);
                let extensions = Extensions::new(&data.extensions, pointer.to_string());
                // On a property, `x-rust-name` names the field, not its type.
                wanted = extensions.name(self.diagnostics);
            }
            field.name = names.claim(&snake(wanted.as_deref().unwrap_or(wire_name)), "");
            let hint = format!("{name}{}", pascal(wire_name));
            field.ty = self.property_schema(schema, &hint, &pointer);
            fields.push(field);
        }
        let additional = match gathered.additional {
            Some((AdditionalProperties::Any(false), _)) => Additional::Denied,
            _ => Additional::Kept {
                field: names.claim(ADDITIONAL_PROPERTIES, ""),
                ty: self.map_value(gathered, &format!("{name}Value")),
                declared: gathered.additional.is_some(),
            },
        };
        Object { fields, additional }
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
        match &gathered.additional {
            Some((AdditionalProperties::Schema(schema), pointer)) => {
                let value = self.schema(schema, hint, &Pointer::base(pointer));
                nullable_if(self.is_nullable(schema), value)
            }
            Some((AdditionalProperties::Any(_), _)) | None => Type::Untyped,
        }
    }
}
