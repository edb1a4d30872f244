//! Pages with a cursor.

use serde_json::{Value, json};

use super::other_pages;
use super::written::Written;
use crate::model::Api;
use crate::model::operation::{Location, Method, Operation, Parameter};
use crate::model::types::{Field, ResponseBody, Type, TypeKind};
use crate::pointer::escape;
use crate::suggest::effect::Effect;
use crate::suggest::proposal::{Proposal, Step};

/// The query parameters that are cursors, each with the properties that have the cursor of the next page.
const CURSORS: [(&str, &[&str]); 5] = [
    ("cursor", &["next_cursor", "nextCursor"]),
    ("page_token", &["next_page_token", "next_page"]),
    ("pageToken", &["nextPageToken"]),
    ("next_token", &["next_token"]),
    ("nextToken", &["nextToken"]),
];

/// A cursor whose property has the same name. The property is that of the next page only in an object about the page.
const AFTER: &str = "after";

/// The objects about a page that have its cursors.
pub(super) const PAGE_OBJECTS: [&str; 12] = [
    "cursors",
    "listMetadata",
    "list_metadata",
    "meta",
    "metadata",
    "page",
    "pageInfo",
    "page_info",
    "pages",
    "pagination",
    "paging",
    "response_metadata",
];

/// Arrays of a page that are not its items.
const NO_ITEMS: [&str; 6] = ["errors", "links", "messages", "notices", "tags", "warnings"];

/// Proposes `x-rust-pagination` for operations that plainly return pages.
pub(super) fn proposals(operations: &[Written<'_>], api: &Api) -> Vec<Proposal> {
    let proposals = operations.iter().filter_map(|written| {
        let operation = written.operation;
        if operation.method != Method::Get
            || operation.pagination.is_some()
            || written.members.get("x-rust-pagination").is_some()
        {
            return None;
        }
        let (reason, hint) =
            cursor(operation, api).or_else(|| other_pages::hint(operation, api))?;
        let reason = format!("pagination: {reason}");
        let step = Step::Set {
            pointer: written.pointer.clone(),
            members: vec![("x-rust-pagination".to_owned(), hint)],
        };
        Some(Proposal::of_rule(reason, Effect::Adds, step))
    });
    proposals.collect()
}

/// The reason and the hint of a list with a cursor.
fn cursor(operation: &Operation, api: &Api) -> Option<(String, Value)> {
    let (cursor, next, items) = pages(operation, api)?;
    let reason = format!(
        "the query parameter `{cursor}` is the cursor of a page, `{next}` that of the next page, and `{items}` is the \
         only array"
    );
    Some((
        reason,
        json!({"cursor": cursor, "next": next, "items": items}),
    ))
}

/// The cursor parameter, and the pointers of the next cursor and of the items; `None` unless each is the only one.
fn pages(operation: &Operation, api: &Api) -> Option<(String, String, String)> {
    let is_text = |ty: &Type| *api.types.without_aliases(ty) == Type::String;
    let is_cursor = |parameter: &&Parameter| {
        parameter.location == Location::Query && !parameter.required && is_text(&parameter.ty)
    };
    let names = operation
        .parameters
        .iter()
        .filter(is_cursor)
        .map(|parameter| parameter.wire_name.as_str());
    let cursors: Vec<&str> = names
        .filter(|name| *name == AFTER || CURSORS.iter().any(|(cursor, _)| cursor == name))
        .collect();
    let [cursor] = cursors.as_slice() else {
        return None;
    };
    let ResponseBody::Json(page) = &operation.success.body else {
        return None;
    };
    if !operation.success.others.is_empty() {
        return None;
    }
    let fields = fields(api, page)?;
    let arrays: Vec<&Field> = fields
        .iter()
        .filter(|field| matches!(api.types.without_aliases(&field.ty), Type::Array(_)))
        .collect();
    let [items] = arrays.as_slice() else {
        return None;
    };
    let mut next = Vec::new();
    let is_text = |field: &Field| {
        // The address of the next page is no cursor, and neither is a filter by time that the response repeats.
        let description = field.docs.description.as_deref().unwrap_or_default();
        let description = description.to_ascii_lowercase();
        let is_other = ["url", "uri", "link", "date", "timestamp", "filter"]
            .iter()
            .any(|word| description.contains(word));
        is_text(&field.ty) && !is_other
    };
    for field in fields {
        if is_next(cursor, &field.wire_name) && *cursor != AFTER && is_text(field) {
            next.push(format!("/{}", escape(&field.wire_name)));
        }
        if PAGE_OBJECTS.contains(&field.wire_name.as_str()) {
            for inner in self::fields(api, &field.ty).into_iter().flatten() {
                if is_next(cursor, &inner.wire_name) && is_text(inner) {
                    next.push(format!(
                        "/{}/{}",
                        escape(&field.wire_name),
                        escape(&inner.wire_name)
                    ));
                }
            }
        }
    }
    let [next] = next.as_slice() else {
        return None;
    };
    if NO_ITEMS.contains(&items.wire_name.to_ascii_lowercase().as_str()) {
        return None;
    }
    let items = format!("/{}", escape(&items.wire_name));
    Some(((*cursor).to_owned(), next.clone(), items))
}

fn is_next(cursor: &str, name: &str) -> bool {
    if cursor == AFTER {
        return matches!(name, AFTER | "next_cursor" | "nextCursor");
    }
    CURSORS
        .iter()
        .any(|(known, next)| *known == cursor && next.contains(&name))
}

pub(super) fn fields<'a>(api: &'a Api, ty: &Type) -> Option<&'a [Field]> {
    match api.types.without_aliases(ty) {
        Type::Named(id) => match &api.types[*id].kind {
            TypeKind::Object(object) => Some(&object.fields),
            _ => None,
        },
        _ => None,
    }
}
