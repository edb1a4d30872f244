//! The properties of a page that a hint names, and the diagnostics about them.

use super::extension::Hint;
use super::lowering::Lowering;
use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::types::{Type, TypeKind};
use crate::pointer::steps;

/// The types that a property of a page can have.
#[derive(Clone, Copy)]
pub(super) enum Expected {
    String,
    Cursor,
    Integer,
    Boolean,
    Limit,
    Array,
    /// A value whose absence ends the list.
    Presence,
}

impl Lowering<'_> {
    /// The path to a property of the page.
    pub(super) fn property(
        &mut self,
        hint: &Hint<'_>,
        member: &str,
        page: &Type,
        expected: Expected,
    ) -> Option<Vec<String>> {
        let (path, ty) = self.field_steps(hint, member, page)?;
        let is_expected = match (expected, &ty) {
            (Expected::String, Type::String)
            | (Expected::Integer, Type::Integer(_))
            | (Expected::Boolean, Type::Boolean)
            | (Expected::Array, Type::Array(_))
            | (Expected::Presence, Type::String | Type::Boolean) => true,
            (Expected::Presence, _) => self.is_optional(page, &path),
            _ => false,
        };
        if is_expected {
            Some(path)
        } else {
            self.unexpected(hint, member, expected)
        }
    }

    /// Like [`property`](Self::property), for a member that the hint may not have.
    pub(super) fn optional_property(
        &mut self,
        hint: &Hint<'_>,
        member: &str,
        page: &Type,
        expected: Expected,
    ) -> Option<Option<Vec<String>>> {
        if !hint.has(member) {
            return Some(None);
        }
        self.property(hint, member, page, expected).map(Some)
    }

    /// Whether the last property of a path can be absent.
    fn is_optional(&self, page: &Type, path: &[String]) -> bool {
        let mut ty = page.clone();
        let mut optional = false;
        for name in path {
            let Type::Named(id) = self.types.without_aliases(&ty) else {
                return false;
            };
            let TypeKind::Object(object) = &self.types[*id].kind else {
                return false;
            };
            let Some(field) = object.fields.iter().find(|field| field.name == *name) else {
                return false;
            };
            (optional, ty) = (field.is_optional(), field.ty.clone());
        }
        optional
    }

    pub(super) fn unexpected<T>(
        &mut self,
        hint: &Hint<'_>,
        member: &str,
        expected: Expected,
    ) -> Option<T> {
        let (what, help) = match (expected, member) {
            (Expected::String, _) => (
                "a string, or an object with `href`",
                "point at the property with the URL of the next page",
            ),
            (Expected::Cursor, "item") => (
                "a string or an integer",
                "point at the property of an item with its cursor, such as its id",
            ),
            (Expected::Cursor, _) => (
                "a string or an integer",
                "point at the property with the cursor of the next page",
            ),
            (Expected::Boolean, _) => (
                "a boolean",
                "point at the property that is `true` on the last page",
            ),
            (Expected::Limit, _) => ("an integer", "use the name of a parameter of type integer"),
            (Expected::Integer, "pages") => (
                "an integer",
                "point at the integer property with the number of pages of the whole list",
            ),
            (Expected::Integer, _) => (
                "an integer",
                "point at the integer property with the number of items of the whole list",
            ),
            (Expected::Array, _) => ("an array", "point at the array property with the items"),
            (Expected::Presence, _) => (
                "an optional property, a string or a boolean",
                "point at a property that is absent, `null`, empty or `false` on the last page",
            ),
        };
        let message = format!("`{member}` must point at {what}");
        self.wrong(hint.member_place(member), message, help)
    }

    /// Resolves the JSON Pointer of a member to a chain of fields and the type at its end.
    pub(super) fn field_steps(
        &mut self,
        hint: &Hint<'_>,
        member: &str,
        page: &Type,
    ) -> Option<(Vec<String>, Type)> {
        let pointer = hint.required_string(member, self.diagnostics)?;
        self.fields_to(hint, member, &pointer, page)
    }

    /// Resolves a JSON Pointer to a chain of fields and the type at its end.
    pub(super) fn fields_to(
        &mut self,
        hint: &Hint<'_>,
        member: &str,
        pointer: &str,
        value: &Type,
    ) -> Option<(Vec<String>, Type)> {
        let mut ty = value.clone();
        let mut fields = Vec::new();
        for name in steps(pointer) {
            let all = match self.types.without_aliases(&ty) {
                Type::Named(id) => match &self.types[*id].kind {
                    TypeKind::Object(object) => object.fields.as_slice(),
                    _ => &[],
                },
                _ => &[],
            };
            let Some(field) = all.iter().find(|field| field.wire_name == name) else {
                let names: Vec<&str> = all.iter().map(|field| field.wire_name.as_str()).collect();
                let label = did_you_mean(&name, names.iter().copied());
                let help = match &names[..] {
                    [] => "point at an existing property; there are none here".to_owned(),
                    names => format!("point at an existing property: `{}`", names.join("`, `")),
                };
                let message = format!("`{pointer}` does not exist: there is no property `{name}`");
                return self.wrong_hint(hint.member_place(member), message, label, help);
            };
            fields.push(field.name.clone());
            ty = field.ty.clone();
        }
        if fields.is_empty() {
            let message =
                format!("`{member}` must be a JSON pointer, found the string `{pointer}`");
            let help = "start the pointer with `/`, such as `/meta/next_cursor`";
            return self.wrong(hint.member_place(member), message, help);
        }
        Some((fields, self.types.without_aliases(&ty).clone()))
    }

    pub(super) fn wrong<T>(&mut self, place: Place, message: String, help: &str) -> Option<T> {
        self.wrong_hint(place, message, String::new(), help.to_owned())
    }

    pub(super) fn wrong_hint<T>(
        &mut self,
        place: Place,
        message: String,
        label: String,
        help: String,
    ) -> Option<T> {
        let diagnostic = Diagnostic::error(Code::InvalidExtension, place, message);
        self.diagnostics.push(diagnostic.label(label).help(help));
        None
    }
}
