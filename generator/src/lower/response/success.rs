//! The success of an operation: one type for all statuses, or a variant for each.

use std::collections::HashSet;

use super::body::BodyShape;
use super::resolved::Resolved;
use crate::lower::hinted_name::Item;
use crate::lower::nullable::nullable_if;
use crate::lower::resolve::hint_of;
use crate::lower::{Lowering, docs};
use crate::model::operation::{Method, Representation, Success, SuccessStatus};
use crate::model::scope::Scope;
use crate::model::types::{
    HeadedResponse, HeaderField, ResponseBody, StatusVariant, Type, TypeId, TypeKind,
};
use crate::model::{Docs, code_span};
use crate::pointer::Pointer;

/// The qualifier of the name of a header that is taken.
const HEADER: &str = "_header";

impl<'a> Lowering<'a> {
    pub(super) fn success(
        &mut self,
        resolved: &[Resolved<'a>],
        hint: &str,
        method: &Method,
        is_redirect: bool,
    ) -> Success {
        let mut success = Success {
            docs: Docs::default(),
            accept: Vec::new(),
            body: ResponseBody::Empty,
            without_body: Vec::new(),
            others: Vec::new(),
            is_redirect,
            headed: None,
            statuses: Vec::new(),
        };
        // The first success with a body, or else the first.
        let has_body = |one: &&Resolved<'a>| !one.response.content.is_empty();
        let Some(first) = resolved.iter().find(has_body).or(resolved.first()) else {
            return success;
        };
        success.docs = docs::of_description(Some(&first.response.description));
        let headers = self.headers_of_all(resolved, hint, is_redirect);
        let has_no_body = *method == Method::Head || is_redirect;
        success.statuses = statuses(resolved, &headers, has_no_body);
        let wrapper = format!("{hint}Response");
        // The plain name belongs to the returned type: the response with its headers, if it has typed ones.
        let body_hint = if headers.is_empty() {
            wrapper.clone()
        } else {
            format!("{hint}ResponseBody")
        };
        if has_no_body {
            // A response to HEAD has no body (RFC 9110, section 9.3.2).
            success.accept = first.response.content.keys().take(1).cloned().collect();
        } else {
            self.success_body(&mut success, resolved, first, &body_hint, hint);
        }
        success.headed = (!headers.is_empty()).then(|| {
            let id = self.reserve_type(&wrapper, first.place.clone());
            self.types[id].docs = success.docs.clone();
            self.types[id].kind = TypeKind::Response(HeadedResponse {
                headers,
                body: success.body.clone(),
            });
            id
        });
        success
    }

    /// The common shape of all successes, or one by status.
    fn success_body(
        &mut self,
        success: &mut Success,
        resolved: &[Resolved<'a>],
        first: &Resolved<'a>,
        body_hint: &str,
        hint: &str,
    ) {
        let mut shapes: Vec<BodyShape<'a>> = Vec::new();
        for one in resolved {
            shapes.extend(
                self.preferred_shape(one.response)
                    .filter(|shape| !shapes.contains(shape)),
            );
        }
        let mut seen = HashSet::new();
        for one in resolved {
            self.media_types(success, one, hint, &mut seen);
        }
        if shapes.len() > 1 {
            let id = self.by_status(resolved, body_hint, hint, &first.place);
            success.body = ResponseBody::ByStatus(id);
            return;
        }
        success.body = self.response_body(first, &hint_of(&first.place, body_hint));
        if let ResponseBody::Json(ty) = &success.body {
            let without = resolved
                .iter()
                .filter(|one| one.response.content.is_empty());
            success.without_body = without.filter_map(|one| one.status.parse().ok()).collect();
            if !success.without_body.is_empty() {
                success.body = ResponseBody::Json(nullable_if(true, ty.clone()));
            }
        }
    }

    /// Sets the media types to request, and their alternatives. `seen` are those set so far, and whether each is an
    /// alternative.
    fn media_types(
        &mut self,
        success: &mut Success,
        one: &Resolved<'a>,
        hint: &str,
        seen: &mut HashSet<(bool, &'a str)>,
    ) {
        let Some(chosen) = self.preferred_shape(one.response) else {
            return;
        };
        let pointer = Pointer::base(&one.place);
        let content = pointer.key("content");
        for (media_type, media) in &one.response.content {
            let shape = self.body_shape(media_type, media);
            if shape == chosen {
                if seen.insert((false, media_type)) {
                    success.accept.push(media_type.clone());
                }
                continue;
            }
            if !seen.insert((true, media_type)) {
                continue;
            }
            let pointer = content.key(media_type);
            let body = match shape {
                BodyShape::Events(_) => self.events(media, &format!("{hint}Event"), &pointer),
                BodyShape::JsonLines(_) => self.json_lines(media, &format!("{hint}Line"), &pointer),
                BodyShape::Json(_) | BodyShape::Text | BodyShape::Bytes => ResponseBody::Bytes,
            };
            success.others.push(Representation {
                media_type: media_type.clone(),
                body,
            });
        }
    }

    /// An enum with a variant for each status.
    fn by_status(
        &mut self,
        resolved: &[Resolved<'a>],
        name: &str,
        hint: &str,
        place: &str,
    ) -> TypeId {
        let id = self.reserve_type(name, place.to_owned());
        let mut names = Scope::default();
        let mut variants = Vec::with_capacity(resolved.len());
        for one in resolved {
            let name = names.claim(status_name(&one.status), "");
            let body = match self.response_body(one, &hint_of(&one.place, &format!("{hint}{name}")))
            {
                // A body chosen by status is buffered.
                ResponseBody::Events(_) | ResponseBody::JsonLines(_) => ResponseBody::Bytes,
                body => body,
            };
            let docs = docs::of_description(Some(&one.response.description));
            variants.push(StatusVariant {
                status: one.status.clone(),
                name,
                docs,
                body,
            });
        }
        self.types[id].docs = Docs {
            description: Some("The response body, by status.".to_owned()),
            ..Docs::default()
        };
        self.types[id].kind = TypeKind::ByStatus(variants);
        id
    }

    /// The headers of all successes. Each is optional, so that one type can hold them all.
    fn headers_of_all(
        &mut self,
        resolved: &[Resolved<'a>],
        hint: &str,
        is_redirect: bool,
    ) -> Vec<HeaderField> {
        let mut names = Scope::reserving(&["body"]);
        let reserved = names.clone();
        let mut headers: Vec<HeaderField> = Vec::new();
        let mut items = Vec::new();
        let mut seen = HashSet::new();
        for one in resolved {
            for header in self.headers(one.response, hint, &Pointer::base(&one.place)) {
                let mut field = header.field;
                if seen.insert(field.wire_name.to_ascii_lowercase()) {
                    let wanted = std::mem::take(&mut field.name);
                    field.name = names.claim(&wanted, HEADER);
                    items.push(Item {
                        what: format!("the header {}", code_span(&field.wire_name)),
                        pointer: header.pointer,
                        wanted,
                        qualifier: HEADER.to_owned(),
                        name: field.name.clone(),
                        hint: header.hint,
                    });
                    headers.push(field);
                }
            }
        }
        self.hinted_names(reserved, &items);
        if is_redirect && !seen.contains("location") {
            headers.push(HeaderField {
                wire_name: "location".to_owned(),
                name: names.claim("location", HEADER),
                docs: docs::of_description(Some("The target of the redirect.")),
                ty: Type::String,
                is_json: false,
                empty_is_absent: true,
            });
        }
        headers
    }
}

/// The documented statuses, with the names of those headers that are fields.
fn statuses(
    resolved: &[Resolved<'_>],
    fields: &[HeaderField],
    has_no_body: bool,
) -> Vec<SuccessStatus> {
    let is_field = |name: &&String| {
        let mut names = fields.iter().map(|field| &field.wire_name);
        names.any(|field| field.eq_ignore_ascii_case(name))
    };
    let statuses = resolved.iter().map(|one| SuccessStatus {
        status: one.status.clone(),
        media_types: if has_no_body {
            Vec::new()
        } else {
            one.response.content.keys().cloned().collect()
        },
        headers: (one.response.headers.keys())
            .filter(is_field)
            .cloned()
            .collect(),
    });
    statuses.collect()
}

/// The variant name of a status (RFC 9110, section 15.3).
fn status_name(status: &str) -> &'static str {
    match status {
        "200" => "Ok",
        "201" => "Created",
        "202" => "Accepted",
        "203" => "NonAuthoritative",
        "204" => "NoContent",
        "205" => "ResetContent",
        "206" => "PartialContent",
        "207" => "MultiStatus",
        "208" => "AlreadyReported",
        "226" => "ImUsed",
        _ => "Other",
    }
}
