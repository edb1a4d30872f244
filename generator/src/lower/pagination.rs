//! `x-rust-pagination`: how to request the next page of a list.

use super::extension::{Extensions, Hint};
use super::lowering::Lowering;
use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::hints::PAGINATION;
use crate::model::operation::{Location, Pagination, Paging, Parameter, Success};
use crate::model::types::{ResponseBody, Type, TypeKind};
use crate::pointer::steps;

/// The members that decide how a page leads to the next one, each with the members that it allows in addition to `items`.
const KINDS: &[(&str, &[&str])] = &[
    ("cursor", &["next"]),
    ("offset", &["limit", "total", "next"]),
    ("page", &["first", "pages", "next"]),
    ("next_url", &[]),
    ("link", &[]),
];

/// The members of the hint.
const MEMBERS: &[&str] = &[
    "cursor", "offset", "page", "next_url", "link", "items", "next", "limit", "total", "first",
    "pages",
];

/// The types that a property of a page can have.
#[derive(Clone, Copy)]
enum Expected {
    String,
    Integer,
    Array,
    /// A value whose absence ends the list.
    Presence,
}

impl Lowering<'_> {
    pub(super) fn pagination(
        &mut self,
        extensions: &Extensions<'_>,
        parameters: &[Parameter],
        success: &Success,
    ) -> Option<Pagination> {
        let hint = extensions.object(PAGINATION, MEMBERS, self.diagnostics)?;
        let kind = self.kind(&hint)?;
        let value = hint.required_string(kind, self.diagnostics)?;
        match kind {
            "cursor" => self.check_cursor(&hint, &value, parameters)?,
            "offset" | "page" => self.check_counter(&hint, kind, &value, parameters)?,
            _ => {}
        }
        let page = self.page(&hint, success)?;
        let (items, item) = self.items(&hint, &page)?;
        let paging = match kind {
            "cursor" => Paging::Cursor {
                parameter: value,
                next: self.property(&hint, "next", &page, Expected::String)?,
            },
            "offset" => Paging::Offset {
                parameter: value,
                limit: self.limit(&hint, parameters)?,
                total: self.optional_property(&hint, "total", &page, Expected::Integer)?,
                next: self.optional_property(&hint, "next", &page, Expected::Presence)?,
            },
            "page" => Paging::Number {
                parameter: value,
                first: if hint.has("first") {
                    hint.integer("first", self.diagnostics)?
                } else {
                    1
                },
                pages: self.optional_property(&hint, "pages", &page, Expected::Integer)?,
                next: self.optional_property(&hint, "next", &page, Expected::Presence)?,
            },
            "next_url" => Paging::Url {
                next: self.property(&hint, "next_url", &page, Expected::String)?,
            },
            _ => Paging::Link {
                relation: self.relation(&hint, value)?,
            },
        };
        let pagination = Pagination {
            paging,
            page,
            items,
            item,
        };
        self.check_other_operations(&hint, &pagination)?;
        Some(pagination)
    }

    /// The member that decides how a page leads to the next one. There must be one, and no member of a different kind.
    fn kind(&mut self, hint: &Hint<'_>) -> Option<&'static str> {
        let found: Vec<_> = KINDS.iter().filter(|(kind, _)| hint.has(kind)).collect();
        let all = "use one of `cursor`, `offset`, `page`, `next_url`, `link`";
        let (kind, allowed) = match found.as_slice() {
            [one] => *one,
            [] => {
                let message = "`x-rust-pagination` must say how a page leads to the next one";
                return self.wrong(hint.place(), message.to_owned(), all);
            }
            [one, other, ..] => {
                let message = format!("`{}` and `{}` exclude each other", one.0, other.0);
                return self.wrong(hint.member_place(other.0), message, all);
            }
        };
        let is_excess = |member: &&&str| {
            hint.has(member)
                && !(**member == *kind || **member == "items" || allowed.contains(member))
        };
        if let Some(excess) = MEMBERS.iter().find(is_excess) {
            let message = format!("`{excess}` does not apply to a list with `{kind}`");
            let help = match allowed {
                [] => "remove it".to_owned(),
                allowed => format!("remove it; `{kind}` allows `{}`", allowed.join("`, `")),
            };
            return self.wrong(hint.member_place(excess), message, &help);
        }
        Some(kind)
    }

    /// The type of a page: an object, or an array of the items.
    fn page(&mut self, hint: &Hint<'_>, success: &Success) -> Option<Type> {
        if let ResponseBody::Json(ty) = &success.body {
            match self.types.without_aliases(ty) {
                Type::Named(id) if matches!(self.types[*id].kind, TypeKind::Object(_)) => {
                    return Some(Type::Named(*id));
                }
                page @ Type::Array(_) => return Some(page.clone()),
                _ => {}
            }
        }
        let help =
            "remove the hint, or return a JSON object with the items, or a JSON array of them";
        let message = "a page must be a JSON object or array".to_owned();
        self.wrong(hint.place(), message, help)
    }

    /// The path to the items and the type of an item. `items` is empty for a page that is an array.
    fn items(&mut self, hint: &Hint<'_>, page: &Type) -> Option<(Vec<String>, Type)> {
        if let Type::Array(item) = page {
            let pointer = hint.required_string("items", self.diagnostics)?;
            if pointer.is_empty() {
                return Some((Vec::new(), (**item).clone()));
            }
            let message = format!("`{pointer}` does not exist: the response is an array");
            let help = "write an empty string, the pointer to the whole response";
            return self.wrong(hint.member_place("items"), message, help);
        }
        let (items, ty) = self.field_steps(hint, "items", page)?;
        let Type::Array(item) = ty else {
            return self.unexpected(hint, "items", Expected::Array);
        };
        Some((items, *item))
    }

    /// The path to a property of the page.
    fn property(
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
            | (Expected::Array, Type::Array(_))
            | (Expected::Presence, Type::String | Type::Boolean) => true,
            (Expected::Presence, _) => self.is_optional(page, &path),
            _ => false,
        };
        if is_expected {
            return Some(path);
        }
        if let (Expected::String, Type::Custom(custom)) = (expected, &ty) {
            let message = format!(
                "`{member}` must point at a `String`, but its type is `{}`",
                custom.path
            );
            let help =
                "set the type of this property to `String`, in `types` or with `x-rust-type`";
            return self.wrong(hint.member_place(member), message, help);
        }
        self.unexpected(hint, member, expected)
    }

    /// Like [`property`](Self::property), for a member that the hint may not have.
    fn optional_property(
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

    fn unexpected<T>(&mut self, hint: &Hint<'_>, member: &str, expected: Expected) -> Option<T> {
        let (what, help) = match (expected, member) {
            (Expected::String, "next_url") => (
                "a string",
                "point at the string property with the URL of the next page",
            ),
            (Expected::String, _) => (
                "a string",
                "point at the string property with the cursor of the next page",
            ),
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

    /// Checks that the cursor is an optional query parameter of type string; `None` if not.
    fn check_cursor(
        &mut self,
        hint: &Hint<'_>,
        cursor: &str,
        parameters: &[Parameter],
    ) -> Option<()> {
        let queries = || queries(parameters).filter(|other| !other.required);
        let Some(parameter) = queries().find(|one| one.wire_name == cursor) else {
            return self.unknown_parameter(hint, "cursor", cursor, queries(), "optional query");
        };
        if *self.types.without_aliases(&parameter.ty) != Type::String {
            let help = "use the name of a parameter of type string, or `page` or `offset` for one that counts";
            return self.wrong(
                hint.member_place("cursor"),
                format!("the cursor parameter `{cursor}` must be a string"),
                help,
            );
        }
        Some(())
    }

    /// Checks that an offset or a page number is a query parameter of type integer; `None` if not.
    fn check_counter(
        &mut self,
        hint: &Hint<'_>,
        member: &str,
        name: &str,
        parameters: &[Parameter],
    ) -> Option<()> {
        let Some(parameter) = queries(parameters).find(|one| one.wire_name == name) else {
            return self.unknown_parameter(hint, member, name, queries(parameters), "query");
        };
        if !self.is_integer(&parameter.ty) {
            let help = "use the name of a parameter of type integer";
            let message = format!("the parameter `{name}` must be an integer");
            return self.wrong(hint.member_place(member), message, help);
        }
        Some(())
    }

    /// Whether a type is an integer, with or without a check of its limits.
    fn is_integer(&self, ty: &Type) -> bool {
        match self.types.without_aliases(ty) {
            Type::Integer(_) => true,
            Type::Named(id) => match &self.types[*id].kind {
                TypeKind::Checked(checked) => self.is_integer(&checked.ty),
                _ => false,
            },
            _ => false,
        }
    }

    /// The query parameter with the most items of a page, if the hint names one.
    fn limit(&mut self, hint: &Hint<'_>, parameters: &[Parameter]) -> Option<Option<String>> {
        if !hint.has("limit") {
            return Some(None);
        }
        let name = hint.string("limit", self.diagnostics)?;
        self.check_counter(hint, "limit", &name, parameters)?;
        Some(Some(name))
    }

    /// A relation type, which is not empty and has no white space (RFC 8288, section 2.1).
    fn relation(&mut self, hint: &Hint<'_>, relation: String) -> Option<String> {
        if !relation.is_empty() && !relation.contains(char::is_whitespace) {
            return Some(relation);
        }
        let message = format!("`{relation}` is not a relation type of a link");
        self.wrong(hint.member_place("link"), message, "write `next`")
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

    /// Checks that other operations with the same type of page find the same in it, because a type implements `Page`
    /// once.
    fn check_other_operations(&mut self, hint: &Hint<'_>, pagination: &Pagination) -> Option<()> {
        let Type::Named(page) = pagination.page else {
            return Some(());
        };
        for (function, member, path) in pagination.functions() {
            let known = self.pages.entry((page, function)).or_insert(path.clone());
            if *known != path {
                let message = format!(
                    "`{member}` is the field `{}`, but for a different operation with the same type of page it is `{}`",
                    path.join("."),
                    known.join(".")
                );
                let help = "use the same property, or give one of the operations a separate schema";
                return self.wrong(hint.member_place(member), message, help);
            }
        }
        Some(())
    }

    /// Resolves a JSON pointer to a chain of fields and the type at its end.
    fn field_steps(
        &mut self,
        hint: &Hint<'_>,
        member: &str,
        page: &Type,
    ) -> Option<(Vec<String>, Type)> {
        let pointer = hint.required_string(member, self.diagnostics)?;
        let mut ty = page.clone();
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

fn queries(parameters: &[Parameter]) -> impl Iterator<Item = &Parameter> {
    parameters
        .iter()
        .filter(|parameter| parameter.location == Location::Query)
}
