//! The parts of a `multipart/form-data` body.

use std::collections::HashSet;

use openapiv3::{
    AnySchema, MediaType, ObjectType, ReferenceOr, Schema, SchemaKind, StringFormat,
    Type as SchemaType, VariantOrUnknownOrEmpty,
};

use super::lowering::Lowering;
use super::media_type::{Encoding, encoding};
use super::{constraint, docs};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Docs;
use crate::model::code_span;
use crate::model::name::{pascal, snake};
use crate::model::scope::Scope;
use crate::model::types::{Part, PartContent, TypeId, TypeKind};
use crate::pointer::{Pointer, unescape};

const REFERENCE_PREFIX: &str = "#/components/schemas/";

/// The maximum depth to which `allOf` and references are followed, since they may be cyclic.
const DEEPEST: usize = 16;

/// The maximum number of parts of a form, each of which is a link in a chain of calls.
const MOST_PARTS: usize = 1_000;

/// A property of the object, which becomes a part.
struct Property<'a> {
    name: &'a String,
    schema: &'a ReferenceOr<Box<Schema>>,
    pointer: String,
    required: bool,
}

impl<'a> Lowering<'a> {
    /// The type whose fields are the parts; `None` if the schema has no properties.
    pub(super) fn multipart(
        &mut self,
        schema: &'a ReferenceOr<Schema>,
        media: &'a MediaType,
        hint: &str,
        pointer: &Pointer<'_>,
        media_pointer: &Pointer<'_>,
    ) -> Option<TypeId> {
        let mut properties = Vec::new();
        self.properties(schema, pointer.to_string(), &mut properties, DEEPEST);
        if properties.is_empty() || !self.allow_parameters(properties.len(), || pointer.key_place())
        {
            return None;
        }
        if properties.len() > MOST_PARTS {
            let message = format!("a form has more than {MOST_PARTS} parts");
            let place = pointer.place();
            self.diagnostics.push(
                Diagnostic::error(Code::DocumentTooLarge, place, message)
                    .help("combine some of the parts into an object"),
            );
            self.work.refuse();
            return None;
        }
        let id = self.reserve_type(&format!("{hint}Parts"), pointer.to_string());
        let name = self.types[id].name.clone();
        let mut names = Scope::default();
        let mut parts: Vec<Part> = Vec::with_capacity(properties.len());
        let mut seen = HashSet::new();
        for property in properties {
            if !seen.insert(property.name) {
                continue;
            }
            let encodings = media_pointer.key("encoding");
            let own = media.encoding.get(property.name);
            let part = self.part(&property, own, &name, &encodings);
            parts.push(Part {
                name: names.claim(&part.name, ""),
                ..part
            });
        }
        if let ReferenceOr::Item(schema) = schema {
            self.types[id].docs = docs::of_schema(&schema.schema_data);
        }
        self.types[id].kind = TypeKind::Multipart(parts);
        Some(id)
    }

    /// Lowers a part, before its name is made unique. `parent` is the name of the type of all parts.
    fn part(
        &mut self,
        property: &Property<'a>,
        own: Option<&openapiv3::Encoding>,
        parent: &str,
        encodings: &Pointer<'_>,
    ) -> Part {
        let here = encodings.key(property.name);
        let content_type = own.and_then(|encoding| encoding.content_type.clone());
        let content = self.part_content(property, parent);
        if let (PartContent::Value(_), Some(content_type)) = (&content, &content_type)
            && !matches!(
                encoding(content_type),
                Encoding::Json | Encoding::Text | Encoding::Bytes
            )
        {
            self.unsupported(
                here.key("contentType").place(),
                format!("encoding a part as `{content_type}` is not supported"),
                "an object is sent as JSON with that content type, anything else as text",
            );
        }
        if own.is_some_and(|encoding| encoding.style.is_some()) {
            self.unsupported(
                here.key_place(),
                "`style` of a part is not supported",
                "an array is sent as one part per item, an object as JSON",
            );
        }
        let mut docs = match property.schema {
            ReferenceOr::Item(schema) => Docs {
                notes: constraint::notes(schema),
                ..docs::of_schema(&schema.schema_data)
            },
            ReferenceOr::Reference { .. } => Docs::default(),
        };
        let headers: Vec<String> = own
            .iter()
            .flat_map(|own| own.headers.keys())
            .map(|name| code_span(name))
            .collect();
        if !headers.is_empty() {
            docs.notes
                .push(format!("Part headers: {}.", headers.join(", ")));
        }
        if let Some(content_type) = &content_type {
            docs.notes
                .push(format!("Sent as {}.", code_span(content_type)));
        }
        Part {
            wire_name: property.name.clone(),
            name: snake(property.name),
            docs,
            content,
            required: property.required,
            // The user chooses among several content types, or within a range.
            content_type: content_type.filter(|text| !text.contains([',', '*'])),
            example: None,
        }
    }

    /// Every property of an object, including those of its `allOf` members.
    fn properties(
        &self,
        schema: &'a ReferenceOr<Schema>,
        pointer: String,
        found: &mut Vec<Property<'a>>,
        deepest: usize,
    ) {
        let Some((schema, pointer)) = self.schema_behind(schema, pointer) else {
            return;
        };
        let Some(deeper) = deepest.checked_sub(1) else {
            return;
        };
        let mut own = |object: &'a indexmap::IndexMap<String, ReferenceOr<Box<Schema>>>,
                       required: &[String]| {
            let section = Pointer::base(&pointer);
            let section = section.key("properties");
            let required: HashSet<&String> = required.iter().collect();
            for (name, schema) in object {
                let required = required.contains(name);
                found.push(Property {
                    name,
                    schema,
                    pointer: section.key(name).to_string(),
                    required,
                });
            }
        };
        let all_of = match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(ObjectType {
                properties,
                required,
                ..
            })) => {
                own(properties, required);
                &[][..]
            }
            SchemaKind::Any(AnySchema {
                properties,
                required,
                all_of,
                ..
            }) => {
                own(properties, required);
                all_of
            }
            SchemaKind::AllOf { all_of } => all_of,
            _ => &[],
        };
        for (index, part) in all_of.iter().enumerate() {
            let place = Pointer::base(&pointer);
            let place = place.key("allOf").index(index).to_string();
            self.properties(part, place, found, deeper);
        }
    }

    fn part_content(&mut self, property: &Property<'a>, owner: &str) -> PartContent {
        if let Some((schema, _)) = self.boxed_schema_behind(property.schema) {
            match &schema.schema_kind {
                kind if is_binary(kind) => return PartContent::File,
                SchemaKind::Type(SchemaType::Array(array)) => {
                    let items = array
                        .items
                        .as_ref()
                        .and_then(|items| self.boxed_schema_behind(items));
                    if items.is_some_and(|(items, _)| is_binary(&items.schema_kind)) {
                        return PartContent::Files;
                    }
                }
                _ => {}
            }
        }
        let hint = format!("{owner}{}", pascal(property.name));
        PartContent::Value(self.property_schema(
            property.schema,
            &hint,
            &Pointer::base(&property.pointer),
        ))
    }

    fn schema_behind(
        &self,
        schema: &'a ReferenceOr<Schema>,
        pointer: String,
    ) -> Option<(&'a Schema, String)> {
        match schema {
            ReferenceOr::Item(schema) => Some((schema, pointer)),
            ReferenceOr::Reference { reference } => self.component(reference),
        }
    }

    fn boxed_schema_behind(
        &self,
        schema: &'a ReferenceOr<Box<Schema>>,
    ) -> Option<(&'a Schema, String)> {
        match schema {
            ReferenceOr::Item(schema) => Some((schema, String::new())),
            ReferenceOr::Reference { reference } => self.component(reference),
        }
    }

    /// The target of a reference, through any number of other references.
    fn component(&self, reference: &'a str) -> Option<(&'a Schema, String)> {
        let schemas = &self.openapi.components.as_ref()?.schemas;
        let mut reference = reference;
        for _ in 0..=schemas.len() {
            let name = unescape(reference.strip_prefix(REFERENCE_PREFIX)?);
            match schemas.get(name.as_ref())? {
                ReferenceOr::Item(schema) => {
                    return Some((schema, reference.trim_start_matches('#').to_owned()));
                }
                ReferenceOr::Reference { reference: next } => reference = next,
            }
        }
        None
    }
}

fn is_binary(kind: &SchemaKind) -> bool {
    matches!(kind, SchemaKind::Type(SchemaType::String(string))
        if matches!(string.format, VariantOrUnknownOrEmpty::Item(StringFormat::Binary)))
}
