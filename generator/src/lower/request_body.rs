//! Request bodies.

use openapiv3::{
    MediaType, Operation as Source, QueryStyle, ReferenceOr, Schema, SchemaKind, Type as SchemaType,
};

use super::docs;
use super::lowering::Lowering;
use super::media_type::{Encoding, encoding, has_named_parts, is_unspecific};
use super::resolve::hint_of;
use crate::model::media_type::{is_range, parameter};
use crate::model::name::snake;
use crate::model::operation::{
    AlternativeBody, Parameter, RequestBody, RequestContent, Style, StyledField,
};
use crate::model::scope::Scope;
use crate::model::types::{PartContent, Type, TypeKind};
use crate::pointer::Pointer;

/// The name of the body argument. A parameter of that name is renamed.
pub(super) const NAME: &str = "body";

impl<'a> Lowering<'a> {
    /// Lowers the body of an operation, if it has one. The outer `None` means a body that cannot be sent, with a
    /// diagnostic: the operation is left out, since it could only fail.
    pub(super) fn request_body(
        &mut self,
        source: &'a Source,
        hint: &str,
        parameters: &[Parameter],
        pointer: &Pointer<'_>,
    ) -> Option<Option<RequestBody>> {
        let Some(body) = &source.request_body else {
            return Some(None);
        };
        let (body, place) = self.resolve(body, &pointer.key("requestBody"))?;
        let pointer = Pointer::base(&place);
        let content = pointer.key("content");
        if !self.allow_parameters(body.content.len(), || content.key_place()) {
            return None;
        }
        let mut media_types: Vec<(&'a String, &'a MediaType)> = body.content.iter().collect();
        // The most specific media type first; equal ones in document order.
        media_types.sort_by_key(|(media_type, media)| self.rank(media_type, media));
        let mut media_types = media_types.into_iter();
        let Some((media_type, media)) = media_types.next() else {
            self.unsupported(
                content.key_place(),
                "a body without a media type is not supported",
                "the operation is left out",
            );
            return None;
        };
        let main = self.request_content(media_type, media, hint, &content.key(media_type));
        // The setters of an optional body share a scope with those of the parameters.
        let mut names = Scope::default();
        for parameter in parameters {
            names.claim(&parameter.name, "");
        }
        names.claim(NAME, "");
        let mut suffixes = Scope::default();
        let mut alternatives = Vec::new();
        for (other, other_media) in media_types {
            let content = self.alternative_content(
                (other, other_media),
                (media_type, media),
                &main,
                hint,
                &content,
            );
            let suffix = suffixes.claim(&suffix(other), "");
            let function = if body.required {
                suffix
            } else {
                names.claim(&format!("{NAME}_{suffix}"), "")
            };
            alternatives.push(AlternativeBody {
                media_type: other.clone(),
                function,
                content,
            });
        }
        Some(Some(RequestBody {
            content: main,
            media_type: media_type.clone(),
            name: NAME.to_owned(),
            docs: docs::of_description(body.description.as_deref()),
            required: body.required,
            example: self.example_of(
                media.example.as_ref(),
                &media.examples,
                &content.key(media_type),
            ),
            alternatives,
        }))
    }

    /// Lowers a further media type of a body. An equal schema becomes the same type.
    fn alternative_content(
        &mut self,
        (other, other_media): (&'a String, &'a MediaType),
        (media_type, media): (&'a String, &'a MediaType),
        main: &RequestContent,
        hint: &str,
        content: &Pointer<'_>,
    ) -> RequestContent {
        let same = other_media.schema.is_some() && other_media.schema == media.schema;
        match (self.encoding_of(other, other_media), same, main) {
            (Encoding::Json, true, RequestContent::Json(ty)) => RequestContent::Json(ty.clone()),
            _ => {
                let shown = if same { media_type } else { other };
                self.request_content(other, other_media, hint, &content.key(shown))
            }
        }
    }

    fn request_content(
        &mut self,
        media_type: &str,
        media: &'a MediaType,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> RequestContent {
        let media_pointer = pointer;
        self.check_charset(media_type, media_pointer);
        let pointer = pointer.key("schema");
        let parts = hint_of(&pointer.to_string(), hint);
        let hint = hint_of(&pointer.to_string(), &format!("{hint}Body"));
        match (self.encoding_of(media_type, media), &media.schema) {
            (Encoding::Json, Some(schema)) => {
                RequestContent::Json(self.schema(schema, &hint, &pointer))
            }
            (Encoding::Json, None) => RequestContent::Json(Type::Untyped),
            (Encoding::JsonLines, Some(schema)) => {
                let line = self.line_type(schema, &hint, &pointer);
                RequestContent::JsonLines(self.unformatted(line, "a line", &pointer))
            }
            (Encoding::JsonLines, None) => RequestContent::JsonLines(Type::Untyped),
            (Encoding::Form, Some(schema)) => {
                let ty = self.schema(schema, &hint, &pointer);
                if let Type::Named(id) = self.types.without_aliases(&ty)
                    && let TypeKind::Object(object) = &self.types[*id].kind
                {
                    self.allow_parameters(object.fields.len(), || pointer.place());
                }
                if self.is_form(&ty) {
                    RequestContent::Form {
                        ty,
                        styled: styled(media),
                    }
                } else {
                    if matches!(self.types.without_aliases(&ty), Type::Array(_)) {
                        self.unsupported(
                            pointer.place(),
                            "a form that is an array is not supported",
                            "the body is the encoded form",
                        );
                    }
                    // A string is the encoded form.
                    RequestContent::Bytes
                }
            }
            (Encoding::Form, None) => RequestContent::Form {
                ty: Type::Map(Box::new(Type::String)),
                styled: Vec::new(),
            },
            (Encoding::Multipart, schema) => {
                let is_named = has_named_parts(media_type);
                let parts = schema.as_ref().and_then(|schema| {
                    self.multipart((schema, media), is_named, &parts, &pointer, media_pointer)
                });
                match (parts, schema) {
                    (Some(parts), _) => RequestContent::Multipart(parts),
                    // Text or bytes are the encoded body.
                    (None, Some(schema)) if !self.has_structure(schema) => RequestContent::Bytes,
                    // One of several objects, or an object without defined properties: one part per property.
                    (None, Some(schema)) => {
                        let ty = self.schema(schema, &hint, &pointer);
                        self.form_of_parts(ty, &pointer)
                    }
                    (None, None) => {
                        self.unsupported(
                            media_pointer.key_place(),
                            "a multipart body without defined parts is not supported",
                            "the body is raw bytes with a content type of your choice",
                        );
                        RequestContent::Bytes
                    }
                }
            }
            (
                Encoding::Text
                | Encoding::Xml
                | Encoding::Bytes
                | Encoding::Events
                | Encoding::JsonRecords,
                schema,
            ) => {
                if schema
                    .as_ref()
                    .is_some_and(|schema| self.has_structure(schema))
                {
                    let fallback = match self.encoding_of(media_type, media) {
                        Encoding::Text => "the body is a string",
                        Encoding::Xml => "the body is a string with the XML document",
                        _ => "the body is raw bytes",
                    };
                    self.unsupported(
                        pointer.place(),
                        format!("the structure of `{media_type}` bodies is not supported"),
                        fallback,
                    );
                }
                RequestContent::Bytes
            }
        }
    }

    /// Reports a charset of a body that is not UTF-8.
    fn check_charset(&mut self, media_type: &str, pointer: &Pointer<'_>) {
        let charset = parameter(media_type, "charset").unwrap_or_default();
        if !matches!(
            charset.to_ascii_lowercase().as_str(),
            "" | "utf-8" | "utf8" | "us-ascii"
        ) {
            self.unsupported(
                pointer.key_place(),
                format!("encoding a body in `{charset}` is not supported"),
                "strings are sent in UTF-8 with this content type; pass the bytes of a string in this charset",
            );
        }
    }

    /// A multipart body with one part for each property of a value, or the whole body if the value has no properties.
    fn form_of_parts(&mut self, ty: Type, pointer: &Pointer<'_>) -> RequestContent {
        if self.is_form(&ty) {
            return RequestContent::Form {
                ty,
                styled: Vec::new(),
            };
        }
        self.unsupported(
            pointer.place(),
            "a multipart body that is not an object is not supported",
            "the body is raw bytes with a content type of your choice",
        );
        RequestContent::Bytes
    }

    /// The rank of a media type, the most specific first. Multipart precedes forms, since it can carry files. A range is
    /// never the default before a type that matches it.
    fn rank(&self, media_type: &str, media: &'a MediaType) -> (u8, bool) {
        let rank = match self.encoding_of(media_type, media) {
            Encoding::Json if is_unspecific(media_type) => 4,
            Encoding::Json => 0,
            Encoding::Multipart => 1,
            Encoding::Form => 2,
            Encoding::JsonLines => 3,
            Encoding::Bytes | Encoding::Text => 5,
            Encoding::Xml | Encoding::Events | Encoding::JsonRecords => 6,
        };
        (rank, is_range(media_type))
    }

    /// Whether the values of a type can be the fields of a form.
    fn is_form(&self, ty: &Type) -> bool {
        match self.types.without_aliases(ty) {
            Type::Map(_) | Type::Untyped => true,
            Type::Nullable(inner) => self.is_form(inner),
            Type::Named(id) => match &self.types[*id].kind {
                TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => false,
                TypeKind::Checked(checked) => self.is_form(&checked.ty),
                _ => true,
            },
            _ => false,
        }
    }

    /// Whether a schema, or the one that it refers to, describes more than text or bytes.
    pub(super) fn has_structure(&self, schema: &'a ReferenceOr<Schema>) -> bool {
        let is_text_or_bytes = self.followed(schema.into()).is_some_and(is_text_or_bytes);
        !is_text_or_bytes
            && self
                .file_content(schema.into())
                .is_none_or(|files| files.content != PartContent::File)
    }

    /// The type of a line. An array describes all lines, as `schema` does for sequential media types in OpenAPI 3.2.
    /// Any other schema describes one line.
    pub(super) fn line_type(
        &mut self,
        schema: &'a ReferenceOr<Schema>,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> Type {
        match schema {
            ReferenceOr::Item(item) => match &item.schema_kind {
                SchemaKind::Type(SchemaType::Array(array)) => match &array.items {
                    Some(items) => {
                        self.schema(items, &format!("{hint}Line"), &pointer.key("items"))
                    }
                    None => Type::Untyped,
                },
                _ => self.schema(schema, hint, pointer),
            },
            ReferenceOr::Reference { .. } => {
                let ty = self.schema(schema, hint, pointer);
                match self.types.without_aliases(&ty) {
                    Type::Array(line) => (**line).clone(),
                    _ => ty,
                }
            }
        }
    }
}

/// The fields of a form that have a style or are always JSON.
fn styled(media: &MediaType) -> Vec<StyledField> {
    let fields = media.encoding.iter().filter_map(|(name, field)| {
        let style = match (&field.style, &field.content_type) {
            // A style overrides the content type (OpenAPI 3.0.4, "Encoding Object").
            (Some(style), _) => match style {
                QueryStyle::Form => Style::Form,
                QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                QueryStyle::PipeDelimited => Style::PipeDelimited,
                QueryStyle::DeepObject => Style::DeepObject,
            },
            (None, Some(content_type)) if encoding(content_type) == Encoding::Json => Style::Json,
            (None, _) => return None,
        };
        Some(StyledField {
            wire_name: name.clone(),
            style,
            explode: field.explode,
            allow_reserved: field.allow_reserved,
        })
    });
    fields.collect()
}

/// Whether a schema describes only text or bytes.
fn is_text_or_bytes(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(_)) => true,
        // Including a schema with only `format: binary`.
        SchemaKind::Any(any) => {
            *any == openapiv3::AnySchema {
                format: any.format.clone(),
                ..openapiv3::AnySchema::default()
            }
        }
        _ => false,
    }
}

/// The suffix of the function for a further media type: the shortest word that identifies it.
fn suffix(media_type: &str) -> String {
    match encoding(media_type) {
        Encoding::Multipart if has_named_parts(media_type) => "multipart".to_owned(),
        Encoding::Form => "form".to_owned(),
        _ => {
            let essence = media_type.split(';').next().unwrap_or_default().trim();
            let subtype = match essence {
                "*/*" => "any",
                "application/octet-stream" => "bytes",
                "text/plain" => "text",
                _ => match essence.split_once('/') {
                    Some((kind, "*")) => kind,
                    Some((_, subtype)) => subtype,
                    None => essence,
                },
            };
            snake(subtype).trim_start_matches("r#").to_owned()
        }
    }
}
