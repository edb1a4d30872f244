//! References of the documentation, such as examples, whose target does not exist.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Level};
use crate::load::{Version, Visited, visit};
use crate::suggest::proposal::{Proposal, Step};
use crate::suggest::tree::local;

/// Proposes to remove references to examples, links and callbacks that the document does not have.
///
/// A component stays, empty, because others may refer to it.
pub(super) fn proposals(
    tree: &Value,
    version: Version,
    diagnostics: &[Diagnostic],
) -> Vec<Proposal> {
    let unresolved: Vec<&Diagnostic> = diagnostics
        .iter()
        .filter(|one| one.code == Code::UnresolvedReference && one.level == Level::Warning)
        .collect();
    if unresolved.is_empty() {
        return Vec::new();
    }
    let mut dangling: Vec<(&str, Vec<String>)> = Vec::new();
    visit(tree, version, &mut |visited, at| {
        let Visited::DocumentationReference(reference) = visited else {
            return;
        };
        if !reference.starts_with("#/") || local(tree, reference).is_some() {
            return;
        }
        let pointer = at.to_string();
        match dangling.iter_mut().find(|(known, _)| *known == reference) {
            Some((_, uses)) => uses.push(pointer),
            None => dangling.push((reference, vec![pointer])),
        }
    });
    let proposals = dangling.into_iter().filter_map(|(reference, uses)| {
        let start = format!("`{reference}` ");
        let diagnostic = unresolved
            .iter()
            .find(|diagnostic| diagnostic.message.starts_with(&start))?;
        let steps = uses.into_iter().map(|pointer| {
            let pointer = if is_component(&pointer) {
                format!("{pointer}/$ref")
            } else {
                pointer
            };
            Step::Remove { pointer }
        });
        Some(Proposal::fixing(&[diagnostic], steps.collect()))
    });
    proposals.collect()
}

fn is_component(pointer: &str) -> bool {
    pointer.starts_with("/components/") && pointer.split('/').count() == 4
}
