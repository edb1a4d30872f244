//! Response bodies.

use openapiv3::{MediaType, ReferenceOr, Response, Schema};

use super::resolved::Resolved;
use crate::lower::lowering::Lowering;
use crate::lower::media_type::{Encoding, is_unspecific};
use crate::lower::nullable::nullable_if;
use crate::model::media_type::is_range;
use crate::model::types::{ResponseBody, Type};
use crate::pointer::Pointer;

/// The shape of a body, before its types are lowered. Two responses of the same shape have the same type.
#[derive(PartialEq)]
pub(super) enum BodyShape<'a> {
    Json(Option<&'a ReferenceOr<Schema>>),
    JsonLines(Option<&'a ReferenceOr<Schema>>),
    Events(Option<&'a ReferenceOr<Schema>>),
    Text,
    Bytes,
}

impl<'a> Lowering<'a> {
    pub(super) fn body_shape(&self, media_type: &str, media: &'a MediaType) -> BodyShape<'a> {
        let schema = media.schema.as_ref();
        match self.encoding_of(media_type, media) {
            Encoding::Json => BodyShape::Json(schema),
            Encoding::JsonLines | Encoding::JsonRecords => BodyShape::JsonLines(schema),
            Encoding::Events => BodyShape::Events(schema),
            Encoding::Text | Encoding::Xml => BodyShape::Text,
            Encoding::Bytes | Encoding::Form | Encoding::Multipart => BodyShape::Bytes,
        }
    }

    pub(super) fn preferred_shape(&self, response: &'a Response) -> Option<BodyShape<'a>> {
        let (media_type, media) = self.preferred_media_type(response)?;
        Some(self.body_shape(media_type, media))
    }

    /// The most specific media type: JSON, then streams of values, then text and bytes. A range follows types.
    pub(super) fn preferred_media_type(
        &self,
        response: &'a Response,
    ) -> Option<(&'a String, &'a MediaType)> {
        response.content.iter().min_by_key(|(media_type, media)| {
            let rank = match self.encoding_of(media_type, media) {
                Encoding::Json if is_unspecific(media_type) => 3,
                Encoding::Json => 0,
                Encoding::JsonLines | Encoding::JsonRecords => 1,
                Encoding::Events => 2,
                Encoding::Text => 4,
                Encoding::Bytes => 5,
                Encoding::Xml => 6,
                Encoding::Form | Encoding::Multipart => 7,
            };
            (rank, is_range(media_type))
        })
    }

    pub(super) fn response_body(&mut self, one: &Resolved<'a>, hint: &str) -> ResponseBody {
        let Some((media_type, media)) = self.preferred_media_type(one.response) else {
            return ResponseBody::Empty;
        };
        let pointer = Pointer::base(&one.place);
        let content = pointer.key("content");
        let pointer = content.key(media_type);
        match self.encoding_of(media_type, media) {
            Encoding::Json => match self.json_type(media, hint, &pointer) {
                // A body of any value is not decoded.
                Type::Null => ResponseBody::Empty,
                ty => ResponseBody::Json(ty),
            },
            Encoding::Text | Encoding::Xml => {
                self.structure_left_out(media_type, media, "the body is a string", &pointer);
                ResponseBody::Text
            }
            Encoding::Events => self.events(media, hint, &pointer),
            Encoding::JsonLines | Encoding::JsonRecords => self.json_lines(media, hint, &pointer),
            Encoding::Bytes => {
                self.structure_left_out(
                    media_type,
                    media,
                    "the body is a stream of bytes",
                    &pointer,
                );
                ResponseBody::Bytes
            }
            Encoding::Multipart => {
                self.unsupported(
                    pointer.key_place(),
                    format!("decoding `{media_type}` bodies is not supported"),
                    "the body is a stream of bytes, and `multipart_boundary` returns its boundary",
                );
                ResponseBody::Bytes
            }
            Encoding::Form => {
                self.unsupported(
                    pointer.key_place(),
                    format!("decoding `{media_type}` bodies is not supported"),
                    "the body is a stream of bytes",
                );
                ResponseBody::Bytes
            }
        }
    }

    /// Reports a schema with a structure for a body that is not decoded.
    pub(super) fn structure_left_out(
        &mut self,
        media_type: &str,
        media: &'a MediaType,
        fallback: &str,
        pointer: &Pointer<'_>,
    ) {
        let left_out = media
            .schema
            .as_ref()
            .is_some_and(|schema| self.has_structure(schema));
        if left_out {
            let what = format!("the structure of `{media_type}` bodies is not supported");
            self.unsupported(pointer.key_place(), what, fallback);
        }
    }

    /// Server-sent events. The schema is that of their data; an array schema describes the sequence of events.
    pub(super) fn events(
        &mut self,
        media: &'a MediaType,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> ResponseBody {
        let schema = media
            .schema
            .as_ref()
            .filter(|schema| self.has_structure(schema));
        let Some(schema) = schema else {
            return ResponseBody::Events(None);
        };
        let pointer = pointer.key("schema");
        let ty = self.line_type(schema, hint, &pointer);
        match self.types.without_aliases(&ty) {
            Type::String => ResponseBody::Events(None),
            _ => ResponseBody::Events(Some(ty)),
        }
    }

    pub(super) fn json_lines(
        &mut self,
        media: &'a MediaType,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> ResponseBody {
        let Some(schema) = &media.schema else {
            return ResponseBody::JsonLines(Type::Untyped);
        };
        let pointer = pointer.key("schema");
        ResponseBody::JsonLines(self.line_type(schema, hint, &pointer))
    }

    pub(super) fn json_type(
        &mut self,
        media: &'a MediaType,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> Type {
        let Some(schema) = &media.schema else {
            return Type::Untyped;
        };
        let pointer = pointer.key("schema");
        let ty = self.schema(schema, hint, &pointer);
        nullable_if(self.is_nullable(schema), ty)
    }
}
