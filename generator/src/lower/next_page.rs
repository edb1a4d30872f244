//! The place of the cursor or the URL of the next page of a list.

use std::borrow::Cow;

use super::extension::Hint;
use super::lowering::Lowering;
use super::page_property::Expected;
use crate::model::operation::NextPage;
use crate::model::types::{Object, Type, TypeKind};
use crate::pointer::steps;

/// The members that say where the cursor of the next page is.
const CURSORS: [&str; 3] = ["next", "item", "header"];

impl Lowering<'_> {
    /// The cursor of the next page: a property of the page or of the last item, or a response header.
    pub(super) fn next_cursor(
        &mut self,
        hint: &Hint<'_>,
        page: &Type,
        item: &Type,
    ) -> Option<NextPage> {
        let mut found = CURSORS.into_iter().filter(|member| hint.has(member));
        let (first, second) = (found.next(), found.next());
        if let (Some(first), Some(second)) = (first, second) {
            let message = format!("`{first}` and `{second}` exclude each other");
            let help = "use one of `next`, `item`, `header`";
            return self.wrong(hint.member_place(second), message, help);
        }
        match first {
            Some("item") => self.cursor_of_item(hint, item),
            Some("header") => {
                let name = hint.string("header", self.diagnostics)?;
                let name = name.to_ascii_lowercase();
                if is_header_name(&name) {
                    return Some(NextPage::Header(name));
                }
                let message = format!("`{name}` is not the name of a header");
                let help = "write the name of the response header with the cursor of the next page";
                self.wrong(hint.member_place("header"), message, help)
            }
            _ => {
                let (path, ty) = self.field_steps(hint, "next", page)?;
                if *self.types.without_aliases(&ty) == Type::String {
                    return Some(NextPage::Field(path));
                }
                if self.is_cursor(&ty) {
                    return self.property_names(hint, "next").map(NextPage::Properties);
                }
                self.unexpected_type(hint, "next", Expected::Cursor, &ty)
            }
        }
    }

    /// The URL of the next page: a string, or a link object with a string `href`, or either.
    pub(super) fn next_url(&mut self, hint: &Hint<'_>, page: &Type) -> Option<NextPage> {
        let (path, ty) = self.field_steps(hint, "next_url", page)?;
        if *self.types.without_aliases(&ty) == Type::String {
            return Some(NextPage::Field(path));
        }
        if self.is_link(&ty) {
            return self
                .property_names(hint, "next_url")
                .map(NextPage::Properties);
        }
        self.unexpected_type(hint, "next_url", Expected::String, &ty)
    }

    fn cursor_of_item(&mut self, hint: &Hint<'_>, item: &Type) -> Option<NextPage> {
        let pointer = hint.string("item", self.diagnostics)?;
        let ty = if pointer.is_empty() {
            item.clone()
        } else {
            self.field_steps(hint, "item", item)?.1
        };
        if !self.is_cursor(&ty) {
            return self.unexpected_type(hint, "item", Expected::Cursor, &ty);
        }
        self.property_names(hint, "item").map(NextPage::LastItem)
    }

    /// The names of the properties in a JSON Pointer.
    pub(super) fn property_names(&mut self, hint: &Hint<'_>, member: &str) -> Option<Vec<String>> {
        let pointer = hint.string(member, self.diagnostics)?;
        Some(steps(&pointer).map(Cow::into_owned).collect())
    }

    /// Whether a value can be a cursor: a string, an integer, one of these, or any value.
    fn is_cursor(&self, ty: &Type) -> bool {
        let is_one_of = |ty: &Type| self.is_text(ty) || self.is_integer(ty);
        match self.types.without_aliases(ty) {
            Type::Untyped => true,
            Type::Named(id) => match &self.types[*id].kind {
                TypeKind::OneOf(one_of) => one_of.variants.iter().any(|one| is_one_of(&one.ty)),
                _ => is_one_of(ty),
            },
            ty => is_one_of(ty),
        }
    }

    /// Whether a value can be a link: a string, an object with `href`, one of these, or any value.
    fn is_link(&self, ty: &Type) -> bool {
        match self.types.without_aliases(ty) {
            Type::Untyped => true,
            Type::Nullable(ty) => self.is_link(ty),
            Type::Named(id) => match &self.types[*id].kind {
                TypeKind::OneOf(one_of) => one_of.variants.iter().any(|one| self.is_link(&one.ty)),
                TypeKind::Object(object) => has_href(object),
                _ => self.is_text(ty),
            },
            ty => self.is_text(ty),
        }
    }
}

fn has_href(object: &Object) -> bool {
    object.fields.iter().any(|field| field.wire_name == "href")
}

/// Whether a name is a token (RFC 9110, section 5.1).
fn is_header_name(name: &str) -> bool {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(is_token)
}
