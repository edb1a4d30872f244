//! What comes back: the successes that are decoded, and the documented failures.

use openapiv3::{
    Link, LinkOperation, MediaType, Operation as Source, ReferenceOr, Response, Schema, StatusCode,
};

use super::media_type::{Encoding, encoding};
use super::nullable::nullable_if;
use super::resolve::hint_of;
use super::{Lowering, docs};
use crate::model::Docs;
use crate::model::name::pascal;
use crate::model::operation::{Failure, Method, Representation, Success, is_rate_limit_header};
use crate::model::scope::Scope;
use crate::model::types::{
    HeadedResponse, HeaderField, ResponseBody, StatusVariant, Type, TypeId, TypeKind,
};
use crate::pointer::Pointer;

/// A documented answer under its status: `404`, `4XX` or `default`.
type Answer<'a> = (String, &'a ReferenceOr<Response>);

/// A documented answer, and where it stands.
struct Resolved<'a> {
    status: String,
    response: &'a Response,
    place: String,
}

/// What a body is read as, as far as that can be told from the document alone: two answers of one shape are one type.
#[derive(PartialEq)]
enum Shape<'a> {
    Json(Option<&'a ReferenceOr<Schema>>),
    JsonLines(Option<&'a ReferenceOr<Schema>>),
    Events(Option<&'a ReferenceOr<Schema>>),
    Text,
    Bytes,
}

impl<'a> Shape<'a> {
    fn of(media_type: &str, media: &'a MediaType) -> Self {
        let schema = media.schema.as_ref();
        match encoding(media_type) {
            Encoding::Json => Self::Json(schema),
            Encoding::JsonLines => Self::JsonLines(schema),
            Encoding::Events => Self::Events(schema),
            Encoding::Text | Encoding::Xml => Self::Text,
            Encoding::Bytes | Encoding::Form | Encoding::Multipart => Self::Bytes,
        }
    }

    fn of_response(response: &'a Response) -> Option<Self> {
        choose(response).map(|(media_type, media)| Self::of(media_type, media))
    }
}

/// The statuses of an operation, by what becomes of them.
#[derive(Default)]
struct Answers<'a> {
    successes: Vec<Answer<'a>>,
    failures: Vec<Answer<'a>>,
    /// The successes are redirects.
    is_redirect: bool,
}

impl<'a> Answers<'a> {
    fn of(source: &'a Source) -> Self {
        let mut answers = Self::default();
        let mut redirects = Vec::new();
        for (status, response) in &source.responses.responses {
            let list = match class(status) {
                2 => &mut answers.successes,
                // 304 answers a condition, and leads nowhere.
                3 if *status != StatusCode::Code(304) => &mut redirects,
                _ => &mut answers.failures,
            };
            list.push((status.to_string(), response));
        }
        let default = source
            .responses
            .default
            .as_ref()
            .map(|response| ("default".to_owned(), response));
        if answers.successes.is_empty() && !redirects.is_empty() {
            answers.is_redirect = true;
            answers.successes = redirects;
            answers.failures.extend(default);
        } else {
            answers.failures.extend(redirects);
            // With no other success, the default is what the operation is for.
            if answers.successes.is_empty() {
                answers.successes.extend(default);
            } else {
                answers.failures.extend(default);
            }
        }
        answers
    }
}

impl<'a> Lowering<'a> {
    /// What comes back, and what the reader of the operation should know of what comes after it.
    pub(super) fn responses(
        &mut self,
        source: &'a Source,
        hint: &str,
        method: Method,
        pointer: &Pointer<'_>,
    ) -> (Success, Vec<Failure>, Vec<String>) {
        let pointer = pointer.key("responses");
        let Answers {
            successes,
            failures: others,
            is_redirect,
        } = Answers::of(source);
        if successes.is_empty() {
            self.unsupported(
                pointer.key_place(),
                "no success is documented, neither a 2XX status nor `default`",
                "a 2XX answer is a success whose body is not read",
            );
        }
        let mut resolved = Vec::new();
        for (status, response) in successes {
            if let Some((response, place)) = self.resolve(response, &pointer.key(&status)) {
                resolved.push(Resolved {
                    status,
                    response,
                    place,
                });
            }
        }
        let mut success = self.success(&resolved, hint, method, is_redirect);
        let failures = others
            .iter()
            .filter_map(|(status, response)| self.failure(status, response, hint, &pointer))
            .collect();
        if success.accept.is_empty() {
            // Where only a failure has a body, that is what there is to ask for.
            success.accept = self.failure_media_types(&others, &pointer);
        }
        (success, failures, links(&resolved))
    }

    fn success(
        &mut self,
        resolved: &[Resolved<'a>],
        hint: &str,
        method: Method,
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
        };
        // The first that has a body speaks for all, or the first.
        let has_body = |one: &&Resolved<'a>| !one.response.content.is_empty();
        let Some(first) = resolved.iter().find(has_body).or(resolved.first()) else {
            return success;
        };
        success.docs = docs::of_description(Some(&first.response.description));
        let headers = self.headers_of_all(resolved, hint, is_redirect);
        let wrapper = format!("{hint}Response");
        // The plain name is for what the user gets: the response with its headers, where it has typed ones.
        let body_hint = if headers.is_empty() {
            wrapper.clone()
        } else {
            format!("{hint}ResponseBody")
        };
        if method == Method::Head || is_redirect {
            // An answer to HEAD says what that to GET would have, and has no body (RFC 9110, section 9.3.2).
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

    /// The one shape that all successes have, or one by status.
    fn success_body(
        &mut self,
        success: &mut Success,
        resolved: &[Resolved<'a>],
        first: &Resolved<'a>,
        body_hint: &str,
        hint: &str,
    ) {
        let mut shapes: Vec<Shape<'a>> = Vec::new();
        for one in resolved {
            shapes.extend(Shape::of_response(one.response).filter(|shape| !shapes.contains(shape)));
        }
        for one in resolved {
            self.media_types(success, one, hint);
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

    /// What is asked for, and what could be.
    fn media_types(&mut self, success: &mut Success, one: &Resolved<'a>, hint: &str) {
        let Some(chosen) = Shape::of_response(one.response) else {
            return;
        };
        let pointer = Pointer::base(&one.place);
        let content = pointer.key("content");
        for (media_type, media) in &one.response.content {
            let shape = Shape::of(media_type, media);
            if shape == chosen {
                if !success.accept.contains(media_type) {
                    success.accept.push(media_type.clone());
                }
                continue;
            }
            if success
                .others
                .iter()
                .any(|other| other.media_type == *media_type)
            {
                continue;
            }
            let pointer = content.key(media_type);
            let body = match shape {
                Shape::Events(_) => self.events(media, &format!("{hint}Event"), &pointer),
                Shape::JsonLines(_) => self.json_lines(media, &format!("{hint}Line"), &pointer),
                Shape::Json(_) | Shape::Text | Shape::Bytes => ResponseBody::Bytes,
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
                // What is read by its status is read whole.
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
            description: Some("What comes back, by the status of the answer.".to_owned()),
            ..Docs::default()
        };
        self.types[id].kind = TypeKind::ByStatus(variants);
        id
    }

    /// The headers of every success; each is optional, so that one type holds them all.
    fn headers_of_all(
        &mut self,
        resolved: &[Resolved<'a>],
        hint: &str,
        is_redirect: bool,
    ) -> Vec<HeaderField> {
        let mut names = Scope::reserving(&["body"]);
        let mut headers: Vec<HeaderField> = Vec::new();
        for one in resolved {
            for mut header in self.headers(one.response, hint, &Pointer::base(&one.place)) {
                if headers
                    .iter()
                    .all(|other| !other.wire_name.eq_ignore_ascii_case(&header.wire_name))
                {
                    header.name = names.claim(&header.name, "_header");
                    headers.push(header);
                }
            }
        }
        if is_redirect
            && headers
                .iter()
                .all(|header| !header.wire_name.eq_ignore_ascii_case("location"))
        {
            headers.push(HeaderField {
                wire_name: "location".to_owned(),
                name: names.claim("location", "_header"),
                docs: docs::of_description(Some("Where the redirect leads.")),
                ty: Type::String,
                is_json: false,
                empty_is_absent: true,
            });
        }
        headers
    }

    fn response_body(&mut self, one: &Resolved<'a>, hint: &str) -> ResponseBody {
        let Some((media_type, media)) = choose(one.response) else {
            return ResponseBody::Empty;
        };
        let pointer = Pointer::base(&one.place);
        let content = pointer.key("content");
        let pointer = content.key(media_type);
        match encoding(media_type) {
            Encoding::Json => match self.json_type(media, hint, &pointer) {
                // What says nothing needs no reading.
                Type::Null => ResponseBody::Empty,
                ty => ResponseBody::Json(ty),
            },
            Encoding::Text | Encoding::Xml => {
                self.structure_left_out(media_type, media, "the body is text", &pointer);
                ResponseBody::Text
            }
            Encoding::Events => self.events(media, hint, &pointer),
            Encoding::JsonLines => self.json_lines(media, hint, &pointer),
            Encoding::Bytes => {
                self.structure_left_out(
                    media_type,
                    media,
                    "the body is a stream of bytes",
                    &pointer,
                );
                ResponseBody::Bytes
            }
            Encoding::Form | Encoding::Multipart => {
                self.unsupported(
                    pointer.key_place(),
                    format!("the parts of a `{media_type}` body are not typed"),
                    "the body is a stream of bytes",
                );
                ResponseBody::Bytes
            }
        }
    }

    /// Says that a schema of more than text describes a body which is not taken apart.
    fn structure_left_out(
        &mut self,
        media_type: &str,
        media: &'a MediaType,
        fallback: &str,
        pointer: &Pointer<'_>,
    ) {
        let left_out = media
            .schema
            .as_ref()
            .is_some_and(|schema| self.has_structure(schema));
        if left_out {
            let what = format!("the structure of a `{media_type}` body is not expressed");
            self.unsupported(pointer.key_place(), what, fallback);
        }
    }

    /// Events, whose schema is that of their data: an API that describes a list means a list of them.
    fn events(&mut self, media: &'a MediaType, hint: &str, pointer: &Pointer<'_>) -> ResponseBody {
        let schema = media
            .schema
            .as_ref()
            .filter(|schema| self.has_structure(schema));
        let Some(schema) = schema else {
            return ResponseBody::Events(None);
        };
        let pointer = pointer.key("schema");
        let ty = self.line_type(schema, hint, &pointer);
        match self.types.without_aliases(&ty) {
            Type::String => ResponseBody::Events(None),
            _ => ResponseBody::Events(Some(self.unformatted(ty, "an event", &pointer))),
        }
    }

    fn json_lines(
        &mut self,
        media: &'a MediaType,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> ResponseBody {
        let Some(schema) = &media.schema else {
            return ResponseBody::JsonLines(Type::Untyped);
        };
        let pointer = pointer.key("schema");
        let line = self.line_type(schema, hint, &pointer);
        ResponseBody::JsonLines(self.unformatted(line, "a line", &pointer))
    }

    fn failure(
        &mut self,
        status: &str,
        response: &'a ReferenceOr<Response>,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> Option<Failure> {
        let (response, place) = self.resolve(response, &pointer.key(status))?;
        let pointer = Pointer::base(&place);
        let content = pointer.key("content");
        let body = choose(response)
            .filter(|(media_type, _)| encoding(media_type) == Encoding::Json)
            .filter(|(_, media)| media.schema.is_some())
            .map(|(media_type, media)| {
                let hint = hint_of(
                    &place,
                    &format!("{hint}{}Error", pascal(&format!("status {status}"))),
                );
                self.json_type(media, &hint, &content.key(media_type))
            });
        let mut docs = docs::of_description(Some(&response.description));
        // What has no type of its own is still there, in `ApiError`.
        if let Some((media_type, _)) = choose(response).filter(|_| body.is_none()) {
            docs.notes.push(format!("The body is `{media_type}`."));
        }
        let is_own = |name: &&String| !is_rate_limit_header(self.rate_limit.as_ref(), name);
        let headers: Vec<String> = response
            .headers
            .keys()
            .filter(is_own)
            .map(|name| format!("`{name}`"))
            .collect();
        if !headers.is_empty() {
            docs.notes
                .push(format!("With the headers {}.", headers.join(", ")));
        }
        Some(Failure {
            status: status.to_owned(),
            docs,
            body,
        })
    }

    fn failure_media_types(
        &mut self,
        failures: &[Answer<'a>],
        pointer: &Pointer<'_>,
    ) -> Vec<String> {
        let mut media_types: Vec<String> = Vec::new();
        for (status, response) in failures {
            let Some((response, _)) = self.resolve(response, &pointer.key(status)) else {
                continue;
            };
            if let Some((media_type, _)) = choose(response)
                && !media_types.contains(media_type)
            {
                media_types.push(media_type.clone());
            }
        }
        media_types
    }

    fn json_type(&mut self, media: &'a MediaType, hint: &str, pointer: &Pointer<'_>) -> Type {
        let Some(schema) = &media.schema else {
            return Type::Untyped;
        };
        let pointer = pointer.key("schema");
        let ty = self.schema(schema, hint, &pointer);
        let ty = nullable_if(self.is_nullable(schema), ty);
        self.unformatted(ty, "a body", &pointer)
    }
}

/// The first digit of a status.
fn class(status: &StatusCode) -> u16 {
    match status {
        StatusCode::Code(code) => code / 100,
        StatusCode::Range(range) => *range,
    }
}

/// What a status is called (RFC 9110, section 15.3).
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

/// What can be asked for next.
fn links(resolved: &[Resolved<'_>]) -> Vec<String> {
    let names: Vec<String> = resolved
        .iter()
        .flat_map(|one| &one.response.links)
        .map(|(name, link)| match link {
            ReferenceOr::Item(Link {
                operation: LinkOperation::OperationId(id),
                ..
            }) => {
                format!("`{name}` (the operation `{id}`)")
            }
            _ => format!("`{name}`"),
        })
        .collect();
    if names.is_empty() {
        Vec::new()
    } else {
        vec![format!("What comes back leads to: {}.", names.join(", "))]
    }
}

/// The media type that says most: JSON before what is read value by value, then text and bytes.
fn choose(response: &Response) -> Option<(&String, &MediaType)> {
    response
        .content
        .iter()
        .min_by_key(|(media_type, _)| match encoding(media_type) {
            Encoding::Json => 0,
            Encoding::JsonLines => 1,
            Encoding::Events => 2,
            Encoding::Text => 3,
            Encoding::Bytes => 4,
            Encoding::Xml => 5,
            Encoding::Form | Encoding::Multipart => 6,
        })
}
