//! The body of a request.

use openapiv3::{MediaType, Operation as Source, ReferenceOr, SchemaKind, Type as SchemaType};

use super::media_type::{Encoding, encoding};
use super::resolve::hint_of;
use super::{Lowering, docs};
use crate::model::name::Scope;
use crate::model::operation::{Parameter, RequestBody, RequestContent};
use crate::model::types::Type;
use crate::pointer::Pointer;

/// The name of the argument that carries the body; a parameter of that name has to give way.
const NAME: &str = "body";

impl<'a> Lowering<'a> {
    /// The body of an operation, if it has one; the outer `None`, with a complaint, where it has one that cannot be
    /// sent, so that no operation is there that can only fail.
    pub(super) fn request_body(
        &mut self,
        source: &'a Source,
        hint: &str,
        parameters: &mut [Parameter],
        pointer: &Pointer<'_>,
    ) -> Option<Option<RequestBody>> {
        let Some(body) = &source.request_body else { return Some(None) };
        let (body, place) = self.resolve(body, &pointer.key("requestBody"))?;
        let pointer = Pointer::base(&place);
        let content = pointer.key("content");
        let Some((media_type, media)) = choose(body.content.iter()) else {
            self.unsupported(
                content.key_place(),
                "no media type of this body is expressed",
                "the operation is left out",
            );
            return None;
        };
        for other in body.content.keys().filter(|other| *other != media_type) {
            self.unsupported(
                content.key(other).key_place(),
                format!("a body has one media type here; `{other}` is not offered"),
                &format!("the body is sent as `{media_type}`"),
            );
        }
        let mut names = Scope::reserving(&[NAME]);
        for parameter in parameters {
            parameter.name = names.claim(&parameter.name, &format!("_{}", parameter.location.as_str()));
        }
        Some(Some(RequestBody {
            content: self.request_content(media_type, media, hint, &content.key(media_type)),
            media_type: media_type.clone(),
            name: NAME.to_owned(),
            docs: docs::of_description(body.description.as_deref()),
            required: body.required,
            example: media.example.clone(),
        }))
    }

    fn request_content(
        &mut self,
        media_type: &str,
        media: &'a MediaType,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> RequestContent {
        let pointer = pointer.key("schema");
        let hint = hint_of(&pointer.to_string(), &format!("{hint}Body"));
        match (encoding(media_type), &media.schema) {
            (Encoding::Json, Some(schema)) => RequestContent::Json(self.schema(schema, &hint, &pointer)),
            (Encoding::Json, None) => RequestContent::Json(Type::Untyped),
            (Encoding::JsonLines, Some(schema)) => {
                let line = self.line_type(schema, &hint, &pointer);
                RequestContent::JsonLines(self.unformatted(line, "a line", &pointer))
            }
            (Encoding::JsonLines, None) => RequestContent::JsonLines(Type::Untyped),
            (Encoding::Text | Encoding::Bytes | Encoding::Other, schema) => {
                if schema.as_ref().is_some_and(has_structure) {
                    self.unsupported(
                        pointer.place(),
                        format!("the structure of a `{media_type}` body is not expressed"),
                        "the body is bytes, sent as they are given",
                    );
                }
                RequestContent::Bytes
            }
        }
    }

    /// The type of a line: a list stands for all lines, as `schema` does for sequential media types in OpenAPI 3.2;
    /// anything else for one.
    fn line_type(
        &mut self,
        schema: &'a ReferenceOr<openapiv3::Schema>,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> Type {
        match schema {
            ReferenceOr::Item(item) => match &item.schema_kind {
                SchemaKind::Type(SchemaType::Array(array)) => match &array.items {
                    Some(items) => self.schema(items, &format!("{hint}Line"), &pointer.key("items")),
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

/// Whether a schema says more of a body than that it is text or bytes.
fn has_structure(schema: &ReferenceOr<openapiv3::Schema>) -> bool {
    match schema {
        ReferenceOr::Reference { .. } => true,
        ReferenceOr::Item(schema) => {
            let is_any = matches!(&schema.schema_kind, SchemaKind::Any(any) if *any == openapiv3::AnySchema::default());
            !is_any && !matches!(schema.schema_kind, SchemaKind::Type(SchemaType::String(_)))
        }
    }
}

/// The media type that says most: JSON before lines of it, these before text and bytes.
fn choose<'m>(
    content: impl Iterator<Item = (&'m String, &'m MediaType)>,
) -> Option<(&'m String, &'m MediaType)> {
    let rank = |media_type: &str| match encoding(media_type) {
        Encoding::Json => Some(0),
        Encoding::JsonLines => Some(1),
        Encoding::Bytes | Encoding::Text => Some(2),
        Encoding::Other => None,
    };
    content
        .filter_map(|(media_type, media)| Some((rank(media_type)?, (media_type, media))))
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, chosen)| chosen)
}
