//! The headers of a part, and parts without a schema.

use openapiv3::{
    AnySchema, Encoding as Source, Header, ParameterSchemaOrContent, ReferenceOr, Schema,
    SchemaKind, Type as SchemaType,
};

use super::header::is_token;
use super::lowering::Lowering;
use super::media_type::{Encoding, encoding};
use super::node::Node;
use super::nullable::is_null;
use crate::model::code_span;
use crate::model::types::PartContent;
use crate::pointer::Pointer;

/// The maximum depth to which schemas that apply together are followed, since they may be cyclic.
const DEEPEST: usize = 16;

/// The headers of a part.
#[derive(Default)]
pub(super) struct PartHeaders {
    /// The names and values of those that always have the same value.
    pub(super) constant: Vec<(String, String)>,
    /// All headers, as Markdown.
    pub(super) shown: Vec<String>,
}

impl<'a> Lowering<'a> {
    /// The headers of a part, without the content type, which OpenAPI ignores here, and without the disposition of a
    /// form's part, which has its name.
    pub(super) fn part_headers(
        &mut self,
        own: &'a Source,
        (is_named, is_value): (bool, bool),
        pointer: &Pointer<'_>,
    ) -> PartHeaders {
        let section = pointer.key("headers");
        let mut headers = PartHeaders::default();
        for (name, header) in &own.headers {
            if name.eq_ignore_ascii_case("content-type")
                || is_named && name.eq_ignore_ascii_case("content-disposition")
            {
                continue;
            }
            let place = section.key(name);
            let Some((header, _)) = self.resolve(header, &place) else {
                continue;
            };
            match self.constant(header).filter(|_| is_token(name)) {
                Some(value) => {
                    headers.shown.push(code_span(&format!("{name}: {value}")));
                    headers.constant.push((name.clone(), value));
                }
                None => {
                    headers.shown.push(code_span(name));
                    if is_value {
                        self.unsupported(
                            place.key_place(),
                            format!("the header `{name}` of a part that is not a file is not supported"),
                            "the part is sent without it; a header whose schema has a single `enum` value is sent",
                        );
                    }
                }
            }
        }
        headers
    }

    /// The value of a header whose schema has only one. Control characters would end the header.
    fn constant(&self, header: &'a Header) -> Option<String> {
        let ParameterSchemaOrContent::Schema(schema) = &header.format else {
            return None;
        };
        let value = match &self.followed(schema.into())?.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) => match string.enumeration.as_slice() {
                [Some(only)] => only.clone(),
                _ => return None,
            },
            SchemaKind::Type(SchemaType::Integer(integer)) => match integer.enumeration[..] {
                [Some(only)] => only.to_string(),
                _ => return None,
            },
            _ => return None,
        };
        let is_valid = value.chars().all(|c| c == ' ' || c.is_ascii_graphic());
        (is_valid && value == value.trim()).then_some(value)
    }

    /// Whether a schema is an array, also one of several that apply, or the only one that is not `null`.
    pub(super) fn is_list(&self, node: Node<'a>) -> bool {
        self.is_list_within(node, DEEPEST)
    }

    fn is_list_within(&self, node: Node<'a>, deepest: usize) -> bool {
        let Some(deeper) = deepest.checked_sub(1).filter(|_| self.work.step(1)) else {
            return false;
        };
        let is_list = |member: &'a ReferenceOr<Schema>| self.is_list_within(member.into(), deeper);
        let only = |members: &'a [ReferenceOr<Schema>]| {
            let mut values = members.iter().filter(|one| !is_null((*one).into()));
            values.next().is_some_and(is_list) && values.next().is_none()
        };
        self.followed(node)
            .is_some_and(|schema| match &schema.schema_kind {
                SchemaKind::Type(SchemaType::Array(_)) => true,
                SchemaKind::AllOf { all_of } => all_of.iter().any(is_list),
                SchemaKind::OneOf { one_of: members } | SchemaKind::AnyOf { any_of: members } => {
                    only(members)
                }
                SchemaKind::Any(any) => {
                    any.typ.as_deref() == Some("array")
                        || any.all_of.iter().any(is_list)
                        || only(&any.one_of)
                        || only(&any.any_of)
                }
                _ => false,
            })
    }

    /// The content of a part whose schema allows any value: a file if its media type is neither JSON nor text, which is
    /// the default where parts have positions (OpenAPI 3.1.1, "Encoding Object").
    pub(super) fn untyped_content(
        &self,
        node: Node<'a>,
        is_named: bool,
        media_type: Option<&str>,
    ) -> Option<PartContent> {
        let is_file = match media_type {
            Some(media_type) => encoding(media_type) == Encoding::Bytes,
            None => !is_named,
        };
        let schema = self.followed(node).filter(|_| is_file)?;
        match &schema.schema_kind {
            _ if is_any(schema) => Some(PartContent::File),
            SchemaKind::Type(SchemaType::Array(array)) => match &array.items {
                Some(items) => {
                    let items: &'a ReferenceOr<Box<Schema>> = items;
                    let is_any = self.followed(items.into()).is_some_and(is_any);
                    is_any.then_some(PartContent::Files)
                }
                None => Some(PartContent::Files),
            },
            _ => None,
        }
    }
}

/// Whether a schema allows any value.
fn is_any(schema: &Schema) -> bool {
    matches!(&schema.schema_kind, SchemaKind::Any(any) if *any == AnySchema::default())
}
