//! Which Rust type a schema becomes.

use std::borrow::Borrow;

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::extension::Extensions;
use super::{Lowering, constraint, docs, string_enum};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Docs;
use crate::model::name::pascal;
use crate::model::types::{Type, TypeId, TypeKind};
use crate::pointer::{Pointer, steps, unescape};

/// Names that the generated `types` module uses for something else.
pub(super) const RESERVED_TYPE_NAMES: &[&str] = &[
    "AsRef",
    "BTreeMap",
    "Box",
    "ByteStream",
    "Bytes",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deref",
    "Deserialize",
    "Drop",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Hash",
    "Into",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Page",
    "PartialEq",
    "Result",
    "Self",
    "Send",
    "Serialize",
    "Serializer",
    "Sized",
    "Some",
    "String",
    "Sync",
    "Timestamp",
    "ToOwned",
    "ToString",
    "Vec",
];

/// The extensions that a schema may carry.
const EXTENSIONS: &[&str] = &["x-rust-name"];

const REFERENCE_PREFIX: &str = "#/components/schemas/";

impl<'a> Lowering<'a> {
    /// Lowers every schema of `components`; each becomes a type of its own.
    ///
    /// All their names are taken before any is lowered, so that no inline schema gets one of them and references
    /// may go in circles.
    pub(super) fn component_schemas(&mut self) {
        let Some(components) = &self.openapi.components else { return };
        let section = Pointer::base("/components/schemas");
        let mut hinted: Vec<(TypeId, String)> = Vec::new();
        for (name, schema) in &components.schemas {
            let pointer = section.key(name).to_string();
            let wanted = match schema {
                ReferenceOr::Item(schema) => self.rust_name(schema, &pointer),
                ReferenceOr::Reference { .. } => None,
            };
            let id = self.reserve_type(wanted.as_deref().unwrap_or(name), pointer);
            hinted.extend(wanted.map(|wanted| (id, wanted)));
        }
        self.hinted_names(&hinted);
        let ids: Vec<TypeId> = self.types.ids().collect();
        for (id, (name, schema)) in ids.into_iter().zip(&components.schemas) {
            let pointer = section.key(name);
            match schema {
                ReferenceOr::Item(schema) => self.named_schema(id, schema, &pointer),
                ReferenceOr::Reference { reference } => {
                    let ty = self.reference(reference, &pointer);
                    self.types[id].kind = TypeKind::Alias(ty);
                }
            }
        }
    }

    /// Complains of names that a hint asks for and that something else has; all names of components are taken.
    fn hinted_names(&mut self, hinted: &[(TypeId, String)]) {
        for (id, wanted) in hinted {
            let name = pascal(wanted);
            let other = self.types.ids().find(|other| other != id && self.types[*other].name == name);
            let late = self.types[*id].name != name;
            // A schema behind this one wanted the name, too, and got another.
            let robbed = || {
                self.types.ids().skip_while(|other| other != id).skip(1).find(|other| {
                    let step = steps(&self.types[*other].pointer).last();
                    step.is_some_and(|component| pascal(&component) == name)
                        && !hinted.iter().any(|(hinted, _)| hinted == other)
                })
            };
            let Some(other) = (if late { Some(other) } else { robbed().map(Some) }) else { continue };
            let place = Pointer::base(&self.types[*id].pointer).key("x-rust-name").place();
            let diagnostic = match other {
                Some(other) => Diagnostic::error(
                    Code::InvalidExtension,
                    place,
                    format!("the type name `{name}` is asked for here, and another schema has it"),
                )
                .related(Pointer::base(&self.types[other].pointer).key_place(), "the other schema"),
                None => Diagnostic::error(
                    Code::InvalidExtension,
                    place,
                    format!("generated code uses the type name `{name}` for something else"),
                ),
            };
            self.diagnostics.push(diagnostic.help("ask for another name"));
        }
    }

    /// Fills in a type whose name is taken already.
    fn named_schema(&mut self, id: TypeId, schema: &'a Schema, pointer: &Pointer<'_>) {
        self.types[id].docs = schema_docs(schema);
        self.lone_discriminator(schema, pointer);
        let kind = match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) if is_struct(object) => {
                let name = self.types[id].name.clone();
                TypeKind::Object(self.object(object, &name, pointer))
            }
            SchemaKind::Type(SchemaType::String(string)) if !string.enumeration.is_empty() => {
                TypeKind::StringEnum(string_enum::string_enum(string))
            }
            _ => {
                let hint = format!("{}Value", self.types[id].name);
                TypeKind::Alias(self.schema_named(schema, &hint, None, pointer))
            }
        };
        self.types[id].kind = kind;
    }

    /// The type of a schema wherever one stands, in a box or not; `hint` is the name it gets if it needs one of its
    /// own.
    pub(super) fn schema<S: Borrow<Schema>>(
        &mut self,
        schema: &'a ReferenceOr<S>,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> Type {
        match schema {
            ReferenceOr::Reference { reference } => self.reference(reference, pointer),
            ReferenceOr::Item(schema) => self.inline_schema(schema.borrow(), hint, pointer),
        }
    }

    /// As [`schema`](Self::schema) for a property, whose `x-rust-name` is the field's and not the type's.
    pub(super) fn property_schema(
        &mut self,
        schema: &'a ReferenceOr<Box<Schema>>,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> Type {
        match schema {
            ReferenceOr::Reference { reference } => self.reference(reference, pointer),
            ReferenceOr::Item(schema) => self.schema_named(schema, hint, None, pointer),
        }
    }

    fn reference(&mut self, reference: &str, pointer: &Pointer<'_>) -> Type {
        // The types of `components` come first, in the order of the section.
        let index = reference
            .strip_prefix(REFERENCE_PREFIX)
            .and_then(|name| self.openapi.components.as_ref()?.schemas.get_index_of(unescape(name).as_ref()));
        match index.and_then(|index| self.types.ids().nth(index)) {
            Some(id) => Type::Named(id),
            None => {
                self.diagnostics.push(Diagnostic::error(
                    Code::UnresolvedReference,
                    pointer.key("$ref").place(),
                    format!("`{reference}` does not lead to one of `#/components/schemas`"),
                ));
                Type::Untyped
            }
        }
    }

    fn inline_schema(&mut self, schema: &'a Schema, hint: &str, pointer: &Pointer<'_>) -> Type {
        let wanted = self.rust_name(schema, &pointer.to_string());
        self.schema_named(schema, hint, wanted.as_deref(), pointer)
    }

    fn schema_named(
        &mut self,
        schema: &'a Schema,
        hint: &str,
        wanted: Option<&str>,
        pointer: &Pointer<'_>,
    ) -> Type {
        let hint = wanted.unwrap_or(hint);
        self.lone_discriminator(schema, pointer);
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) if is_struct(object) => {
                let (id, new) = self.reserve_inline(schema, hint, pointer);
                if new {
                    let name = self.types[id].name.clone();
                    self.types[id].kind = TypeKind::Object(self.object(object, &name, pointer));
                }
                Type::Named(id)
            }
            SchemaKind::Type(SchemaType::Object(object)) => {
                self.required_without_property(object, pointer);
                Type::Map(Box::new(self.map_value(object, hint, pointer)))
            }
            SchemaKind::Type(SchemaType::String(string)) if !string.enumeration.is_empty() => {
                let (id, _) = self.reserve_inline(schema, hint, pointer);
                self.types[id].kind = TypeKind::StringEnum(string_enum::string_enum(string));
                Type::Named(id)
            }
            SchemaKind::Type(SchemaType::String(string)) => self.string(string, pointer),
            SchemaKind::Type(SchemaType::Integer(integer)) => self.integer(integer, pointer),
            SchemaKind::Type(SchemaType::Number(number)) => self.number(number, pointer),
            SchemaKind::Type(SchemaType::Boolean(boolean)) => self.boolean(boolean, pointer),
            SchemaKind::Type(SchemaType::Array(array)) => match &array.items {
                Some(items) => {
                    let hint = format!("{hint}Item");
                    let element = self.schema(items, &hint, &pointer.key("items"));
                    Type::Array(Box::new(nullable_if(self.is_nullable(items), element)))
                }
                None => Type::Array(Box::new(Type::Untyped)),
            },
            SchemaKind::OneOf { .. } => self.composition("oneOf", pointer),
            SchemaKind::AnyOf { .. } => self.composition("anyOf", pointer),
            // The usual way in 3.0 to say more of a reference: what is around it is documentation.
            SchemaKind::AllOf { all_of } if all_of.len() == 1 => {
                self.schema(&all_of[0], hint, &pointer.key("allOf").index(0))
            }
            SchemaKind::AllOf { .. } => self.composition("allOf", pointer),
            SchemaKind::Not { .. } => self.composition("not", pointer),
            // A schema without any keyword allows everything, and says so.
            SchemaKind::Any(any) if *any == openapiv3::AnySchema::default() => Type::Untyped,
            SchemaKind::Any(_) => {
                self.unsupported(
                    pointer.place(),
                    "this combination of schema keywords is not expressed as a Rust type",
                    "values are `serde_json::Value`; a schema with one `type` and only that type's keywords is typed",
                );
                Type::Untyped
            }
        }
    }

    /// A discriminator says which of several schemas a value has; without these it says it to nobody.
    fn lone_discriminator(&mut self, schema: &Schema, pointer: &Pointer<'_>) {
        if schema.schema_data.discriminator.is_some() && matches!(schema.schema_kind, SchemaKind::Type(_)) {
            self.unsupported(
                pointer.key("discriminator").key_place(),
                "a `discriminator` of schemas that name this one as their parent is not expressed",
                "values are read as this schema, and what the others add is kept with the additional properties",
            );
        }
    }

    fn composition(&mut self, keyword: &str, pointer: &Pointer<'_>) -> Type {
        self.unsupported(
            pointer.key(keyword).key_place(),
            format!("`{keyword}` is not expressed as a Rust type"),
            "values are `serde_json::Value`",
        );
        Type::Untyped
    }

    /// A type for an inline schema, and whether it is new: one in a shared component is met once an operation.
    fn reserve_inline(&mut self, schema: &'a Schema, hint: &str, pointer: &Pointer<'_>) -> (TypeId, bool) {
        let pointer = pointer.to_string();
        if let Some(id) = self.inline_types.get(&pointer) {
            return (*id, false);
        }
        let id = self.reserve_type(hint, pointer.clone());
        self.inline_types.insert(pointer, id);
        self.types[id].docs = schema_docs(schema);
        (id, true)
    }

    fn rust_name(&mut self, schema: &'a Schema, pointer: &str) -> Option<String> {
        let extensions = Extensions::new(&schema.schema_data.extensions, pointer.to_owned());
        extensions.check(EXTENSIONS, self.diagnostics);
        extensions.name(self.diagnostics)
    }

    /// The type, or any JSON where it is no more than a value with a `format`: only fields are read and written so.
    pub(super) fn unformatted(&mut self, ty: Type, what: &str, pointer: &Pointer<'_>) -> Type {
        if !self.types.has_format(&ty) {
            return ty;
        }
        self.unsupported(
            pointer.place(),
            format!("{what} that is no more than a value with a `format` has no type of its own here"),
            "it is a `serde_json::Value`",
        );
        Type::Untyped
    }

    /// Whether the schema, or the one it refers to, allows `null`.
    pub(super) fn is_nullable<S: Borrow<Schema>>(&self, schema: &ReferenceOr<S>) -> bool {
        match schema {
            ReferenceOr::Item(schema) => schema.borrow().schema_data.nullable,
            ReferenceOr::Reference { reference } => self.is_nullable_component(reference),
        }
    }

    fn is_nullable_component(&self, reference: &str) -> bool {
        let Some(components) = &self.openapi.components else { return false };
        let mut reference = reference;
        for _ in 0..=components.schemas.len() {
            let name = reference.strip_prefix(REFERENCE_PREFIX).map(unescape);
            match name.and_then(|name| components.schemas.get(name.as_ref())) {
                Some(ReferenceOr::Item(schema)) => return schema.schema_data.nullable,
                Some(ReferenceOr::Reference { reference: next }) => reference = next,
                None => return false,
            }
        }
        false
    }
}

/// The type, or the type and `null`.
pub(super) fn nullable_if(nullable: bool, ty: Type) -> Type {
    if nullable { Type::Nullable(Box::new(ty)) } else { ty }
}

/// Whether an object has named properties, or is closed; any other is a map.
fn is_struct(object: &openapiv3::ObjectType) -> bool {
    !object.properties.is_empty()
        || matches!(object.additional_properties, Some(openapiv3::AdditionalProperties::Any(false)))
}

fn schema_docs(schema: &Schema) -> Docs {
    Docs { notes: constraint::notes(schema), ..docs::of_schema(&schema.schema_data) }
}
