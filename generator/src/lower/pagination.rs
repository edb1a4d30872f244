//! `x-rust-pagination`: how to request the next page of a list.

use super::extension::{Extensions, Hint};
use super::lowering::Lowering;
use crate::diagnostic::suggestion::did_you_mean;
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
        let hint = extensions.object(
            "x-rust-pagination",
            &["cursor", "next", "items"],
            self.diagnostics,
        )?;
        let cursor = hint.required_string("cursor", self.diagnostics)?;
        self.check_cursor(&hint, &cursor, parameters)?;
        let page = match &success.body {
            ResponseBody::Json(ty) => match self.types.without_aliases(ty) {
                Type::Named(id) if matches!(self.types[*id].kind, TypeKind::Object(_)) => *id,
                _ => return self.no_page(&hint),
            },
            _ => return self.no_page(&hint),
        };
        let (next, next_type) = self.field_steps(&hint, "next", page)?;
        if next_type != Type::String {
            let help = "point at the string property with the cursor of the next page";
            return self.wrong(
                hint.member_place("next"),
                "`next` must point at a string".to_owned(),
                help,
            );
        }
        let (items, items_type) = self.field_steps(&hint, "items", page)?;
        let Type::Array(item) = items_type else {
            let help = "point at the array property with the items";
            return self.wrong(
                hint.member_place("items"),
                "`items` must point at an array".to_owned(),
                help,
            );
        };
        Some(Pagination {
            cursor,
            page,
            next,
            items,
            item: *item,
        })
    }

    /// Checks that the cursor is an optional query parameter of type string; `None` if not.
    fn check_cursor(
        &mut self,
        hint: &Hint<'_>,
        cursor: &str,
        parameters: &[Parameter],
    ) -> Option<()> {
        let is_cursor = |parameter: &&Parameter| {
            parameter.location == Location::Query
                && parameter.wire_name == cursor
                && !parameter.required
        };
        let Some(parameter) = parameters.iter().find(is_cursor) else {
            let optional = parameters
                .iter()
                .filter(|other| other.location == Location::Query && !other.required);
            let names: Vec<&str> = optional
                .map(|parameter| parameter.wire_name.as_str())
                .collect();
            let label = did_you_mean(cursor, names.iter().copied());
            let help = match &names[..] {
                [] => "add an optional query parameter for the cursor; the operation has none"
                    .to_owned(),
                names => format!(
                    "use the name of an optional query parameter: `{}`",
                    names.join("`, `")
                ),
            };
            let message = format!("the operation has no optional query parameter `{cursor}`");
            return self.wrong_hint(hint.member_place("cursor"), message, label, help);
        };
        if *self.types.without_aliases(&parameter.ty) != Type::String {
            let help = "use the name of a parameter of type string";
            return self.wrong(
                hint.member_place("cursor"),
                format!("the cursor parameter `{cursor}` must be a string"),
                help,
            );
        }
        Some(())
    }

    /// Resolves a JSON pointer to a chain of fields and the type at its end.
    fn field_steps(
        &mut self,
        hint: &Hint<'_>,
        member: &str,
        page: TypeId,
    ) -> Option<(Vec<String>, Type)> {
        let pointer = hint.required_string(member, self.diagnostics)?;
        let mut ty = Type::Named(page);
        let mut fields = Vec::new();
        for name in steps(&pointer) {
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

    fn no_page<T>(&mut self, hint: &Hint<'_>) -> Option<T> {
        let help = "remove the hint, or return a JSON object with the items and the next cursor";
        self.wrong(
            hint.place(),
            "a page must be a JSON object".to_owned(),
            help,
        )
    }

    fn wrong<T>(&mut self, place: Place, message: String, help: &str) -> Option<T> {
        self.wrong_hint(place, message, String::new(), help.to_owned())
    }

    fn wrong_hint<T>(
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
