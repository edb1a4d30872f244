//! `x-rust-pagination`: how to request the next page of a list.

use super::extension::{Extensions, Hint};
use super::lowering::Lowering;
use super::page_argument::Arguments;
use super::page_property::Expected;
use crate::hints::PAGINATION;
use crate::model::operation::{Pagination, Paging, Success};
use crate::model::types::{ResponseBody, Type, TypeKind};

/// The members that decide how a page leads to the next one, each with the members that it allows in addition to `items`.
const KINDS: &[(&str, &[&str])] = &[
    ("cursor", &["next", "item", "header", "more", "last"]),
    ("offset", &["limit", "total", "next", "last"]),
    ("page", &["first", "pages", "next", "last"]),
    ("next_url", &[]),
    ("link", &[]),
];

/// The members of the hint.
const MEMBERS: &[&str] = &[
    "cursor", "offset", "page", "next_url", "link", "items", "next", "item", "header", "more",
    "last", "limit", "total", "first", "pages",
];

impl Lowering<'_> {
    pub(super) fn pagination(
        &mut self,
        extensions: &Extensions<'_>,
        arguments: Arguments<'_>,
        success: &Success,
    ) -> Option<Pagination> {
        let hint = extensions.object(PAGINATION, MEMBERS, self.diagnostics)?;
        let kind = self.kind(&hint)?;
        let value = hint.required_string(kind, self.diagnostics)?;
        let argument = match kind {
            "cursor" | "offset" | "page" => {
                Some(self.page_argument(&hint, kind, &value, arguments)?)
            }
            _ => None,
        };
        let (page, is_optional) = self.page(&hint, success)?;
        let (items, item) = self.items(&hint, &page)?;
        let last = self.optional_property(&hint, "last", &page, Expected::Boolean)?;
        let last = match last {
            Some(_) => Some(self.property_names(&hint, "last")?),
            None => None,
        };
        let paging = match (kind, argument) {
            ("cursor", Some(argument)) => Paging::Cursor {
                argument,
                next: self.next_cursor(&hint, &page, &item)?,
                more: self.optional_property(&hint, "more", &page, Expected::Presence)?,
            },
            ("offset", Some(argument)) => Paging::Offset {
                argument,
                limit: self.limit(&hint, arguments.parameters)?,
                total: self.optional_property(&hint, "total", &page, Expected::Integer)?,
                next: self.optional_property(&hint, "next", &page, Expected::Presence)?,
            },
            ("page", Some(argument)) => Paging::Number {
                argument,
                first: if hint.has("first") {
                    hint.integer("first", self.diagnostics)?
                } else {
                    1
                },
                pages: self.optional_property(&hint, "pages", &page, Expected::Integer)?,
                next: self.optional_property(&hint, "next", &page, Expected::Presence)?,
            },
            ("next_url", _) => Paging::Url {
                next: self.next_url(&hint, &page)?,
            },
            _ => Paging::Link {
                relation: self.relation(&hint, value)?,
            },
        };
        let pagination = Pagination {
            paging,
            last,
            page,
            is_optional,
            items,
            item_properties: self.property_names(&hint, "items")?,
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

    /// The type of a page, an object or an array of the items, and whether a response may have none.
    fn page(&mut self, hint: &Hint<'_>, success: &Success) -> Option<(Type, bool)> {
        if let ResponseBody::Json(ty) = &success.body {
            let ty = self.types.without_aliases(ty);
            let (ty, is_optional) = match ty {
                Type::Nullable(ty) => (&**ty, true),
                ty => (ty, false),
            };
            match self.types.without_aliases(ty) {
                Type::Named(id) if matches!(self.types[*id].kind, TypeKind::Object(_)) => {
                    return Some((Type::Named(*id), is_optional));
                }
                page @ Type::Array(_) => return Some((page.clone(), is_optional)),
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

    /// A relation type, which is not empty and has no white space (RFC 8288, section 2.1).
    fn relation(&mut self, hint: &Hint<'_>, relation: String) -> Option<String> {
        if !relation.is_empty() && !relation.contains(char::is_whitespace) {
            return Some(relation);
        }
        let message = format!("`{relation}` is not a relation type of a link");
        self.wrong(hint.member_place("link"), message, "write `next`")
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
}
