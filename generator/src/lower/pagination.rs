//! The hint that tells how a list goes on: `x-rust-pagination`.

use super::Lowering;
use super::extension::{Extensions, Hint};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::operation::{Location, Pagination, Parameter, Success};
use crate::model::types::{ResponseBody, Type, TypeId, TypeKind};
use crate::pointer::steps;

impl Lowering<'_> {
    pub(super) fn pagination(
        &mut self,
        extensions: &Extensions<'_>,
        parameters: &[Parameter],
        success: &Success,
    ) -> Option<Pagination> {
        let hint = extensions.object("x-rust-pagination", &["cursor", "next", "items"], self.diagnostics)?;
        let cursor = hint.required_string("cursor", self.diagnostics)?;
        let is_cursor = |parameter: &&Parameter| {
            parameter.location == Location::Query && parameter.wire_name == cursor && !parameter.required
        };
        let Some(parameter) = parameters.iter().find(is_cursor) else {
            return self.wrong_hint(
                hint.member_place("cursor"),
                format!("the operation has no optional query parameter `{cursor}`"),
            );
        };
        if *self.types.without_aliases(&parameter.ty) != Type::String {
            return self.wrong_hint(hint.member_place("cursor"), format!("`{cursor}` is not a string"));
        }
        let page = match &success.body {
            ResponseBody::Json(ty) => match self.types.without_aliases(ty) {
                Type::Named(id) if matches!(self.types[*id].kind, TypeKind::Object(_)) => *id,
                _ => return self.wrong_hint(hint.place(), "a page has to be a JSON object".to_owned()),
            },
            _ => return self.wrong_hint(hint.place(), "a page has to be a JSON object".to_owned()),
        };
        let (next, next_type) = self.field_steps(&hint, "next", page)?;
        if next_type != Type::String {
            return self.wrong_hint(hint.member_place("next"), "the next cursor is not a string".to_owned());
        }
        let (items, items_type) = self.field_steps(&hint, "items", page)?;
        let Type::Array(item) = items_type else {
            return self.wrong_hint(hint.member_place("items"), "the items are not a list".to_owned());
        };
        Some(Pagination { cursor, page, next, items, item: *item })
    }

    /// The fields on the way that a JSON pointer describes, and the type at its end.
    fn field_steps(&mut self, hint: &Hint<'_>, member: &str, page: TypeId) -> Option<(Vec<String>, Type)> {
        let pointer = hint.required_string(member, self.diagnostics)?;
        let mut ty = Type::Named(page);
        let mut fields = Vec::new();
        for name in steps(&pointer) {
            let field = match self.types.without_aliases(&ty) {
                Type::Named(id) => match &self.types[*id].kind {
                    TypeKind::Object(object) => object.fields.iter().find(|field| field.wire_name == name),
                    _ => None,
                },
                _ => None,
            };
            let Some(field) = field else {
                return self.wrong_hint(
                    hint.member_place(member),
                    format!("`{pointer}` leads nowhere: there is no property `{name}`"),
                );
            };
            fields.push(field.name.clone());
            ty = field.ty.clone();
        }
        if fields.is_empty() {
            return self.wrong_hint(
                hint.member_place(member),
                "a JSON pointer such as `/meta/next_cursor` is needed".to_owned(),
            );
        }
        Some((fields, self.types.without_aliases(&ty).clone()))
    }

    fn wrong_hint<T>(&mut self, place: Place, message: String) -> Option<T> {
        self.diagnostics.push(Diagnostic::error(Code::InvalidExtension, place, message));
        None
    }
}
