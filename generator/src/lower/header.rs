//! The declared headers of responses.

use openapiv3::{ParameterSchemaOrContent, ReferenceOr, Response};

use super::extension::Extensions;
use super::lowering::Lowering;
use super::media_type::{Encoding, encoding};
use super::name_hint::NameHint;
use super::resolve::hint_of;
use super::{constraint, docs};
use crate::diagnostic::{Code, Diagnostic};
use crate::hints::{EMPTY_IS_ABSENT, Object};
use crate::model::Docs;
use crate::model::code_span;
use crate::model::name::{pascal, snake};
use crate::model::rate_limit::is_rate_limit_header;
use crate::model::types::{HeaderField, Integer, Type, TypeKind};
use crate::pointer::Pointer;

/// A header, with the hint that names it.
pub(super) struct HintedHeader {
    pub(super) field: HeaderField,
    pub(super) hint: Option<NameHint>,
    pub(super) pointer: String,
}

/// The value of a header.
struct HeaderValue {
    ty: Type,
    is_json: bool,
    notes: Vec<String>,
}

impl<'a> Lowering<'a> {
    /// The typed headers of a response, without those that the runtime reads for every operation. They have the names
    /// that they get if these are free.
    pub(super) fn headers(
        &mut self,
        response: &'a Response,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> Vec<HintedHeader> {
        let section = pointer.key("headers");
        if !self.allow_parameters(response.headers.len(), || section.key_place()) {
            return Vec::new();
        }
        let mut fields = Vec::new();
        for (wire_name, header) in &response.headers {
            // OpenAPI 3.0.3, "Response Object": a header of this name is ignored.
            if wire_name.eq_ignore_ascii_case("content-type")
                || is_rate_limit_header(self.rate_limit.as_ref(), wire_name)
            {
                continue;
            }
            if !is_token(wire_name) {
                self.diagnostics.push(
                    Diagnostic::warning(
                        Code::InvalidDocument,
                        section.key(wire_name).key_place(),
                        format!("`{wire_name}` is not a valid header name; ignoring the header"),
                    )
                    .help(
                        "use letters, digits and any of !#$%&'*+-.^_`|~ (RFC 9110, section 5.6.2)",
                    ),
                );
                continue;
            }
            let Some((header, place)) = self.resolve(header, &section.key(wire_name)) else {
                continue;
            };
            let extensions = Extensions::new(&header.extensions, place.clone());
            extensions.check(Object::Header, self.diagnostics);
            let wanted = extensions.name(self.diagnostics);
            let empty_is_absent = extensions.flag(EMPTY_IS_ABSENT, self.diagnostics);
            let hint = hint_of(&place, &format!("{hint}{}", pascal(wire_name)));
            let HeaderValue { ty, is_json, notes } =
                self.header_value(&header.format, &hint, &Pointer::base(&place));
            let field = HeaderField {
                name: snake(wanted.as_deref().unwrap_or(wire_name)),
                wire_name: wire_name.clone(),
                docs: Docs {
                    deprecated: header.deprecated.unwrap_or(false),
                    notes,
                    ..docs::of_description(header.description.as_deref())
                },
                ty,
                is_json,
                empty_is_absent,
            };
            fields.push(HintedHeader {
                field,
                hint: wanted.map(|name| NameHint::of(name, &place)),
                pointer: place,
            });
        }
        fields
    }

    /// The value of a header, from its `schema` or its `content`.
    fn header_value(
        &mut self,
        format: &'a ParameterSchemaOrContent,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> HeaderValue {
        let content = match format {
            ParameterSchemaOrContent::Content(content) => content,
            ParameterSchemaOrContent::Schema(schema) => {
                let ty = self.schema(schema, hint, &pointer.key("schema"));
                let notes = match schema {
                    ReferenceOr::Item(schema) => constraint::notes(schema),
                    ReferenceOr::Reference { .. } => Vec::new(),
                };
                return HeaderValue {
                    ty: self.header_type(ty, pointer),
                    is_json: false,
                    notes,
                };
            }
        };
        let (media_type, media) = content.first().unzip();
        let media_type = media_type.map_or("text/plain", String::as_str);
        if encoding(media_type) != Encoding::Json {
            return HeaderValue {
                ty: Type::String,
                is_json: false,
                notes: vec![format!(
                    "The raw value, of media type {}.",
                    code_span(media_type)
                )],
            };
        }
        let pointer = pointer.key("content");
        let pointer = pointer.key(media_type);
        let pointer = pointer.key("schema");
        let ty = match media.and_then(|media| media.schema.as_ref()) {
            Some(schema) => self.schema(schema, hint, &pointer),
            None => Type::Untyped,
        };
        HeaderValue {
            ty,
            is_json: true,
            notes: vec!["Decoded from JSON.".to_owned()],
        }
    }

    /// The type of a header: a scalar, or a comma-separated list. Anything more complex remains a string.
    fn header_type(&mut self, ty: Type, pointer: &Pointer<'_>) -> Type {
        let own = match self.types.without_aliases(&ty) {
            Type::Named(id) => match &self.types[*id].kind {
                // The plain number, since an enum decodes only from JSON.
                TypeKind::IntegerEnum(_) => Some(Type::Integer(Integer::I64)),
                TypeKind::Checked(checked) => Some(checked.ty.clone()),
                _ => None,
            },
            _ => None,
        };
        if let Some(ty) = own {
            return self.header_type(ty, pointer);
        }
        let is_list = match self.types.without_aliases(&ty) {
            Type::Array(element) => self.is_scalar(element),
            _ => false,
        };
        if is_list || self.is_scalar(&ty) {
            return ty;
        }
        self.unsupported(
            pointer.key("schema").place(),
            "a header that is an object or an array of non-scalar values is not supported",
            "the field is a `String` with the raw value",
        );
        Type::String
    }

    fn is_scalar(&self, ty: &Type) -> bool {
        match self.types.without_aliases(ty) {
            Type::Named(id) => matches!(self.types[*id].kind, TypeKind::StringEnum(_)),
            Type::String
            | Type::Boolean
            | Type::Integer(_)
            | Type::Float
            | Type::Double
            | Type::Timestamp
            | Type::Date
            | Type::Base64
            | Type::Ipv4
            | Type::Ipv6
            | Type::Uuid
            | Type::Custom(_)
            | Type::Secret => true,
            Type::Null | Type::Nullable(_) | Type::Array(_) | Type::Map(_) | Type::Untyped => false,
        }
    }
}

/// Whether a string is a valid header name (RFC 9110, section 5.6.2).
pub(super) fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
