//! Unique operation ids for operations whose names would otherwise depend on the order of the document.

use serde_json::{Value, json};

use super::written::Written;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::name::kebab;
use crate::suggest::effect::Effect;
use crate::suggest::proposal::{Proposal, Step};

/// Proposes the id that the generator derives for a repeated id, and for an operation without an id whose method and
/// path have the same words as another's.
pub(super) fn proposals(operations: &[Written<'_>], diagnostics: &[Diagnostic]) -> Vec<Proposal> {
    let proposals = operations.iter().filter_map(|written| {
        let operation = written.operation;
        let own = written.members.get("operationId").and_then(Value::as_str);
        let step = Step::Set {
            pointer: written.pointer.clone(),
            members: vec![("operationId".to_owned(), json!(operation.id))],
        };
        match own.filter(|id| !id.is_empty()) {
            Some(id) if id == operation.id => None,
            Some(_) => {
                let here = format!("{}/operationId", operation.pointer);
                let diagnostic = diagnostics.iter().find(|diagnostic| {
                    diagnostic.code == Code::DuplicateOperationId
                        && matches!(&diagnostic.place, Place::Resolved { pointer, .. } if *pointer == here)
                })?;
                Some(Proposal::fixing(&[diagnostic], vec![step]))
            }
            None => {
                let method = operation.method.as_str().to_lowercase();
                let words = kebab(&format!("{method} {}", operation.path.template));
                let is_numbered = operation
                    .id
                    .strip_prefix(&words)
                    .is_some_and(|rest| rest.starts_with('-'));
                let reason = format!(
                    "operation-id: the method and path of several operations have the words `{words}`, so the \
                     name of this one depends on the order of the document; it keeps its name"
                );
                is_numbered.then(|| Proposal::of_rule(reason, Effect::None, step))
            }
        }
    });
    proposals.collect()
}
