//! The parts of a multipart body: `multipart/form-data`, whose parts have names, and others, whose parts have positions.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, MediaType, QueryStyle, ReferenceOr, Schema, SchemaKind,
    Type as SchemaType,
};

use super::lowering::Lowering;
use super::media_type::{Encoding, encoding};
use super::node::{Member, Node};
use super::nullable::{is_null, nullable_if};
use super::object::ADDITIONAL_PROPERTIES;
use super::part_header::PartHeaders;
use super::{constraint, docs};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::{CONTENT_MEDIA_TYPE, EACH_IS_A_PART, LIST_OF_PARTS};
use crate::model::Docs;
use crate::model::code_span;
use crate::model::name::{pascal, snake};
use crate::model::scope::Scope;
use crate::model::types::{Part, PartContent, Type, TypeId, TypeKind};
use crate::pointer::Pointer;

/// The maximum depth to which `allOf` and references are followed, since they may be cyclic.
const DEEPEST: usize = 16;

/// The maximum number of parts of a form, each of which is a link in a chain of calls.
const MOST_PARTS: usize = 1_000;

/// A property of the object, which becomes a part.
struct Property<'a> {
    name: &'a str,
    schema: Node<'a>,
    pointer: String,
    /// Whether the schema is an array whose elements are parts in any case.
    is_repeated: bool,
}

impl<'a> Property<'a> {
    fn member(&self) -> Member<'a> {
        Member {
            node: self.schema,
            pointer: self.pointer.clone(),
        }
    }
}

/// The properties of an object, with those of its members and alternatives.
#[derive(Default)]
struct Properties<'a> {
    declared: Vec<Property<'a>>,
    required: HashSet<&'a str>,
    /// The `additionalProperties`, with their pointer.
    additional: Option<(&'a AdditionalProperties, String)>,
    /// Whether some belong to one of several alternatives.
    has_alternatives: bool,
}

impl<'a> Lowering<'a> {
    /// The type whose fields are the parts. `None` if the schema has neither properties nor files, or only alternatives
    /// without files, which are better described by an enum.
    pub(super) fn multipart(
        &mut self,
        (schema, media): (&'a ReferenceOr<Schema>, &'a MediaType),
        is_named: bool,
        hint: &str,
        pointer: &Pointer<'_>,
        media_pointer: &Pointer<'_>,
    ) -> Option<TypeId> {
        let mut found = Properties::default();
        if !is_named && self.is_list(schema.into()) {
            found.list(schema.into(), pointer);
        } else {
            self.properties(schema.into(), &pointer.to_string(), &mut found, DEEPEST);
        }
        let has_files = self.has_files(&found);
        let is_other = found.declared.is_empty() || found.has_alternatives;
        if is_other && !has_files && media.encoding.is_empty() {
            return None;
        }
        let declared = self.merged(found.declared);
        if !self.allow_parameters(declared.len(), || pointer.key_place()) {
            return None;
        }
        if declared.len() > MOST_PARTS {
            let message = format!("a form has more than {MOST_PARTS} parts");
            let place = pointer.place();
            self.diagnostics.push(
                Diagnostic::error(Code::DocumentTooLarge, place, message)
                    .help("combine some of the parts into an object"),
            );
            self.work.refuse();
            return None;
        }
        if declared.is_empty() && found.additional.is_none() {
            return None;
        }
        let id = self.reserve_type(&format!("{hint}Parts"), pointer.to_string());
        let name = self.types[id].name.clone();
        let mut names = Scope::default();
        let mut parts: Vec<Part> = Vec::with_capacity(declared.len());
        let mut hints = Vec::with_capacity(declared.len());
        for property in declared {
            let encodings = media_pointer.key("encoding");
            let own = media.encoding.get(property.name);
            let required = found.required.contains(property.name);
            let part = self.part(&property, (required, is_named), own, &name, &encodings);
            let hinted = self.field_name(&[property.member()]);
            let wanted = hinted.as_ref().map_or(property.name, |hint| &hint.name);
            let name = names.claim(&snake(wanted), "");
            hints.push((property.pointer, hinted));
            parts.push(Part { name, ..part });
        }
        let names_of_parts = parts.iter().map(|part| (&*part.wire_name, &*part.name));
        self.hinted_field_names(
            names_of_parts
                .zip(&hints)
                .map(|(names, (pointer, hint))| ((names, &**pointer), hint.clone())),
        );
        if let Some((additional, place)) = found.additional {
            let content = self.additional_parts(additional, &format!("{name}Value"), &place);
            parts.extend(content.map(|content| Part {
                wire_name: String::new(),
                name: names.claim(ADDITIONAL_PROPERTIES, ""),
                docs: docs::of_description(Some(
                    "Additional parts, which the OpenAPI document does not declare.",
                )),
                content,
                required: false,
                content_type: None,
                headers: Vec::new(),
                is_repeated: false,
                example: None,
            }));
        }
        if let ReferenceOr::Item(schema) = schema {
            self.types[id].docs = docs::of_schema(&schema.schema_data);
        }
        self.types[id].kind = TypeKind::Multipart(parts);
        Some(id)
    }

    fn has_files(&self, found: &Properties<'a>) -> bool {
        let mut properties = found.declared.iter();
        let additional = match &found.additional {
            Some((AdditionalProperties::Schema(schema), _)) => {
                self.file_content((&**schema).into()).is_some()
            }
            _ => false,
        };
        additional || properties.any(|property| self.file_content(property.schema).is_some())
    }

    /// One property for each name: the first that is a file, or else the first.
    fn merged(&self, declared: Vec<Property<'a>>) -> Vec<Property<'a>> {
        let mut merged: IndexMap<&'a str, Property<'a>> = IndexMap::new();
        let is_file = |property: &Property<'a>| self.file_content(property.schema).is_some();
        for property in declared {
            match merged.get_mut(property.name) {
                None => {
                    merged.insert(property.name, property);
                }
                Some(known) if !is_file(known) && is_file(&property) => *known = property,
                Some(_) => {}
            }
        }
        merged.into_values().collect()
    }

    /// The parts with the names of undeclared properties.
    fn additional_parts(
        &mut self,
        additional: &'a AdditionalProperties,
        hint: &str,
        place: &str,
    ) -> Option<PartContent> {
        let content = match additional {
            AdditionalProperties::Any(false) => return None,
            AdditionalProperties::Any(true) => PartContent::Value(Type::Untyped),
            AdditionalProperties::Schema(schema) => match self.file_content((&**schema).into()) {
                Some(files) if !matches!(files.content, PartContent::Entries { .. }) => {
                    files.content
                }
                _ => {
                    let value = self.schema(schema, hint, &Pointer::base(place));
                    PartContent::Value(nullable_if(self.is_nullable(schema), value))
                }
            },
        };
        Some(PartContent::Entries {
            content: Box::new(content),
            additional: true,
        })
    }

    /// Whether a value can be encoded as a part with a content type. Only JSON has a structure.
    fn is_encoded_part(&self, ty: &Type, content_type: &str) -> bool {
        match encoding(content_type) {
            Encoding::Json => true,
            Encoding::Text | Encoding::Bytes => !self.is_object(ty),
            _ => false,
        }
    }

    /// Whether a value, or each item of a list, which is a part by itself, is an object.
    fn is_object(&self, ty: &Type) -> bool {
        match self.types.without_aliases(ty.core()) {
            Type::Map(_) => true,
            Type::Named(id) => matches!(self.types[*id].kind, TypeKind::Object(_)),
            _ => false,
        }
    }

    /// Whether a part has a style that is not how it is sent: one part per item of an array is the style `form`.
    fn is_styled(&self, encoding: &openapiv3::Encoding, content: &PartContent) -> bool {
        let is_object = match content {
            PartContent::Value(ty) => self.is_object(ty),
            _ => false,
        };
        let is_form = encoding.style == Some(QueryStyle::Form) && encoding.explode;
        encoding.style.is_some() && (is_object || !is_form)
    }

    /// Lowers a part without its name. `parent` is the name of the type of all parts.
    fn part(
        &mut self,
        property: &Property<'a>,
        (required, is_named): (bool, bool),
        own: Option<&'a openapiv3::Encoding>,
        parent: &str,
        encodings: &Pointer<'_>,
    ) -> Part {
        let here = encodings.key(property.name);
        let own_type = own.and_then(|encoding| encoding.content_type.clone());
        let (content, media_type) =
            self.part_content(property, parent, is_named, own_type.as_deref());
        let content_type = own_type.or(media_type);
        if let (PartContent::Value(ty), Some(content_type)) = (&content, &content_type)
            && !self.is_encoded_part(ty, content_type)
        {
            self.unsupported(
                here.key("contentType").place(),
                format!("encoding a part as `{content_type}` is not supported"),
                "an object is sent as JSON with that content type, anything else as a string",
            );
        }
        if own.is_some_and(|encoding| self.is_styled(encoding, &content)) {
            self.unsupported(
                here.key_place(),
                "`style` of a part is not supported",
                "an array is sent as one part per item, an object as JSON",
            );
        }
        let mut docs = match property.schema {
            Node::Schema(schema) => Docs {
                notes: constraint::notes(schema),
                ..docs::of_schema(&schema.schema_data)
            },
            Node::Reference(_) => Docs::default(),
        };
        let is_value = content.ty().is_some();
        let headers = own.map_or_else(PartHeaders::default, |own| {
            self.part_headers(own, (is_named, is_value), &here)
        });
        if !headers.shown.is_empty() {
            docs.notes
                .push(format!("Part headers: {}.", headers.shown.join(", ")));
        }
        if let Some(content_type) = &content_type {
            docs.notes
                .push(format!("Sent as {}.", code_span(content_type)));
        }
        Part {
            wire_name: property.name.to_owned(),
            name: String::new(),
            docs,
            content,
            required,
            // The user chooses among several content types, or within a range.
            content_type: content_type.filter(|text| !text.contains([',', '*'])),
            headers: headers.constant,
            is_repeated: property.is_repeated,
            example: None,
        }
    }

    /// Every property of an object, including those of its `allOf` members and of its alternatives.
    fn properties(
        &self,
        node: Node<'a>,
        pointer: &str,
        found: &mut Properties<'a>,
        deepest: usize,
    ) {
        let Some(deeper) = deepest.checked_sub(1).filter(|_| self.work.step(1)) else {
            return;
        };
        let schema = match node {
            Node::Schema(schema) => schema,
            Node::Reference(reference) => {
                if let Some((target, place)) = self.component_schema(reference) {
                    self.properties(target.into(), &place, found, deeper);
                }
                return;
            }
        };
        let count = match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => object.properties.len(),
            SchemaKind::Any(any) => any.properties.len(),
            _ => 0,
        };
        if !self.work.step(count) {
            return;
        }
        let place = Pointer::base(pointer);
        let empty = &[][..];
        let (all_of, alternatives) = match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => {
                let additional = object.additional_properties.as_ref();
                found.own(&object.properties, &object.required, additional, &place);
                (empty, empty)
            }
            SchemaKind::Any(any) => {
                let additional = any.additional_properties.as_ref();
                found.own(&any.properties, &any.required, additional, &place);
                for (keyword, members) in [("oneOf", &any.one_of), ("anyOf", &any.any_of)] {
                    self.alternatives(members, &place.key(keyword), found, deeper);
                }
                (any.all_of.as_slice(), empty)
            }
            SchemaKind::AllOf { all_of } => (all_of.as_slice(), empty),
            SchemaKind::OneOf { one_of } => (empty, one_of.as_slice()),
            SchemaKind::AnyOf { any_of } => (empty, any_of.as_slice()),
            SchemaKind::Type(_) | SchemaKind::Not { .. } => (empty, empty),
        };
        for (index, member) in all_of.iter().enumerate() {
            let place = place.key("allOf");
            let place = place.index(index).to_string();
            self.properties(member.into(), &place, found, deeper);
        }
        let keyword = match &schema.schema_kind {
            SchemaKind::OneOf { .. } => "oneOf",
            _ => "anyOf",
        };
        self.alternatives(alternatives, &place.key(keyword), found, deeper);
    }

    /// The properties of all alternatives. One that only some of them have is optional.
    fn alternatives(
        &self,
        members: &'a [ReferenceOr<Schema>],
        list: &Pointer<'_>,
        found: &mut Properties<'a>,
        deeper: usize,
    ) {
        let mut required: Option<HashSet<&'a str>> = None;
        let mut count = 0;
        for (index, member) in members.iter().enumerate() {
            if is_null(member.into()) {
                continue;
            }
            let mut one = Properties::default();
            self.properties(
                member.into(),
                &list.index(index).to_string(),
                &mut one,
                deeper,
            );
            count += usize::from(!one.declared.is_empty());
            required = Some(match required {
                None => one.required,
                Some(known) => known.intersection(&one.required).copied().collect(),
            });
            found.declared.extend(one.declared);
            found.has_alternatives |= one.has_alternatives;
            found.additional = found.additional.take().or(one.additional);
        }
        found.has_alternatives |= count > 1;
        found.required.extend(required.into_iter().flatten());
    }

    /// The content of a part, and the media type of its files.
    fn part_content(
        &mut self,
        property: &Property<'a>,
        owner: &str,
        is_named: bool,
        own_type: Option<&str>,
    ) -> (PartContent, Option<String>) {
        if let Some(content) = self.untyped_content(property.schema, is_named, own_type) {
            return (content, None);
        }
        if let Some(files) = self.file_content(property.schema) {
            let member = [property.member()];
            if let Some(hint) = self.property_type_name(&member) {
                self.property_type_is_named(&Type::Untyped, hint, &member);
            }
            return (files.content, files.media_type.map(str::to_owned));
        }
        let hint = format!("{owner}{}", pascal(property.name));
        let ty = self.property_type(&[property.member()], &hint);
        let extensions = match property.schema {
            Node::Schema(schema) => Some(&schema.schema_data.extensions),
            Node::Reference(_) => None,
        };
        let media_type = extensions
            .and_then(|extensions| extensions.get(CONTENT_MEDIA_TYPE)?.as_str())
            // Other content, such as Base64, is sent as the text that encodes it.
            .filter(|media_type| ty == Type::String && encoding(media_type) == Encoding::Text);
        (PartContent::Value(ty), media_type.map(str::to_owned))
    }
}

impl<'a> Properties<'a> {
    /// Adds an array, whose elements are the parts.
    fn list(&mut self, schema: Node<'a>, pointer: &Pointer<'_>) {
        self.required.insert(LIST_OF_PARTS);
        self.declared.push(Property {
            name: LIST_OF_PARTS,
            schema,
            pointer: pointer.to_string(),
            is_repeated: true,
        });
    }

    /// Adds the keywords of a schema itself.
    fn own(
        &mut self,
        properties: &'a IndexMap<String, ReferenceOr<Box<Schema>>>,
        required: &'a [String],
        additional: Option<&'a AdditionalProperties>,
        place: &Pointer<'_>,
    ) {
        let section = place.key("properties");
        self.declared
            .extend(properties.iter().map(|(name, schema)| Property {
                name,
                is_repeated: schema.as_item().is_some_and(|schema| {
                    let extensions = &schema.schema_data.extensions;
                    extensions.contains_key(EACH_IS_A_PART)
                }),
                schema: schema.into(),
                pointer: section.key(name).to_string(),
            }));
        self.required.extend(required.iter().map(String::as_str));
        if let (None, Some(additional)) = (&self.additional, additional) {
            let place = place.key("additionalProperties").to_string();
            self.additional = Some((additional, place));
        }
    }
}
