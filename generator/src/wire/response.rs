//! The lines of the responses of an operation: statuses with media types, bodies and headers.

use super::ty;
use super::wording::{limits, list, shown};
use crate::model::Api;
use crate::model::operation::{Failure, Operation, Success, SuccessStatus};
use crate::model::types::{HeaderField, ResponseBody, Type, TypeKind};

pub(super) fn facts(api: &Api, operation: &Operation) -> Vec<String> {
    let success = &operation.success;
    let mut facts = Vec::new();
    facts.extend(accept(operation));
    for status in &success.statuses {
        facts.extend(of_success(api, success, status));
    }
    for failure in &operation.failures {
        facts.extend(of_failure(api, failure));
    }
    facts
}

/// The `accept` header, if it has media types that no response has, such as that of a response to `HEAD`.
fn accept(operation: &Operation) -> Option<String> {
    let success = &operation.success;
    let is_listed = |media_type: &String| {
        let of_successes = success.statuses.iter().flat_map(|one| &one.media_types);
        let of_failures = operation.failures.iter().flat_map(|one| &one.media_types);
        of_successes.chain(of_failures).any(|one| one == media_type)
    };
    let is_derived = success.accept.iter().all(is_listed);
    (!is_derived).then(|| format!("accept: {}", list(&success.accept)))
}

fn of_success(api: &Api, success: &Success, status: &SuccessStatus) -> Vec<String> {
    let name = &status.status;
    let mut lines = Vec::new();
    for name_of_header in &status.headers {
        let field = headers(api, success).find(|field| is_named(field, name_of_header));
        if let Some(field) = field {
            lines.push(header(api, name, name_of_header, field));
        }
    }
    if success.is_redirect {
        lines.push(format!("{name}: redirect, not followed"));
    } else if status.media_types.is_empty() {
        lines.push(format!("{name}: no body"));
    }
    for media_type in &status.media_types {
        let body = match body_of(api, success, name, media_type) {
            // The other statuses have no body.
            ResponseBody::Json(Type::Nullable(inner)) if !success.without_body.is_empty() => {
                ty::words(&api.types, inner)
            }
            body => ty::response_body(&api.types, body),
        };
        lines.push(format!("{name}: {} {body}", shown(media_type)));
    }
    lines
}

/// The body of a status in one of its media types.
fn body_of<'a>(
    api: &'a Api,
    success: &'a Success,
    status: &str,
    media_type: &str,
) -> &'a ResponseBody {
    let other = success.others.iter().find(|one| {
        one.media_type == media_type && !success.accept.iter().any(|one| one == media_type)
    });
    if let Some(other) = other {
        return &other.body;
    }
    if let ResponseBody::ByStatus(id) = &success.body
        && let TypeKind::ByStatus(variants) = &api.types[*id].kind
        && let Some(variant) = variants.iter().find(|variant| variant.status == status)
    {
        return &variant.body;
    }
    &success.body
}

fn headers<'a>(api: &'a Api, success: &Success) -> impl Iterator<Item = &'a HeaderField> {
    let kind = success.headed.map(|id| &api.types[id].kind);
    let fields = match kind {
        Some(TypeKind::Response(response)) => response.headers.as_slice(),
        _ => &[],
    };
    fields.iter()
}

fn is_named(field: &HeaderField, name: &str) -> bool {
    field.wire_name.eq_ignore_ascii_case(name)
}

fn header(api: &Api, status: &str, name: &str, field: &HeaderField) -> String {
    format!(
        "{status} header {}: {}{}{}",
        shown(name),
        ty::words(&api.types, &field.ty),
        if field.empty_is_absent {
            ", absent if empty"
        } else {
            ""
        },
        limits(&field.docs.notes)
    )
}

fn of_failure(api: &Api, failure: &Failure) -> Vec<String> {
    let name = &failure.status;
    let headers = failure.headers.iter();
    let headers = headers.map(|header| format!("{name} header {}", shown(header)));
    let mut lines: Vec<String> = headers.collect();
    if failure.media_types.is_empty() {
        lines.push(format!("{name}: error, no body"));
    }
    for (index, media_type) in failure.media_types.iter().enumerate() {
        let body = failure.body.ty().filter(|_| index == 0);
        let body = body.map(|ty| format!(" {}", ty::words(&api.types, &ty)));
        lines.push(format!(
            "{name}: error, {}{}",
            shown(media_type),
            body.unwrap_or_default()
        ));
    }
    lines
}
