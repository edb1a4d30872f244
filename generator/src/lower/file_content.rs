//! Raw bytes in a schema, which are files in a multipart body.

use std::collections::HashMap;

use openapiv3::{
    AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaKind, StringFormat,
    Type as SchemaType, VariantOrUnknownOrEmpty,
};

use super::lowering::Lowering;
use super::node::Node;
use super::nullable::is_null;
use crate::load::CONTENT_MEDIA_TYPE;
use crate::model::types::PartContent;

/// The files that a schema describes.
#[derive(Clone)]
pub(super) struct FileContent<'a> {
    pub(super) content: PartContent,
    /// Their media type, if the schema has one.
    pub(super) media_type: Option<&'a str>,
}

/// The files of each reference, or `None` while it is being followed.
type Known<'a> = HashMap<&'a str, Option<FileContent<'a>>>;

impl<'a> Lowering<'a> {
    /// Returns the files that a schema describes: one, a list, or a map of either.
    ///
    /// Looks through references, `allOf`, and alternatives: a file may also be `null` or a string.
    pub(super) fn file_content(&self, node: Node<'a>) -> Option<FileContent<'a>> {
        self.files(node, &mut HashMap::new())
    }

    fn files(&self, node: Node<'a>, known: &mut Known<'a>) -> Option<FileContent<'a>> {
        if !self.work.step(1) {
            return None;
        }
        let schema = match node {
            Node::Schema(schema) => schema,
            Node::Reference(reference) => {
                if let Some(files) = known.get(reference) {
                    return files.clone();
                }
                known.insert(reference, None);
                let (target, _) = self.component_schema(reference)?;
                let files = self.files(target.into(), known);
                known.insert(reference, files.clone());
                return files;
            }
        };
        let media_type = || {
            schema
                .schema_data
                .extensions
                .get(CONTENT_MEDIA_TYPE)?
                .as_str()
        };
        let found = match &schema.schema_kind {
            kind if is_binary(kind) => Some(FileContent {
                content: PartContent::File,
                media_type: media_type(),
            }),
            SchemaKind::Type(SchemaType::Array(array)) => {
                self.list(array.items.as_ref()?.into(), known)
            }
            SchemaKind::Type(SchemaType::Object(object)) if object.properties.is_empty() => {
                self.map(object.additional_properties.as_ref()?, known)
            }
            SchemaKind::AllOf { all_of } => self.first(all_of, known),
            SchemaKind::OneOf { one_of: members } | SchemaKind::AnyOf { any_of: members } => {
                self.any(members, known)
            }
            SchemaKind::Any(any) => self.files_of_any(any, known),
            SchemaKind::Type(_) | SchemaKind::Not { .. } => None,
        }?;
        Some(FileContent {
            media_type: found.media_type.or_else(media_type),
            ..found
        })
    }

    fn files_of_any(&self, any: &'a AnySchema, known: &mut Known<'a>) -> Option<FileContent<'a>> {
        self.first(&any.all_of, known)
            .or_else(|| self.any(&any.one_of, known))
            .or_else(|| self.any(&any.any_of, known))
            .or_else(|| self.list(any.items.as_ref()?.into(), known))
            .or_else(|| match &any.additional_properties {
                Some(additional) if any.properties.is_empty() => self.map(additional, known),
                _ => None,
            })
    }

    /// All members of an `allOf` hold, so one that is a file decides.
    fn first(
        &self,
        members: &'a [ReferenceOr<Schema>],
        known: &mut Known<'a>,
    ) -> Option<FileContent<'a>> {
        members
            .iter()
            .find_map(|member| self.files(member.into(), known))
    }

    /// A list, if one of the alternatives is a list: it may have one file.
    fn any(
        &self,
        members: &'a [ReferenceOr<Schema>],
        known: &mut Known<'a>,
    ) -> Option<FileContent<'a>> {
        let mut files = members
            .iter()
            .filter(|member| !is_null((*member).into()))
            .filter_map(|member| self.files(member.into(), known));
        let first = files.next()?;
        Some(match first.content {
            PartContent::File => files
                .find(|other| other.content == PartContent::Files)
                .unwrap_or(first),
            _ => first,
        })
    }

    fn list(&self, items: Node<'a>, known: &mut Known<'a>) -> Option<FileContent<'a>> {
        let files = self.files(items, known)?;
        let content = match files.content {
            PartContent::File => PartContent::Files,
            _ => return None,
        };
        Some(FileContent { content, ..files })
    }

    fn map(
        &self,
        additional: &'a AdditionalProperties,
        known: &mut Known<'a>,
    ) -> Option<FileContent<'a>> {
        let AdditionalProperties::Schema(schema) = additional else {
            return None;
        };
        let files = self.files((&**schema).into(), known)?;
        let content = match files.content {
            content @ (PartContent::File | PartContent::Files) => PartContent::Entries {
                content: Box::new(content),
                additional: false,
            },
            _ => return None,
        };
        Some(FileContent { content, ..files })
    }
}

/// Whether a schema is a string of raw bytes, also without a `type`.
fn is_binary(kind: &SchemaKind) -> bool {
    match kind {
        SchemaKind::Type(SchemaType::String(string)) => matches!(
            string.format,
            VariantOrUnknownOrEmpty::Item(StringFormat::Binary)
        ),
        SchemaKind::Any(any) => {
            any.format.as_deref() == Some("binary")
                && matches!(any.typ.as_deref(), None | Some("string"))
        }
        _ => false,
    }
}
