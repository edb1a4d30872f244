//! The argument that selects a page of a list: a parameter, or a property of the JSON body.

use std::borrow::Cow;

use super::extension::Hint;
use super::lowering::Lowering;
use super::page_property::Expected;
use crate::diagnostic::suggestion::did_you_mean;
use crate::model::operation::{
    ArgumentPlace, Location, PageArgument, Parameter, RequestBody, RequestContent,
};
use crate::model::types::{Type, TypeKind};
use crate::pointer::steps;

/// The parts of a request that can select a page.
#[derive(Clone, Copy)]
pub(super) struct Arguments<'a> {
    pub(super) parameters: &'a [Parameter],
    pub(super) body: Option<&'a RequestBody>,
}

impl Lowering<'_> {
    /// The argument that `value` names, the value of a member of the hint. A JSON Pointer names a property of the body.
    pub(super) fn page_argument(
        &mut self,
        hint: &Hint<'_>,
        member: &str,
        value: &str,
        arguments: Arguments<'_>,
    ) -> Option<PageArgument> {
        let (name, place, ty) = if value.starts_with('/') {
            let (place, ty) = self.body_argument(hint, member, value, arguments.body)?;
            (value.to_owned(), place, ty)
        } else {
            let parameter = self.page_parameter(hint, member, value, arguments.parameters)?;
            let place = match parameter.location {
                Location::Path => ArgumentPlace::Path,
                Location::Header => ArgumentPlace::Header,
                _ => ArgumentPlace::Query,
            };
            (parameter.wire_name.clone(), place, parameter.ty.clone())
        };
        let is_integer = self.is_integer(&ty);
        if !is_integer && member != "cursor" {
            let help = "use the name of a parameter of type integer";
            let message = format!("the parameter `{value}` must be an integer");
            return self.wrong(hint.member_place(member), message, help);
        }
        if !is_integer && !self.is_text(&ty) {
            let message = format!("the cursor parameter `{value}` must be a string or an integer");
            let help = "use the name of a parameter of one of these types";
            return self.wrong(hint.member_place(member), message, help);
        }
        Some(PageArgument {
            name,
            place,
            is_integer,
        })
    }

    /// The query parameter of a name, or else the path or header parameter.
    fn page_parameter<'p>(
        &mut self,
        hint: &Hint<'_>,
        member: &str,
        name: &str,
        parameters: &'p [Parameter],
    ) -> Option<&'p Parameter> {
        let in_order = [Location::Query, Location::Path, Location::Header];
        let found = in_order.into_iter().find_map(|location| {
            let mut all = parameters.iter();
            all.find(|one| one.location == location && is_named(one, name))
        });
        found.or_else(|| {
            let all = parameters.iter();
            let all = all.filter(|one| in_order.contains(&one.location));
            self.unknown_parameter(hint, member, name, all, "query, path or header")
        })
    }

    /// The place and the type of a property of the JSON body.
    fn body_argument(
        &mut self,
        hint: &Hint<'_>,
        member: &str,
        pointer: &str,
        body: Option<&RequestBody>,
    ) -> Option<(ArgumentPlace, Type)> {
        let Some((body, RequestContent::Json(ty))) = body.map(|body| (body, &body.content)) else {
            let message = format!("`{pointer}` does not exist: the operation has no JSON body");
            let help = "use the name of a parameter, without a slash at its start";
            return self.wrong(hint.member_place(member), message, help);
        };
        let (_, ty) = self.fields_to(hint, member, pointer, ty)?;
        let place = ArgumentPlace::Body {
            media_type: body.media_type.clone(),
            properties: steps(pointer).map(Cow::into_owned).collect(),
        };
        Some((place, ty))
    }

    /// Whether a type is an integer, with or without a check of its limits.
    pub(super) fn is_integer(&self, ty: &Type) -> bool {
        match self.types.without_aliases(ty) {
            Type::Integer(_) => true,
            Type::Nullable(ty) => self.is_integer(ty),
            Type::Named(id) => match &self.types[*id].kind {
                TypeKind::Checked(checked) => self.is_integer(&checked.ty),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a type is a string of any value, in any format.
    pub(super) fn is_text(&self, ty: &Type) -> bool {
        match self.types.without_aliases(ty) {
            Type::String | Type::Uuid | Type::Base64 | Type::Timestamp | Type::Date => true,
            Type::Nullable(ty) => self.is_text(ty),
            Type::Custom(custom) => custom.is_text(),
            Type::Named(id) => match &self.types[*id].kind {
                TypeKind::Checked(checked) => self.is_text(&checked.ty),
                _ => false,
            },
            _ => false,
        }
    }

    /// The query parameter with the most items of a page, if the hint names one.
    pub(super) fn limit(
        &mut self,
        hint: &Hint<'_>,
        parameters: &[Parameter],
    ) -> Option<Option<String>> {
        if !hint.has("limit") {
            return Some(None);
        }
        let name = hint.string("limit", self.diagnostics)?;
        let mut queries = queries(parameters);
        let Some(parameter) = queries.find(|one| one.wire_name == name) else {
            return self.unknown_parameter(
                hint,
                "limit",
                &name,
                self::queries(parameters),
                "query",
            );
        };
        if !self.is_integer(&parameter.ty) {
            return self.unexpected(hint, "limit", Expected::Limit);
        }
        Some(Some(name))
    }

    fn unknown_parameter<'p, T>(
        &mut self,
        hint: &Hint<'_>,
        member: &str,
        name: &str,
        others: impl Iterator<Item = &'p Parameter>,
        kind: &str,
    ) -> Option<T> {
        let names: Vec<&str> = others.map(|other| other.wire_name.as_str()).collect();
        let label = did_you_mean(name, names.iter().copied());
        let help = match &names[..] {
            [] => format!("add a parameter for it; the operation has no {kind} parameter"),
            names => format!("use the name of a parameter: `{}`", names.join("`, `")),
        };
        let message = format!("the operation has no {kind} parameter `{name}`");
        self.wrong_hint(hint.member_place(member), message, label, help)
    }
}

/// Whether a parameter has a name. Names of headers ignore case.
fn is_named(parameter: &Parameter, name: &str) -> bool {
    match parameter.location {
        Location::Header => parameter.wire_name.eq_ignore_ascii_case(name),
        _ => parameter.wire_name == name,
    }
}

fn queries(parameters: &[Parameter]) -> impl Iterator<Item = &Parameter> {
    parameters
        .iter()
        .filter(|parameter| parameter.location == Location::Query)
}
