//! Responses: the success, which is decoded, and the documented failures.

mod body;
mod resolved;
mod statuses;
mod success;

use openapiv3::{Link, LinkOperation, Operation as Source, ReferenceOr, Response};

use self::resolved::Resolved;
use self::statuses::{Documented, Statuses};
use super::docs;
use super::lowering::Lowering;
use super::media_type::Encoding;
use super::resolve::hint_of;
use crate::model::code_span;
use crate::model::name::pascal;
use crate::model::operation::{Failure, Method, Success};
use crate::model::rate_limit::is_rate_limit_header;
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// Lowers the responses of an operation. Also returns the notes on its links.
    pub(super) fn responses(
        &mut self,
        source: &'a Source,
        hint: &str,
        method: &Method,
        pointer: &Pointer<'_>,
    ) -> (Success, Vec<Failure>, Vec<String>) {
        let pointer = pointer.key("responses");
        let Statuses {
            successes,
            failures: others,
            is_redirect,
        } = Statuses::of(source);
        if successes.is_empty() {
            self.unsupported(
                pointer.key_place(),
                "the operation has no 2XX or `default` response",
                "add a 2XX response; until then, 2XX responses are treated as successful, and their bodies are ignored",
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
            // If only a failure has a body, its media type is requested.
            success.accept = self.failure_media_types(&others, &pointer);
        }
        (success, failures, links(&resolved))
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
        let body = self
            .preferred_media_type(response)
            .filter(|(media_type, media)| self.encoding_of(media_type, media) == Encoding::Json)
            .filter(|(_, media)| media.schema.is_some())
            .map(|(media_type, media)| {
                let hint = hint_of(
                    &place,
                    &format!("{hint}{}Error", pascal(&format!("status {status}"))),
                );
                let pointer = content.key(media_type);
                let ty = self.json_type(media, &hint, &pointer);
                // `ApiError::json` decodes any type that implements `Deserialize`.
                self.unformatted(ty, "the body of an error", &pointer.key("schema"))
            });
        let mut docs = docs::of_description(Some(&response.description));
        // A body without a type is still available in `ApiError`.
        if let Some((media_type, _)) = self
            .preferred_media_type(response)
            .filter(|_| body.is_none())
        {
            docs.notes
                .push(format!("The body is {}.", code_span(media_type)));
        }
        let is_own = |name: &&String| !is_rate_limit_header(self.rate_limit.as_ref(), name);
        let headers: Vec<String> = response.headers.keys().filter(is_own).cloned().collect();
        if !headers.is_empty() {
            let shown: Vec<String> = headers.iter().map(|name| code_span(name)).collect();
            docs.notes.push(format!("Headers: {}.", shown.join(", ")));
        }
        let preferred = self.preferred_media_type(response).map(|(name, _)| name);
        let mut media_types: Vec<String> = response.content.keys().cloned().collect();
        media_types.sort_by_key(|name| Some(name) != preferred);
        Some(Failure {
            status: status.to_owned(),
            docs,
            body,
            media_types,
            headers,
        })
    }

    fn failure_media_types(
        &mut self,
        failures: &[Documented<'a>],
        pointer: &Pointer<'_>,
    ) -> Vec<String> {
        let mut media_types: Vec<String> = Vec::new();
        for (status, response) in failures {
            let Some((response, _)) = self.resolve(response, &pointer.key(status)) else {
                continue;
            };
            if let Some((media_type, _)) = self.preferred_media_type(response)
                && !media_types.contains(media_type)
            {
                media_types.push(media_type.clone());
            }
        }
        media_types
    }
}

/// A note on the links of the responses.
fn links(resolved: &[Resolved<'_>]) -> Vec<String> {
    let names: Vec<String> = resolved
        .iter()
        .flat_map(|one| &one.response.links)
        .map(|(name, link)| match link {
            ReferenceOr::Item(Link {
                operation: LinkOperation::OperationId(id),
                ..
            }) => {
                format!("{} (the operation {})", code_span(name), code_span(id))
            }
            _ => code_span(name),
        })
        .collect();
    if names.is_empty() {
        Vec::new()
    } else {
        vec![format!("Links: {}.", names.join(", "))]
    }
}
