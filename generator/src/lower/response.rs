//! What comes back: the one success that is decoded, and the documented failures.

use openapiv3::{MediaType, Operation as Source, ReferenceOr, Response, StatusCode};

use super::media_type::{Encoding, encoding};
use super::resolve::hint_of;
use super::schema::nullable_if;
use super::{Lowering, docs};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Docs;
use crate::model::name::pascal;
use crate::model::operation::{Failure, Method, Success, is_rate_limit_header};
use crate::model::types::{HeadedResponse, ResponseBody, Type, TypeKind};
use crate::pointer::Pointer;

/// A documented answer under its status: `404`, `4XX` or `default`.
type Answer<'a> = (String, &'a ReferenceOr<Response>);

impl<'a> Lowering<'a> {
    pub(super) fn responses(
        &mut self,
        source: &'a Source,
        hint: &str,
        method: Method,
        pointer: &Pointer<'_>,
    ) -> (Success, Vec<Failure>) {
        let pointer = pointer.key("responses");
        let (successes, others): (Vec<_>, Vec<_>) =
            source.responses.responses.iter().partition(|(status, _)| is_success(status));
        let named =
            |(status, response): (&StatusCode, &'a ReferenceOr<Response>)| (status.to_string(), response);
        let mut successes: Vec<Answer<'a>> = successes.into_iter().map(named).collect();
        let mut others: Vec<Answer<'a>> = others.into_iter().map(named).collect();
        if let Some(default) = &source.responses.default {
            // With no other success, the default is what the operation is for.
            let list = if successes.is_empty() { &mut successes } else { &mut others };
            list.push(("default".to_owned(), default));
        }
        if successes.is_empty() {
            self.unsupported(
                pointer.key_place(),
                "no success is documented, neither a 2XX status nor `default`",
                "a 2XX answer is a success whose body is not read",
            );
        }
        let mut success = self.success(&successes, hint, method, &pointer);
        let failures = others
            .iter()
            .filter_map(|(status, response)| self.failure(status, response, hint, &pointer))
            .collect();
        if success.accept.is_empty() {
            // Where only a failure has a body, that is what there is to ask for.
            success.accept = self.failure_media_types(&others, &pointer);
        }
        (success, failures)
    }

    fn success(
        &mut self,
        successes: &[Answer<'a>],
        hint: &str,
        method: Method,
        pointer: &Pointer<'_>,
    ) -> Success {
        let mut resolved = Vec::new();
        for (status, response) in successes {
            if let Some((response, place)) = self.resolve(response, &pointer.key(status)) {
                resolved.push((status, response, place));
            }
        }
        // The first that has a body, or the first.
        let chosen = resolved.iter().position(|(_, response, _)| !response.content.is_empty()).unwrap_or(0);
        for (index, (status, response, place)) in resolved.iter().enumerate() {
            let has_body = !response.content.is_empty();
            if index != chosen && has_body {
                self.unsupported(
                    Pointer::base(place).place(),
                    format!("an operation has one success here; the body of `{status}` is not typed"),
                    "its body is read as that of the first success",
                );
            } else if index != chosen && resolved.iter().any(|(_, other, _)| !other.content.is_empty()) {
                self.unsupported(
                    Pointer::base(place).place(),
                    format!(
                        "an operation has one success here; that `{status}` has no body is not expressed"
                    ),
                    "an answer without the body of the first success is an error",
                );
            }
        }
        let Some((_, response, place)) = resolved.into_iter().nth(chosen) else {
            return Success {
                docs: Docs::default(),
                accept: Vec::new(),
                body: ResponseBody::Empty,
                headed: None,
            };
        };
        let pointer = Pointer::base(&place);
        if !response.links.is_empty() {
            self.unsupported(
                pointer.key("links").key_place(),
                "links between operations are not expressed",
                "they are left out",
            );
        }
        let headers = self.headers(response, hint, &pointer);
        let wrapper = format!("{hint}Response");
        // The plain name is for what the user gets: the response with its headers, where it has typed ones.
        let body_hint = if headers.is_empty() { wrapper.clone() } else { format!("{hint}ResponseBody") };
        let body_hint = hint_of(&place, &body_hint);
        // An answer to HEAD says what that to GET would have, and has no body (RFC 9110, section 9.3.2).
        let (body, accept) = match method {
            Method::Head => (ResponseBody::Empty, response.content.keys().take(1).cloned().collect()),
            _ => self.response_body(response, &body_hint, &pointer),
        };
        let docs = docs::of_description(Some(&response.description));
        let headed = (!headers.is_empty()).then(|| {
            let id = self.reserve_type(&wrapper, place.clone());
            self.types[id].docs = docs.clone();
            self.types[id].kind = TypeKind::Response(HeadedResponse { headers, body: body.clone() });
            id
        });
        Success { docs, accept, body, headed }
    }

    fn response_body(
        &mut self,
        response: &'a Response,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> (ResponseBody, Vec<String>) {
        let content = pointer.key("content");
        let Some((media_type, media)) = choose(response) else {
            return (ResponseBody::Empty, Vec::new());
        };
        for other in response.content.keys().filter(|other| *other != media_type) {
            self.unsupported(
                content.key(other).key_place(),
                format!("a response has one media type here; `{other}` is not asked for"),
                &format!("the client asks for `{media_type}`"),
            );
        }
        let pointer = content.key(media_type);
        let body = match encoding(media_type) {
            Encoding::Json => ResponseBody::Json(self.json_type(media, hint, &pointer)),
            Encoding::Text => ResponseBody::Text,
            Encoding::Bytes => ResponseBody::Bytes,
            Encoding::JsonLines | Encoding::Other => {
                self.unsupported(
                    pointer.key_place(),
                    format!("the parts of a `{media_type}` body are not typed"),
                    "the body is a stream of bytes",
                );
                ResponseBody::Bytes
            }
        };
        (body, vec![media_type.clone()])
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
        if let Some((media_type, _)) =
            choose(response).filter(|(media_type, _)| encoding(media_type) != Encoding::Json)
        {
            self.unsupported(
                content.key(media_type).key_place(),
                format!("the body of a failure is typed only where it is JSON, not `{media_type}`"),
                "it is in `ApiError::body`",
            );
        }
        for name in
            response.headers.keys().filter(|name| !is_rate_limit_header(self.rate_limit.as_ref(), name))
        {
            self.diagnostics.push(
                Diagnostic::warning(
                    Code::Unsupported,
                    pointer.key("headers").key(name).key_place(),
                    format!("the header `{name}` of a failure has no field of its own"),
                )
                .help("it is in `ApiError::headers`"),
            );
        }
        let body = choose(response)
            .filter(|(media_type, _)| encoding(media_type) == Encoding::Json)
            .filter(|(_, media)| media.schema.is_some())
            .map(|(media_type, media)| {
                let hint = hint_of(&place, &format!("{hint}{}Error", pascal(&format!("status {status}"))));
                self.json_type(media, &hint, &content.key(media_type))
            });
        Some(Failure {
            status: status.to_owned(),
            docs: docs::of_description(Some(&response.description)),
            body,
        })
    }

    fn failure_media_types(&mut self, failures: &[Answer<'a>], pointer: &Pointer<'_>) -> Vec<String> {
        let mut media_types: Vec<String> = Vec::new();
        for (status, response) in failures {
            let Some((response, _)) = self.resolve(response, &pointer.key(status)) else { continue };
            if let Some((media_type, _)) = choose(response)
                && !media_types.contains(media_type)
            {
                media_types.push(media_type.clone());
            }
        }
        media_types
    }

    fn json_type(&mut self, media: &'a MediaType, hint: &str, pointer: &Pointer<'_>) -> Type {
        let Some(schema) = &media.schema else { return Type::Untyped };
        let pointer = pointer.key("schema");
        let ty = self.schema(schema, hint, &pointer);
        let ty = nullable_if(self.is_nullable(schema), ty);
        self.unformatted(ty, "a body", &pointer)
    }
}

fn is_success(status: &StatusCode) -> bool {
    match status {
        StatusCode::Code(code) => (200..300).contains(code),
        StatusCode::Range(range) => *range == 2,
    }
}

/// The media type that says most: JSON before text before bytes.
fn choose(response: &Response) -> Option<(&String, &MediaType)> {
    response.content.iter().min_by_key(|(media_type, _)| match encoding(media_type) {
        Encoding::Json => 0,
        Encoding::Text => 1,
        Encoding::Bytes => 2,
        Encoding::JsonLines | Encoding::Other => 3,
    })
}
