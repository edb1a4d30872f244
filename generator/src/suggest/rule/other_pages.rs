//! Pages after an item, with an offset, a page number, the URL of the next page, or a `link` header.

use serde_json::{Value, json};

use crate::model::Api;
use crate::model::operation::{Location, Operation, Parameter};
use crate::model::types::{Field, ResponseBody, Type, TypeKind};
use crate::pointer::escape;

/// The properties with the URL of the next page.
const NEXT_URLS: [&str; 7] = [
    "@odata.nextLink",
    "nextLink",
    "nextPageUrl",
    "next_link",
    "next_page_url",
    "next_url",
    "nextUrl",
];

/// The objects of links, whose property `next` is the URL of the next page.
const LINKS: [&str; 2] = ["links", "_links"];

/// The query parameters with the `id` of the item before a page.
const AFTER_ITEMS: [&str; 2] = ["starting_after", "startingAfter"];

/// The properties that say whether a next page follows.
const HAS_MORE: [&str; 2] = ["has_more", "hasMore"];

/// The query parameters with the number of items to skip.
const OFFSETS: [&str; 2] = ["offset", "skip"];

/// The query parameters with the most items of a page.
const LIMITS: [&str; 8] = [
    "count",
    "limit",
    "max_results",
    "page_size",
    "pageSize",
    "per_page",
    "size",
    "top",
];

/// The query parameters with the number of a page.
const NUMBERS: [&str; 3] = ["page", "page_number", "pageNumber"];

/// The properties with the number of items of the whole list.
const TOTALS: [&str; 5] = [
    "total",
    "totalCount",
    "totalItems",
    "total_count",
    "total_items",
];

/// The properties with the number of pages of the whole list.
const PAGE_TOTALS: [&str; 4] = ["page_count", "pageCount", "totalPages", "total_pages"];

/// The objects about a page.
const PAGE_OBJECTS: [&str; 6] = [
    "meta",
    "metadata",
    "page",
    "page_info",
    "pagination",
    "paging",
];

/// The reason and the hint of a list, if it plainly is one of these. `None` unless each property is the only one.
pub(super) fn hint(operation: &Operation, api: &Api) -> Option<(String, Value)> {
    let ResponseBody::Json(page) = &operation.success.body else {
        return None;
    };
    if !operation.success.others.is_empty() {
        return None;
    }
    let page = Page {
        operation,
        api,
        ty: page,
    };
    let items = page.items()?;
    page.after_item(&items)
        .or_else(|| page.link(&items))
        .or_else(|| page.url(&items))
        .or_else(|| page.number(&items))
        .or_else(|| page.offset(&items))
}

/// The pages of an operation.
struct Page<'a> {
    operation: &'a Operation,
    api: &'a Api,
    ty: &'a Type,
}

impl<'a> Page<'a> {
    fn fields(&self, ty: &Type) -> &'a [Field] {
        match self.api.types.without_aliases(ty) {
            Type::Named(id) => match &self.api.types[*id].kind {
                TypeKind::Object(object) => &object.fields,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// The pointer of the only array.
    fn items(&self) -> Option<String> {
        let is_array = |ty: &Type| matches!(self.api.types.without_aliases(ty), Type::Array(_));
        if is_array(self.ty) {
            return Some(String::new());
        }
        let mut arrays = self
            .fields(self.ty)
            .iter()
            .filter(|field| is_array(&field.ty));
        let (items, other) = (arrays.next()?, arrays.next());
        other
            .is_none()
            .then(|| format!("/{}", escape(&items.wire_name)))
    }

    /// The pointer of the only property with one of these names, in the page or in one of these objects in it.
    fn property(
        &self,
        names: &[&str],
        objects: &[&str],
        is_type: fn(&Type) -> bool,
    ) -> Option<String> {
        let mut found = Vec::new();
        let is_found = |field: &Field| {
            names.contains(&field.wire_name.as_str())
                && is_type(self.api.types.without_aliases(&field.ty))
        };
        for field in self.fields(self.ty) {
            if is_found(field) {
                found.push(format!("/{}", escape(&field.wire_name)));
            }
            if objects.contains(&field.wire_name.as_str()) {
                let inner = self
                    .fields(&field.ty)
                    .iter()
                    .filter(|inner| is_found(inner));
                found.extend(inner.map(|inner| {
                    format!("/{}/{}", escape(&field.wire_name), escape(&inner.wire_name))
                }));
            }
        }
        match found.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    /// The only query parameter with one of these names, an integer.
    fn parameter(&self, names: &[&str]) -> Option<&'a Parameter> {
        let mut parameters = self.operation.parameters.iter().filter(|parameter| {
            parameter.location == Location::Query
                && names.contains(&parameter.wire_name.as_str())
                && is_integer(self.api.types.without_aliases(&parameter.ty))
        });
        let (one, other) = (parameters.next()?, parameters.next());
        other.is_none().then_some(one)
    }

    /// A cursor that is the `id` of the last item, if the page says whether more items follow.
    fn after_item(&self, items: &str) -> Option<(String, Value)> {
        let mut queries = self.operation.parameters.iter().filter(|parameter| {
            parameter.location == Location::Query
                && AFTER_ITEMS.contains(&parameter.wire_name.as_str())
        });
        let cursor = queries.next()?;
        let more = self.property(&HAS_MORE, &[], |ty| *ty == Type::Boolean)?;
        let mut fields = self.fields(self.ty).iter();
        let list = fields.find(|field| format!("/{}", escape(&field.wire_name)) == items)?;
        let Type::Array(item) = self.api.types.without_aliases(&list.ty) else {
            return None;
        };
        let id = self
            .fields(item)
            .iter()
            .find(|field| field.wire_name == "id")?;
        let of = |ty: &Type| self.api.types.without_aliases(ty).clone();
        let is_same =
            of(&id.ty) == of(&cursor.ty) && (is_string(&of(&id.ty)) || is_integer(&of(&id.ty)));
        if !is_same || id.is_optional() {
            return None;
        }
        let name = &cursor.wire_name;
        let reason = format!(
            "the query parameter `{name}` is the `id` of an item, and `{more}` says whether more items follow{}",
            only(items)
        );
        let hint = json!({"cursor": name, "item": "/id", "more": more, "items": items});
        Some((reason, hint))
    }

    /// A `link` header, for a list whose requests limit or count the items or pages.
    fn link(&self, items: &str) -> Option<(String, Value)> {
        let TypeKind::Response(response) = &self.api.types[self.operation.success.headed?].kind
        else {
            return None;
        };
        let is_link = |name: &str| name.eq_ignore_ascii_case("link");
        if !response
            .headers
            .iter()
            .any(|header| is_link(&header.wire_name))
        {
            return None;
        }
        let counts = [&LIMITS[..], &OFFSETS, &NUMBERS];
        let parameter = counts.into_iter().find_map(|names| self.parameter(names))?;
        let reason = format!(
            "the response has the header `link`, and the query parameter `{}` divides the list into pages",
            parameter.wire_name
        );
        Some((reason, json!({"link": "next", "items": items})))
    }

    fn url(&self, items: &str) -> Option<(String, Value)> {
        let url = self
            .property(&NEXT_URLS, &PAGE_OBJECTS, is_string)
            .or_else(|| {
                let inner = self.property(&["next"], &LINKS, is_string)?;
                // Only a `next` in an object of links is certain to be a URL.
                (inner != "/next").then_some(inner)
            })?;
        let reason = format!("`{url}` is the URL of the next page{}", only(items));
        Some((reason, json!({"next_url": url, "items": items})))
    }

    /// Page numbers, if the document says what the first one is: it is often 0, and often 1.
    fn number(&self, items: &str) -> Option<(String, Value)> {
        let parameter = self.parameter(&NUMBERS)?;
        let default = |text: &str| parameter.docs.notes.iter().any(|note| note == text);
        let first = [("Default: `0`.", 0), ("Default: `1`.", 1)]
            .into_iter()
            .find_map(|(note, first)| default(note).then_some(first))?;
        let name = &parameter.wire_name;
        let mut hint = json!({"page": name, "items": items});
        if first == 0 {
            hint["first"] = json!(0);
        }
        if let Some(pages) = self.property(&PAGE_TOTALS, &PAGE_OBJECTS, is_integer) {
            hint["pages"] = json!(pages);
        }
        let reason = format!(
            "the query parameter `{name}` is the number of a page, {first} by default{}",
            only(items)
        );
        Some((reason, hint))
    }

    /// Offsets, if there also is a limit or a total.
    fn offset(&self, items: &str) -> Option<(String, Value)> {
        let name = &self.parameter(&OFFSETS)?.wire_name;
        let total = self.property(&TOTALS, &PAGE_OBJECTS, is_integer);
        if total.is_none() && self.parameter(&LIMITS).is_none() {
            return None;
        }
        let mut hint = json!({"offset": name, "items": items});
        if let Some(total) = &total {
            hint["total"] = json!(total);
        }
        let reason = format!(
            "the query parameter `{name}` is the number of items to skip{}",
            only(items)
        );
        Some((reason, hint))
    }
}

fn only(items: &str) -> String {
    if items.is_empty() {
        ", and the response is an array".to_owned()
    } else {
        format!(", and `{items}` is the only array")
    }
}

fn is_string(ty: &Type) -> bool {
    *ty == Type::String
}

fn is_integer(ty: &Type) -> bool {
    matches!(ty, Type::Integer(_))
}
