//! Responses: the success, which is decoded, and the documented failures.

mod body;
mod failure;
mod resolved;
mod statuses;
mod success;

use openapiv3::{Link, LinkOperation, Operation as Source, ReferenceOr};

use self::resolved::Resolved;
use self::statuses::Statuses;
use super::lowering::Lowering;
use crate::model::code_span;
use crate::model::operation::{Failure, Method, Success};
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
            sole,
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
        let mut failures = self.failures(&others, hint, method, &pointer);
        if let Some((status, response)) = sole {
            let known = Some(&success.body);
            failures.extend(self.failure(&status, response, known, hint, method, &pointer));
        }
        if success.accept.is_empty() {
            // If only a failure has a body, its media type is requested.
            success.accept = self.failure_media_types(&others, &pointer);
        }
        (success, failures, links(&resolved))
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
